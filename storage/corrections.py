"""What people made of what was suggested: each reported case with its suggestion, and who put what of it right.

Read by the operator's command line alone, for learning: without a viewer, and without anybody's name or id.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, and_, select

from storage.tables import events, hazards, people, pseudonyms, texts
from workflow.library import Category, Grade
from workflow.lifecycle import EVENT_OF, State, Verb
from workflow.people import Role

AT_ONCE = 500  # rows fetched at a time
ANONYMOUS = "anonymous"
# Where somebody bears several roles: the one by which they put such things right, first of all.
DECIDING = (Role.SAFETY_DIRECTOR, Role.SAFETY_OFFICER, Role.EXECUTIVE, Role.DEPARTMENT_HEAD, Role.TEAM_LEADER)
CATEGORY, ENTRY, GRADE, ASIDE = "category", "entry", "grade", "set_aside"

_REPORTED, _INVALID = EVENT_OF[Verb.REPORT], EVENT_OF[Verb.MARK_INVALID]
_REGRADED = (EVENT_OF[Verb.REGRADE], EVENT_OF[Verb.LOWER_MAJOR])


@dataclass(frozen=True)
class Suggested:
    """What was first suggested for the words. grade: none in reports of before it was kept."""

    category: Category | None
    entry: str | None
    grade: Grade | None
    confidence: float
    abstained: bool
    model: str


@dataclass(frozen=True)
class Judged:
    """A reported case as people left it.

    by: what was put right (category, entry, grade, set_aside) -> the role of who did, or "anonymous". Empty: nothing.
    at: when the last of that was, else when it was reported. reason: why it was set aside as no hazard, in the words of
    who did. closed: it was put right and accepted, so there was a hazard.
    """

    case: str
    words: str
    category: Category
    grade: Grade
    entry: str | None
    suggested: Suggested
    at: datetime
    by: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    closed: bool = False


def judged(connection: Connection) -> Iterator[Judged]:
    """Every case that was reported with a suggestion, by its id; without practice, and without erased words."""
    rows = connection.execution_options(yield_per=AT_ONCE).execute(_EVENTS)
    for _, of_case in groupby(rows, key=lambda row: row.subject_id):
        trail: list[Row[Any]] = list(of_case)  # type: ignore[arg-type]  # its columns are put together
        if trail[0].kind == _REPORTED and trail[0].facts.get("suggested_model"):
            yield _judged(connection, trail)


def names(connection: Connection) -> list[str]:
    """Every name and code of the company's people: what is struck out of words that leave the house."""
    rows = connection.execute(select(people.c.name, people.c.name_en, people.c.code))
    return [name for row in rows for name in row if name]


_EVENTS = (
    select(
        *(events.c[name] for name in ("subject_id", "kind", "facts", "at")),
        *(hazards.c[name] for name in ("state", "category", "company_grade", "library_code")),
        texts.c.body,
        pseudonyms.c.id.label("pseudonym"),
    )
    .join_from(events, hazards, events.c.subject_id == hazards.c.id)
    .join(texts, and_(texts.c.subject_id == hazards.c.id, texts.c.field == "words"))
    .join(pseudonyms, pseudonyms.c.hazard_id == hazards.c.id, isouter=True)
    .where(
        events.c.subject_kind == "hazard",
        events.c.kind.in_((_REPORTED, _INVALID, *_REGRADED)),
        ~hazards.c.practice,
    )
    .order_by(events.c.subject_id, events.c.version)
)


def _judged(connection: Connection, trail: Sequence[Row[Any]]) -> Judged:
    report, *later = trail
    suggested = _suggested(report.facts)
    put_right = [(what, report) for what in _said_at_once(report, suggested)]
    put_right += [(GRADE, event) for event in later if event.kind in _REGRADED]
    invalid = [event for event in later if event.kind == _INVALID] if report.state == State.INVALID else []
    put_right += [(ASIDE, event) for event in invalid[-1:]]
    return Judged(
        report.subject_id,
        report.body,
        report.category,
        report.company_grade,
        report.library_code,
        suggested,
        max((event.at for _, event in put_right), default=report.at),
        {what: _role(event) for what, event in put_right},
        _reason(connection, invalid[-1].facts) if invalid else "",
        report.state == State.CLOSED,
    )


def _suggested(facts: Mapping[str, Any]) -> Suggested:
    category, grade = facts.get("suggested_category"), facts.get("suggested_grade")
    return Suggested(
        Category(category) if category else None,
        facts.get("suggested_entry"),
        Grade(grade) if grade else None,
        float(facts.get("suggested_confidence") or 0),
        bool(facts.get("suggested_abstained")),
        str(facts["suggested_model"]),
    )


def _said_at_once(report: Row[Any], suggested: Suggested) -> Iterator[str]:
    """What the report itself says otherwise; a grade that came with another entry was not said by anybody."""
    facts = report.facts
    if facts["category"] != suggested.category:
        yield CATEGORY
    elif facts["library"] != suggested.entry:
        yield ENTRY
    elif suggested.grade and facts["grade"] != suggested.grade:
        yield GRADE


def _role(event: Row[Any]) -> str:
    """As whom somebody acted; a reporter whom nobody can name has no role."""
    roles = event.facts.get("actor_roles", [])
    if event.kind == _REPORTED and event.pseudonym is not None:
        return ANONYMOUS
    return next((str(role) for role in DECIDING if role in roles), next(iter(roles), str(Role.WORKER)))


def _reason(connection: Connection, facts: Mapping[str, Any]) -> str:
    kept = facts.get("words", {}).get("reason")
    body = connection.execute(select(texts.c.body).where(texts.c.id == kept["text"])).scalar() if kept else None
    return body or ""
