"""Hears that a report is made for somebody else: for whom, and what they have found."""

import re
from dataclasses import dataclass

_SIGN = r"[\s:：,，]"
_HAN_NAME = "[\u4e00-\u9fff·]{1,6}?"
_NAME = rf"{_HAN_NAME}|[A-Za-z][A-Za-z .'-]{{0,40}}?"
# 替换, 代表, 代码, 帮忙 and the like; 帮我报 asks for a report of one's own.
_NO_NAME = "(?![换代补表理用厂工料码价沟步忙助手扶我咱俺您你]|班(?!长)|替[换补代]|本人|大家)"
# 报警, 报废, 报修: another word; set apart by a sign, it is this one after all.
_ANOTHER_WORD = "(?![警修废名价销到案纸表错喜批备验关])"
_REPORTS = rf"(?:上报|报告|报)(?:一下|一[个条处]|[个下])?(?:隐患)?(?:(?P<sign>{_SIGN}+|$)|{_ANOTHER_WORD})"
_HAN = re.compile(
    rf"/?(?:请|麻烦)?我?(?:想|要)?(?:匿名)?(?:代替|替|帮|代){_NO_NAME}(?P<name>{_NAME})\s*(?:匿名)?{_REPORTS}(?P<words>.*)|"
    rf"(?:匿名)?代报{_SIGN}+(?P<unsaid>.+)",
    re.DOTALL,
)
_UNNAMED = "anonymous(?:ly)?"
_ENGLISH = re.compile(
    rf"(?:{_UNNAMED},?\s+)?(?P<sure>(?:please )?report(?:ing)?(?: anonymously)? for|on behalf of|for)\s+"
    rf"(?P<name>{_NAME})(?:,?\s+{_UNNAMED})?\s*[:：]\s*(?P<words>.*)",
    re.DOTALL | re.IGNORECASE,
)
_FULL_NAME = re.compile(r"[A-Z][a-z'-]+(?: [A-Z][a-z'-]+)+|[\u4e00-\u9fff·]+")
_SOMEBODY = frozenset({"别人", "他人", "人", "人家", "同事", "工友", "他", "她", "another", "someone", "somebody"})
_TITLE = "师傅|班长|组长|主任|经理|科长|部长|大姐|哥|姐|工|总"
_TITLED = re.compile(rf"[小老]([\u4e00-\u9fff])|([\u4e00-\u9fff]{{1,3}}?)(?:{_TITLE})")


@dataclass(frozen=True)
class OnBehalf:
    """Whose find it is, as it is written (empty: somebody without a name), and the words of the report.

    sure: it can hardly mean anything else. Otherwise it does so only if there is somebody of that name.
    """

    name: str
    words: str
    sure: bool


def on_behalf(text: str) -> OnBehalf | None:
    """What "替李强报：…" or "for Li Qiang: …" says; nothing where a text does not begin so."""
    text = text.strip()
    if (found := _HAN.fullmatch(text)) is not None:
        if found["unsaid"] is not None:
            return OnBehalf("", found["unsaid"], sure=True)
        name = _name(found["name"])
        return OnBehalf(name, found["words"].strip(), sure=not name or found["sign"] is not None)
    if (found := _ENGLISH.fullmatch(text)) is not None:
        name = _name(found["name"])
        sure = not name or found["sure"].casefold() != "for" or _FULL_NAME.fullmatch(name) is not None
        return OnBehalf(name, found["words"].strip(), sure)
    return None


def surname(name: str) -> str:
    """The name within 李师傅, 老李, 王工; the name itself where it is nothing of the kind."""
    found = _TITLED.fullmatch(name)
    return (found[1] or found[2]) if found else name


def _name(written: str) -> str:
    return "" if written.strip().casefold() in _SOMEBODY else written.strip()
