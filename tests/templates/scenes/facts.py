"""Plausible facts that scenes are made of, in both languages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=SHANGHAI)  # a Tuesday
MONDAY = datetime(2026, 11, 23, 8, 12, tzinfo=SHANGHAI)
THURSDAY = datetime(2026, 11, 26, 18, 0, tzinfo=SHANGHAI)


class Two(NamedTuple):
    """A fact that reads differently in each language."""

    zh_CN: str
    en: str


ZHOU = Two("周强", "Zhou Qiang")
LI, ZHANG, ZHAO = Two("李强", "Li Qiang"), Two("张伟", "Zhang Wei"), Two("赵敏", "Zhao Min")
STAMPING, PRESS = Two("冲压车间", "Stamping shop"), Two("2号冲床", "Press 2")
GUARD = Two("冲压2号机防护罩松了", "guard of press 2 is loose")
REQUIREMENT = Two("停机，紧固或更换后再开机", "stop the machine, fasten or replace the guard, then start again")
REASON = Two("螺丝还少一个", "one screw is still missing")


def event(kind: str, who: Two | None, **words: Two) -> dict[str, Any]:
    return {
        "id": f"e-{kind}",
        "kind": kind,
        "at": MONDAY,
        "who": who or "",
        "anonymous": False,
        "in_place_of": "",
        "words": words,
        "facts": {},
    }


TIMELINE = [event("reported", None, words=GUARD), event("assigned", None), event("taken", ZHANG)]
# What has been tried with it by the time when somebody above its owner hears of it.
TRIED: list[dict[str, Any]] = [
    {"kind": "given", "at": MONDAY, "who": ZHANG, "you": False, "taken": MONDAY.replace(hour=9)},
    {"kind": "snoozed", "at": MONDAY.replace(hour=14), "words": [Two("备件快到了", "parts on their way")]},
    {"kind": "reminded", "at": MONDAY.replace(hour=18), "who": ZHANG, "you": False, "times": 2},
    {"kind": "told", "at": MONDAY.replace(hour=18), "people": [{"name": LI, "you": False, "role": "team_leader"}]},
]
# Whom its danger was told without an answer.
ASKED: dict[str, Any] = {
    "since": MONDAY.replace(hour=10),
    "people": [{"name": name, "you": n == 1} for n, name in enumerate((LI, ZHANG, ZHAO, LI))],
}
CASE: dict[str, Any] = {
    "id": "h1",
    "number": "YH-20261123-0007",
    "version": 3,
    "state": "rectifying",
    "stage": "waiting_parts",
    "category": "mechanical",
    "source": "worker",
    "source_id": None,
    "due_locked": False,
    "grade": "general",
    "area": STAMPING,
    "equipment": PRESS,
    "words": GUARD,
    "owner": ZHANG,
    "due_at": THURSDAY,
    "light": "green",
    "reporters": 1,
    "requirement": REQUIREMENT,
    "law": Two("《安全生产法》第三十六条", "Work Safety Law, article 36"),
    "department": Two("设备部", "Equipment"),
    "acceptor": ZHAO,
    "reporter": LI,
    "typist": "",
    "anonymous": False,
    "received_at": MONDAY,
    "closed_at": datetime(2026, 11, 24, 11, 20, tzinfo=SHANGHAI),
    "verified_at": None,
    "passes": 0,
    "merged_into": "",
    "asked_until": None,
    "money": None,
    "money_with": "",
    "danger": "",
    "means": "machine",
    "measure_until": None,
    "measure_hours": 24,
    "help": "",
    "helper": "",
    "helper_department": "",
    "gap": False,
    "named": "",
    "doubt": "",
    "before": {},
    "outside_until": None,
    "party": "",
    "company": Two("青禾机械制造有限公司", "Qinghe Machinery Co., Ltd."),
    "unconfirmed": False,
    "open_question": "",
    "papers": [],
    "missing_papers": [],
    "owner_left": False,
    "director": "safety_director",
    "approver": "safety_director",
    "plan": None,
    "planned": {},
    "library_code": "M-01",
    "suspended_until": None,
    "snooze_until": None,
    "tried": TRIED,
    "asked": {},
    "timeline": TIMELINE,
    "last": TIMELINE[-1],
    "unseen": {},
}
SIGN = {
    "question": Two(
        "炉子在生产，而铁水钢水可能流到、溅到的地方有积水吗？",
        "Is the furnace running, and is there water where molten metal may run or splash?",
    )
}
# Nobody's yet, and the barest a case can be.
NOBODYS = {"state": "reported", "stage": None, "owner": "", "department": ""}
BARE = {**CASE, **NOBODYS, "equipment": "", "requirement": "", "law": ""}
MAJOR = {**CASE, "grade": "major", "unconfirmed": True, "due_at": datetime(2026, 11, 24, 18, 0, tzinfo=SHANGHAI)}
LEFT = {**CASE, "owner_left": True}
# Chosen by an officer among people who belong to no department.
UNPLACED = {**CASE, "department": ""}
# One of a list, as handlers/lookups.py gives it: the moment is text.
ITEM = {
    **{name: CASE[name] for name in ("number", "state", "area", "words", "light", "reporters")},
    "due_at": THURSDAY.isoformat(),
}


@dataclass(frozen=True)
class Scene:
    """A topic with its facts; `note` tells several of one topic apart."""

    topic: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    buttons: tuple[str, ...] = field(default=(), kw_only=True)  # where they are not those of the topic

    @property
    def title(self) -> str:
        return f"{self.topic} ({self.note})" if self.note else self.topic


def plain(name: str, blocks: str) -> Iterator[Scene]:
    """Topics that need no facts."""
    return (Scene(f"{name}.{block}") for block in blocks.split())


def of_case(name: str, blocks: str) -> Iterator[Scene]:
    """Topics that need the case and nothing else."""
    return (Scene(f"{name}.{block}", {"case": CASE}) for block in blocks.split())


def because(topic: str, kind: str, who: Two, **words: Two) -> Scene:
    """A topic told because of an event."""
    return Scene(topic, {"case": CASE, "event": event(kind, who, **words)})
