"""Parts the words of a search into what is looked for and what narrows it: 配电箱 车间:冲压 状态:超期 2026-10-01..

A value is one word; `_` stands for a space in it. What is no filter is only words, whatever it reads like.
"""

import re
from dataclasses import dataclass
from datetime import date

_KEYS = {
    "area": ("车间", "地点", "区域", "位置", "area", "place", "at"),
    "person": ("人", "责任人", "负责人", "验收人", "person", "owner", "by"),
    "state": ("状态", "state", "status"),
    "time": ("时间", "日期", "time", "date"),
    "first": ("从", "from", "since"),
    "last": ("到", "to", "until"),
}
_AS_SPAN = {"time": "{}", "first": "{}..", "last": "..{}"}
_KEY = {word: key for key, words in _KEYS.items() for word in words}
_STATES = {
    "open": ("在办", "未闭环", "未整改", "没整改", "open"),
    "overdue": ("超期", "逾期", "overdue", "late"),
    "suspended": ("挂起", "suspended", "resting"),
    "major": ("重大", "major"),
    "reported": ("待指派", "未指派", "reported", "unassigned"),
    "assigned": ("待接单", "未接单", "assigned"),
    "planning": ("编方案", "planning"),
    "rectifying": ("整改中", "整改", "rectifying"),
    "outside": ("外部", "转外部", "outside"),
    "awaiting_acceptance": ("待验收", "验收", "acceptance", "awaiting"),
    "closed": ("闭环", "已闭环", "关闭", "closed", "done"),
    "invalid": ("不算隐患", "无效", "invalid"),
    "merged": ("并案", "已并案", "合并", "merged"),
}
STATES = tuple(_STATES)
_STATE = {word: state for state, words in _STATES.items() for word in words}
_DAY = r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
_DAYS = re.compile(rf"(?P<first>{_DAY})?(?P<to>\.\.+|~|～|至|到)?(?P<last>{_DAY})?")
_FILTER = re.compile(rf"(?P<key>{'|'.join(sorted(_KEY, key=len, reverse=True))})[:：=](?P<value>\S+)", re.IGNORECASE)


@dataclass(frozen=True)
class Sifted:
    """`state` is one of STATES; `first`, `last` are ISO dates, both included. What is not said is empty.

    wrong: what could not be read (state, day, order), and `said` how it was written.
    """

    words: str
    area: str = ""
    person: str = ""
    state: str = ""
    first: str = ""
    last: str = ""
    wrong: str = ""
    said: str = ""

    @property
    def narrows(self) -> bool:
        return bool(self.area or self.person or self.state or self.first or self.last)


def sifted(text: str) -> Sifted:
    """The first thing that cannot be read is told; nothing is guessed."""
    words: list[str] = []
    named: dict[str, str] = {}
    for token in text.split():
        found = _read(token)
        if found is None:
            words.append(token)
        elif "wrong" in found:
            return Sifted(" ".join(words), **found)
        else:
            named |= found
    return Sifted(" ".join(words), **named)


def narrowed(text: str, further: str) -> str:
    """The text with further filters behind it; what it said of the same before is left out."""
    said = {key for token in further.split() for key in _read(token) or ()}
    kept = [token for token in text.split() if not said & set(_read(token) or ())]
    return " ".join([*kept, further]).strip()


def _read(token: str) -> dict[str, str] | None:
    return _filter(token) or _span(token)


def _filter(token: str) -> dict[str, str] | None:
    found = _FILTER.fullmatch(token)
    if found is None:
        return None
    key, value = _KEY[found["key"].casefold()], found["value"].replace("_", " ")
    if key in _AS_SPAN:
        return _span(_AS_SPAN[key].format(value)) or {"wrong": "day", "said": value}
    if key != "state":
        return {key: value}
    state = _STATE.get(value.casefold())
    return {"state": state} if state else {"wrong": "state", "said": value}


def _span(token: str) -> dict[str, str] | None:
    found = _DAYS.fullmatch(token)
    if found is None or not (found["first"] or found["last"]):
        return None
    try:
        first, last = (_iso(found[name]) for name in ("first", "last"))
    except ValueError:
        return {"wrong": "day", "said": token}
    if found["to"] is None:
        last = first
    if first and last and first > last:
        return {"wrong": "order", "said": token}
    return {"first": first, "last": last}


def _iso(said: str | None) -> str:
    """Raises ValueError for a day that no calendar has."""
    return date(*map(int, re.split(r"[-/.]", said))).isoformat() if said else ""
