"""The papers of a major hazard: what the law wants reported and approved, each as a scan with its day and person.

A tap in chat is no signature: the paper is printed, signed and sealed, and its picture comes back to the case.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from workflow.desk import Desk
from workflow.errors import Refused
from workflow.events import Event, Fact
from workflow.hazard import Act, Hazard, given
from workflow.keeps import Major
from workflow.lifecycle import State, Verb
from workflow.major import is_major, is_ordered, is_unconfirmed
from workflow.plan import wanted


class Paper(StrEnum):
    """What is handed in; names for people stand in templates/labels."""

    AUTHORITY = "authority"  # the receipt of the report to the authority
    CONGRESS = "congress"  # of that to the workers' congress
    UNION = "union"
    ORDER = "order"  # an authority's order to stop, or its notice that the case is on its list (挂牌督办)
    GROUP_REPORT = "group_report"  # of the acceptance group
    EVALUATION = "evaluation"
    RESUME_APPLICATION = "resume_application"
    APPROVAL = "approval"  # the authority's, to resume
    CANCELLATION = "cancellation"  # 销号


@dataclass(frozen=True)
class Basis:
    """Where the law asks for a paper. Not verified: the clause was not confirmed in a primary text."""

    law: str
    article: int
    verified: bool = False


_SAFETY_LAW, _ORDER_16 = "work_safety_law", "order_16"
PAPERS: dict[Paper, Basis] = {
    Paper.AUTHORITY: Basis(_SAFETY_LAW, 41, verified=True),
    Paper.CONGRESS: Basis(_SAFETY_LAW, 41, verified=True),
    Paper.UNION: Basis(_SAFETY_LAW, 60),
    Paper.ORDER: Basis(_ORDER_16, 18),
    Paper.GROUP_REPORT: Basis(_ORDER_16, 18),
    Paper.EVALUATION: Basis(_ORDER_16, 18),
    Paper.RESUME_APPLICATION: Basis(_ORDER_16, 18),
    Paper.APPROVAL: Basis(_ORDER_16, 23),
    Paper.CANCELLATION: Basis(_ORDER_16, 23),
}
AT_ONCE = (Paper.AUTHORITY, Paper.CONGRESS, Paper.UNION)  # the others tell of the repair
ALWAYS = (*AT_ONCE, Paper.GROUP_REPORT)
WHERE_ORDERED = (Paper.EVALUATION, Paper.RESUME_APPLICATION, Paper.APPROVAL, Paper.CANCELLATION)
# What tells of the repair as it stood: sent back, the group looks again; opened again, all of it is done again.
OF_THE_REPAIR = (Paper.GROUP_REPORT, *WHERE_ORDERED)


@dataclass(frozen=True)
class RecordPaper:
    """A paper as a scan, or a corrected one.

    day: which the paper bears, as ISO date. by: who dealt with it, in words; empty: whoever hands it in.
    """

    hazard_id: str
    paper: Paper
    day: str
    by: str
    draft_id: str


@dataclass(frozen=True)
class StrikePaper:
    """A paper that does not belong here: another case's, or an order that never was."""

    hazard_id: str
    paper: Paper
    reason: str


@dataclass(frozen=True)
class DescribeMajor:
    """What of the report to the authority only a person can say: the cause, the harm, how hard it is to remove.

    Order 16 (2007), article 14. Said again it takes the place of what was said before.
    """

    hazard_id: str
    cause: str
    harm: str
    difficulty: str


def describe_major(desk: Desk, hazard: Hazard, command: DescribeMajor, act: Act) -> Event:
    said = {"cause": command.cause, "harm": command.harm, "difficulty": command.difficulty}
    for words in said.values():
        given(words)
    return hazard.move(Verb.DESCRIBE_MAJOR, act, {}, said)


def has_papers(hazard: Hazard) -> bool:
    return hazard.major is not None and hazard.major.papers != ()


def missing(hazard: Hazard) -> list[Paper]:
    """What a major hazard still lacks before it can be closed; nothing for any other."""
    if not is_major(hazard):
        return []
    wanted = (*ALWAYS, *(WHERE_ORDERED if is_ordered(hazard) else ()))
    return [paper for paper in wanted if paper not in _kept(hazard).papers]


def closing_gate(hazard: Hazard) -> Refused | None:
    """A major hazard is closed with the director's word, its plan and every paper; nothing walks round it."""
    if is_unconfirmed(hazard):
        return Refused("unconfirmed")
    if is_major(hazard) and wanted(hazard):
        return Refused("no_plan")
    lacking = missing(hazard)
    return Refused("papers", missing=",".join(lacking)) if lacking else None


def may_close(hazard: Hazard) -> bool:
    return closing_gate(hazard) is None


def record_paper(desk: Desk, hazard: Hazard, command: RecordPaper, act: Act) -> Event:
    _may_be_of(desk, hazard, command.paper, date.fromisoformat(command.day))
    photos = desk.attach_photos(command.draft_id, hazard.id, "paper")
    if not photos:
        raise Refused("paper_photo")
    facts: dict[str, Fact] = {"paper": command.paper, "day": command.day, "photos": photos}
    event = hazard.move(Verb.RECORD_PAPER, act, facts, {"by": command.by})
    kept = _kept(hazard)
    papers = (*(p for p in kept.papers if p != command.paper), command.paper)
    hazard.major = Major(ordered=kept.ordered or command.paper is Paper.ORDER, papers=tuple(map(str, papers)))
    return event


def _may_be_of(desk: Desk, hazard: Hazard, paper: Paper, day: date) -> None:
    """What is reported or accepted is no older than the case; only an order may have led to it."""
    if day > desk.today:
        raise Refused("paper_day")
    if paper is not Paper.ORDER and day < desk.calendar.local(hazard.received_at).date():
        raise Refused("paper_early")
    if paper is Paper.GROUP_REPORT and hazard.state != State.AWAITING_ACCEPTANCE:
        raise Refused("group_early")


def strike_paper(desk: Desk, hazard: Hazard, command: StrikePaper, act: Act) -> Event:
    """Its picture stays, as everything does; it counts no more."""
    given(command.reason)
    if command.paper not in _kept(hazard).papers:
        raise Refused("no_paper")
    event = hazard.move(Verb.STRIKE_PAPER, act, {"paper": command.paper}, {"reason": command.reason})
    outdate(hazard, (command.paper,))
    if command.paper is Paper.ORDER:
        hazard.major = replace(_kept(hazard), ordered=False)
    return event


def outdate(hazard: Hazard, papers: Iterable[Paper]) -> None:
    """These are wanted anew."""
    if hazard.major is not None:
        left = tuple(paper for paper in hazard.major.papers if paper not in set(papers))
        hazard.major = replace(hazard.major, papers=left)


def _kept(hazard: Hazard) -> Major:
    return hazard.major or Major()
