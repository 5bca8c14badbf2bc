"""What an evaluation rests on beside the cases: accidents that happened, and what an authority has remarked.

Both are kept as events alone: what was recorded, corrected and withdrawn stands in the trail, and what holds today is
read from it (`standing`).
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from workflow.accidents import Accident2025
from workflow.desk import Desk
from workflow.errors import Refused
from workflow.events import Event, Fact
from workflow.ids import new_id
from workflow.people import Person
from workflow.permissions import Action, allowed

MOST_SIGNS = 300
MOST_CASES = 5


class Kind(StrEnum):
    """What is recorded; its events are of a subject of that kind."""

    ACCIDENT = "accident"
    REMARK = "remark"  # an authority's, on how the company keeps the law


class Severity(StrEnum):
    """How much an accident has done, by the worst of it. Minor and serious injuries: GB 6441-1986, clause 4."""

    NEAR_MISS = "near_miss"  # 未遂: it could have
    DAMAGE = "damage"
    MINOR = "minor"  # fewer than 105 days of work lost
    SERIOUS = "serious"
    FATAL = "fatal"


@dataclass(frozen=True)
class Evidence:
    """day: an ISO date. cases: ids. accident (a type of GB 6441-2025), severity: of an accident alone.

    authority: who has remarked it; of a remark alone.
    """

    kind: str
    day: str
    words: str
    cases: tuple[str, ...] = ()
    accident: str = ""
    severity: str = ""
    authority: str = ""


@dataclass(frozen=True)
class RecordEvidence:
    """`evidence_id` is the dialogue's: one dialogue records once."""

    evidence_id: str
    told: Evidence


@dataclass(frozen=True)
class CorrectEvidence:
    """version: as it was read; what somebody else has changed since is not overwritten."""

    evidence_id: str
    version: int
    told: Evidence


@dataclass(frozen=True)
class WithdrawEvidence:
    """It was recorded by mistake: it counts no more, and stays in the trail."""

    evidence_id: str
    kind: str


@dataclass(frozen=True)
class RestoreEvidence:
    evidence_id: str
    kind: str


EvidenceCommand = RecordEvidence | CorrectEvidence | WithdrawEvidence | RestoreEvidence


def record(desk: Desk, command: RecordEvidence, by: Person, at: datetime) -> None:
    kind = Kind(command.told.kind)
    if desk.version_of(kind, command.evidence_id):
        raise Refused("evidence_changed")
    _tell(desk, command.evidence_id, 1, "recorded", _checked(desk, command.told, by), by, at)


def correct(desk: Desk, command: CorrectEvidence, by: Person, at: datetime) -> None:
    """What it says now is said in full; what it said before stays in the trail."""
    if desk.version_of(command.told.kind, command.evidence_id) != command.version:
        raise Refused("evidence_changed")
    _tell(desk, command.evidence_id, command.version + 1, "corrected", _checked(desk, command.told, by), by, at)


def withdraw(desk: Desk, command: WithdrawEvidence, by: Person, at: datetime) -> None:
    _turn(desk, command.kind, command.evidence_id, "withdrawn", by, at)


def restore(desk: Desk, command: RestoreEvidence, by: Person, at: datetime) -> None:
    _turn(desk, command.kind, command.evidence_id, "restored", by, at)


def _turn(desk: Desk, kind: str, evidence_id: str, to: str, by: Person, at: datetime) -> None:
    """Only what counts can be withdrawn, and only what was withdrawn comes back."""
    last = desk.last_kind(kind, evidence_id)
    if last is None or (last == f"{kind}_withdrawn") is (to == "withdrawn"):
        raise Refused("evidence_changed")
    version = desk.version_of(kind, evidence_id) + 1
    desk.record(Event(new_id(), kind, evidence_id, version, f"{kind}_{to}", by.id, at))


def _checked(desk: Desk, told: Evidence, by: Person) -> Evidence:
    """Stripped of spaces around its words. Raises Refused."""
    words, authority = told.words.strip(), told.authority.strip()
    if not words or max(len(words), len(authority)) > MOST_SIGNS:
        raise Refused("evidence_long", most=MOST_SIGNS)
    if date.fromisoformat(told.day) > desk.today:
        raise Refused("evidence_day")
    if len(told.cases) > MOST_CASES:
        raise Refused("evidence_cases", most=MOST_CASES)
    for case_id in told.cases:
        case = desk.hazard(case_id)
        if case is None or not allowed(by, Action.SEE, case, desk.today):
            raise Refused("unknown_case")
    if told.kind == Kind.ACCIDENT:
        Accident2025(told.accident), Severity(told.severity)
    elif not authority:
        raise Refused("evidence_authority")
    return replace(told, words=words, authority=authority)


def _tell(desk: Desk, evidence_id: str, version: int, what: str, told: Evidence, by: Person, at: datetime) -> None:
    facts: dict[str, Fact] = {
        "day": told.day,
        "accident": told.accident,
        "severity": told.severity,
        "cases": list(told.cases),
    }
    words = {"words": told.words} | ({"authority": told.authority} if told.authority else {})
    desk.record(Event(new_id(), told.kind, evidence_id, version, f"{told.kind}_{what}", by.id, at, facts, words))


@dataclass(frozen=True)
class Kept:
    """A record as it stands after its last event. former: what it said before it was corrected last."""

    id: str
    version: int
    told: Evidence
    withdrawn: bool = False
    former: Evidence | None = None


def standing(events: Iterable[Event]) -> list[Kept]:
    """What the events of some records come to, the newest day first. events: those of one record in their order."""
    found: dict[str, Kept] = {}
    for event in events:
        before = found.get(event.subject_id)
        told = _told(event) if event.facts.get("day") else before.told if before else None
        if told is None:
            continue
        former = before.told if before and event.kind.endswith("_corrected") else before.former if before else None
        withdrawn = event.kind.endswith("_withdrawn") or (
            before is not None and before.withdrawn and not event.kind.endswith("_restored")
        )
        found[event.subject_id] = Kept(event.subject_id, event.version, told, withdrawn, former)
    return sorted(found.values(), key=lambda kept: (kept.told.day, kept.id), reverse=True)


def _told(event: Event) -> Evidence:
    facts = {name: str(event.facts[name]) for name in ("day", "accident", "severity")}
    cases = event.facts["cases"]
    words = {"words": event.words.get("words", ""), "authority": event.words.get("authority", "")}
    return Evidence(event.subject_kind, cases=tuple(cases) if isinstance(cases, list) else (), **facts, **words)


def plain(told: Evidence) -> dict[str, object]:
    """As it is kept in a journal or behind a button; `Evidence(**...)` reads it."""
    return {**asdict(told), "cases": list(told.cases)}
