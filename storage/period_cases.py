"""The cases that papers of a period tell of, as they stood at its end: read some hundred at a time."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, not_, or_, select

from storage import directory
from storage.queries import CARD, Viewer, covered
from storage.tables import departments, events, hazards
from workflow.case_file import stood
from workflow.period_papers import PeriodCase
from workflow.permissions import Action
from workflow.plan import FUNDS, LIMIT
from workflow.standing import DayOf, Standing, counted, done_since, of_facts, standing

AT_ONCE = 500
Span = tuple[datetime, datetime]  # from, and before

_CASES = (
    CARD.where(
        not_(hazards.c.practice),
        hazards.c.received_at < bindparam("ends"),
        or_(hazards.c.closed_at.is_(None), hazards.c.closed_at >= bindparam("begins")),
    )
    .order_by(hazards.c.received_at, hazards.c.id)
    .execution_options(yield_per=AT_ONCE)
)
_EVENTS = (
    select(events.c.subject_id, events.c.at, events.c.kind, events.c.facts)
    .where(
        events.c.subject_kind == "hazard",
        events.c.subject_id.in_(bindparam("cases", expanding=True)),
        events.c.at <= bindparam("until"),
    )
    .order_by(events.c.subject_id, events.c.version)
)


def period_cases(connection: Connection, viewer: Viewer, span: Span, day_of: DayOf) -> Iterator[PeriodCase]:
    """Those that were open within a span or came or were closed in it, as they stood at `viewer.now`, the oldest first.

    What was no hazard, or went on in another case, is left out, and so is what the viewer may not have as a file.
    """
    names = _Names(connection, viewer)
    within = {"begins": span[0], "ends": span[1]}
    found = connection.execute(_CASES.where(covered(viewer.may(Action.EXPORT))), within)
    for rows in found.partitions():
        happened: dict[str, list[Any]] = {}
        for event in connection.execute(_EVENTS, {"cases": [row.id for row in rows], "until": viewer.now}):
            happened.setdefault(event.subject_id, []).append(event)
        for row in rows:
            case = _case(row, happened.get(row.id, []), names, day_of)
            if case is not None:
                yield case


class _Names:
    """Names of people and departments, each read once."""

    def __init__(self, connection: Connection, viewer: Viewer) -> None:
        self.viewer = viewer
        everybody = directory.everybody(connection)
        self._people = {person.id: viewer.named(person.name, person.name_en) for person in everybody}
        rows = connection.execute(select(departments.c.id, departments.c.name, departments.c.name_en))
        self._departments = {row.id: viewer.named(row.name, row.name_en) for row in rows}

    def person(self, person_id: str | None) -> str:
        return self._people.get(person_id or "", "")

    def department(self, department_id: str | None) -> str:
        return self._departments.get(department_id or "", "")


def _case(row: Row[Any], happened: Sequence[Any], names: _Names, day_of: DayOf) -> PeriodCase | None:
    if not happened:
        return None
    now = {**standing(row).facts, "owner": row.owner_id, "acceptor": row.acceptor_id}  # type: ignore[arg-type]
    kept: list[Mapping[str, Any]] = [event.facts for event in happened]
    then, stands = stood(kept, now), [of_facts({**now, **facts.get("stands", {})}) for facts in kept]
    counts = counted(stands[-1], row.received_at, day_of, done_on=_done_on(happened, stands, day_of))
    if counts is None:
        return None
    named = names.viewer.named
    return PeriodCase(
        number=row.number,
        place=" ".join(filter(None, (named(row.area, row.area_en), named(row.equipment, row.equipment_en)))),
        words=row.words or "",
        category=row.category,
        grade=then.grade,
        department=names.department(then.department_id),
        owner=names.person(then.owner_id),
        requirement=named(row.requirement, row.requirement_en),
        state=then.state,
        due_at=then.due_at or row.due_at,
        closed_at=then.closed_at,
        counted=counts,
        budget=then.budget,
        spent=then.spent,
        filled=_filled(happened, then.budget),
    )


def _done_on(happened: Sequence[Any], stands: Sequence[Standing], day_of: DayOf) -> Any:
    done = None
    for event, then in zip(happened, stands, strict=True):
        done = done_since(done, then, day_of(event.at))
    return done


def _filled(happened: Sequence[Any], budget: int) -> frozenset[str]:
    """The parts of its plan that were there: said, or shown by stages and an approved budget."""
    said = {event.facts["part"] for event in happened if event.kind == "part_filled"}
    goal = {"goal"} if any(event.kind == "made_long_term" for event in happened) else set()
    added = sum((event.kind == "stage_added") - (event.kind == "stage_dropped") for event in happened)
    return frozenset({*said, *goal, *([LIMIT] if added else []), *([FUNDS] if budget else [])})
