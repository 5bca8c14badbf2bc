"""What is handed out about one case on paper: which papers there are, when each can be had, and what they say of it.

Order 16 of the safety administration (2007), articles 10, 14 and 15; Work Safety Law (2021), article 41. All of it is
told as it stood at one moment, so that the same paper can be had again later.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from workflow.library import Grade
from workflow.lifecycle import State
from workflow.standing import of_facts


class Made(StrEnum):
    """A paper about a case; names for people stand in templates/labels."""

    FILE = "file"  # the archive of the case 隐患档案
    ORDER = "order"  # 整改通知单
    ACCEPTANCE = "acceptance"  # 验收单
    MAJOR = "major"  # the report of a major hazard, in three parts, with its plan in six


# What the number of a paper begins with, as offices here number theirs.
PREFIXES: dict[str, str] = {Made.FILE: "DA", Made.ORDER: "ZG", Made.ACCEPTANCE: "YS", Made.MAJOR: "ZD"}
# What somebody has seen, or not, is told to those who wait for it; it is no part of the case.
UNTOLD = frozenset({"seen", "unseen", "snoozed"})


class NoSuchPaper(Exception):
    """The case is not so far, or not of a kind, that there is this paper; `why` is a code: no_owner, not_done ..."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Step:
    """Something that happened. who: empty for a clock, for whom the reader may not know and, `anonymous`, for nobody.

    words: what people wrote, by field. paper: handed in with it; fen: of money. day: as the paper bears it.
    """

    at: datetime
    kind: str
    who: str
    anonymous: bool
    in_place_of: str
    words: Mapping[str, str]
    paper: str = ""
    fen: int | None = None
    day: date | None = None


@dataclass(frozen=True)
class Pictured:
    """A photograph of the case. role: found, after ...; at: when it came."""

    media_id: str
    role: str
    at: datetime


@dataclass(frozen=True)
class PlannedStage:
    """A stage of its plan: what for, by when, and when it was done."""

    goal: str
    due_at: datetime
    done_at: datetime | None


@dataclass(frozen=True)
class SignedOff:
    """Who signed it off, when, with which remark, and whether they had been on the spot."""

    by: str
    at: datetime
    remark: str
    on_site: bool


@dataclass(frozen=True)
class CaseFile:
    """A case as papers have it, in their reader's language; codes where the label is in templates/labels.

    order: the number of an authority's. budget, spent: fen. cause: the class of GB/T 13861; accidents: to which it may
    lead, by GB 6441-2025; of neither anything where the library does not say. owner, acceptor, finder:
    names; empty where there is none or the reader may not know. parts: of its plan, by code.
    """

    number: str
    company: str
    source: str
    order: str
    authority: str
    found_at: datetime
    received_at: datetime
    finder: str
    anonymous: bool
    place: str
    equipment: str
    words: str
    category: str
    grade: str
    statutory_grade: str
    cause: int | None
    accidents: tuple[str, ...]
    requirement: str
    law: str
    department: str
    owner: str
    due_at: datetime
    due_locked: bool
    acceptor: str
    state: str
    closed_at: datetime | None
    budget: int
    spent: int
    steps: tuple[Step, ...]
    pictures: tuple[Pictured, ...]
    signed_off: SignedOff | None = None
    parts: Mapping[str, str] = field(default_factory=dict)
    stages: tuple[PlannedStage, ...] = ()

    def last(self, *kinds: str) -> Step | None:
        """The last thing of these kinds that happened."""
        return next((step for step in reversed(self.steps) if step.kind in kinds), None)


@dataclass(frozen=True)
class Stood:
    """How a case stood at a moment, as its events keep it. due_at: also of a limit that has been met or missed."""

    state: State
    grade: Grade
    department_id: str | None
    due_at: datetime | None
    closed_at: datetime | None
    spent: int
    budget: int
    owner_id: str | None
    acceptor_id: str | None


def stood(kept: Sequence[Mapping[str, Any]], now: Mapping[str, Any]) -> Stood:
    """The same by what its events have kept until then, the oldest first.

    now: how it stands at present, which is taken for what an event of an older version does not tell.
    """
    told = [{**now, **facts.get("stands", {})} for facts in kept]
    each = [of_facts(stands) for stands in told]
    limits = [stands.limit_at for stands in each if stands.limit_at is not None]
    budgets = [facts["budget"] for facts in kept if "budget" in facts]
    last = each[-1]
    return Stood(
        last.state,
        last.grade,
        last.department_id,
        limits[-1] if limits else None,
        last.closed_at,
        last.spent,
        budgets[-1] if budgets else 0,
        told[-1]["owner"],
        told[-1]["acceptor"],
    )


def possible(made: Made, file: CaseFile) -> None:
    """Raises NoSuchPaper where the case has nothing yet that such a paper would say."""
    if made is Made.ORDER and not file.owner:
        raise NoSuchPaper("no_owner")
    if made is Made.ACCEPTANCE and file.last("submitted", "fixed_on_spot") is None:
        raise NoSuchPaper("not_done")
    if made is Made.MAJOR and file.grade != Grade.MAJOR:
        raise NoSuchPaper("not_major")
