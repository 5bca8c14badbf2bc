"""The figures of each day and department: kept by following what has been recorded, and read in a moment.

Every case is counted once, as its last event that was followed left it (`counted_cases`); what a later event changes is
added to the days concerned (`daily_figures`). What was recorded before events told how their case stands is counted
as it stands now.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, case, func, insert, or_, select, true, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.case_feed import NEVER, before, newest_event
from storage.case_intervals import CaseIntervals
from storage.inbox import insert_or_ignore
from storage.tables import closing_times, counted_cases, daily_figures, daily_places, events, followers, hazards
from workflow.following import Known
from workflow.library import Grade
from workflow.lifecycle import State
from workflow.metrics import Figures, OfDay, OfDepartment, days_before, worst_first
from workflow.reach import Reach
from workflow.rollups import ROLLED, Change, Place, Took, changes, closings, places
from workflow.standing import Counted, DayOf, of_facts, standing
from workflow.steps import running

NAME = "figures"
BATCH = 300  # events in one transaction: a turn does not wait long behind them


@dataclass
class _Changed:
    """What some events change, of each table."""

    figures: Counter[Change] = field(default_factory=Counter)
    places: Counter[Place] = field(default_factory=Counter)
    closings: Counter[Took] = field(default_factory=Counter)

    def add(self, before: Counted | None, after: Counted | None, on: date) -> None:
        for total, changed in (
            (self.figures, changes(before, after, on)),
            (self.places, places(before, after)),
            (self.closings, closings(before, after)),
        ):
            for key, by in changed.items():
                total[key] += by  # type: ignore[index]


def follow(connection: Connection, day_of: DayOf) -> int:
    """Count what has been recorded since; how many events that were, at most BATCH. One process does it at a time."""
    newest = newest_event(connection)
    fresh = _fresh(connection, _position(connection))
    if fresh:
        ids = {event.subject_id for event in fresh}
        changed, intervals = _Changed(), CaseIntervals(connection, ids)
        for row in connection.execute(_CASES.where(hazards.c.id.in_(ids))).all():
            _recount(connection, row, [e for e in fresh if e.subject_id == row.id], day_of, changed, intervals)
        _add(connection, changed)
        intervals.write()
    reached = fresh[-1].id if len(fresh) == BATCH else newest
    connection.execute(update(followers).where(followers.c.name == NAME).values(event_id=reached))
    return len(fresh)


def follow_all(connection: Connection, day_of: DayOf, most: int | None = None) -> None:
    """most: so many batches, where very much may wait to be counted."""
    batches = 1
    while follow(connection, day_of) == BATCH and (most is None or batches < most):
        batches += 1


def _position(connection: Connection) -> str:
    """How far it was followed; held against other processes until the end of the transaction."""
    connection.execute(insert_or_ignore(connection, followers), {"name": NAME, "event_id": NEVER})
    held = select(followers.c.event_id).where(followers.c.name == NAME).with_for_update()
    return str(connection.execute(held).scalar_one())


def _fresh(connection: Connection, position: str) -> list[Row[Any]]:
    """The events that are not counted yet, in the order of their making."""
    since = (events.c.subject_kind == "hazard", events.c.id > before(position))
    found = _EVENTS.where(*since, or_(counted_cases.c.version.is_(None), events.c.version > counted_cases.c.version))
    return list(connection.execute(found.order_by(events.c.id).limit(BATCH)))


_EVENTS = select(
    events.c.id,
    events.c.subject_id,
    events.c.version,
    events.c.at,
    events.c.facts["stands"].label("stands"),
    events.c.facts["suggested_repeats"].as_string().label("repeats"),
).join_from(events, counted_cases, counted_cases.c.hazard_id == events.c.subject_id, isouter=True)
_AS_COUNTED = [counted_cases.c[each.name] for each in fields(Counted)]
_CASES = select(
    hazards.c.id,
    hazards.c.version,
    hazards.c.state,
    hazards.c.department_id,
    hazards.c.company_grade,
    hazards.c.due_at,
    hazards.c.due_locked,
    hazards.c.closed_at,
    hazards.c.received_at,
    hazards.c.practice,
    hazards.c.area_id,
    hazards.c.category,
    hazards.c.money,
    hazards.c.owner_id,
    hazards.c.equipment_id,
    counted_cases.c.version.label("followed"),
    counted_cases.c.counts,
    counted_cases.c.state.label("counted_state"),
    counted_cases.c.step_since,
    *(column.label(f"counted_{column.name}") for column in _AS_COUNTED),
).join_from(hazards, counted_cases, counted_cases.c.hazard_id == hazards.c.id, isouter=True)


def _recount(
    connection: Connection,
    row: Any,
    fresh: Sequence[Row[Any]],
    day_of: DayOf,
    changed: _Changed,
    intervals: CaseIntervals,
) -> None:
    """Add what a case's new events change, which is then how it is counted."""
    known, recurs = _known_before(row), bool(row.counted_recurs or any(event.repeats for event in fresh))
    place = {"area": row.area_id, "category": row.category, "owner": row.owner_id, "equipment": row.equipment_id}
    for event in sorted(fresh, key=lambda event: event.version):
        told = of_facts({**place, **event.stands}) if event.stands else None
        stands = told or (standing(row) if event.version == row.version else None)
        if stands is not None:
            on, before = day_of(event.at), known
            known = known.after(stands, event.at, row.received_at, day_of, recurs=recurs)
            known = replace(known, counts=None) if row.practice else known
            changed.add(before.counts, known.counts, on)
            intervals.add(row.id, on, known.counts)
            if known.taken is not None and not row.practice:
                intervals.done(row.id, event.version, on, known.taken)
    version = max(event.version for event in fresh)
    plain = known.counts or Counted(None, day_of(row.received_at), False, False, None, None, recurs=recurs)
    _remember(connection, row, plain, known, version)


def _known_before(row: Row[Any]) -> Known:
    if row.followed is None:
        return Known()
    counted_ = {each.name: getattr(row, f"counted_{each.name}") for each in fields(Counted)}
    last = Counted(**{**counted_, "grade": Grade(row.counted_grade)})
    state = State(row.counted_state) if row.counted_state else None
    runs = running(state, row.step_since, last.owner_id, last.department_id)
    return Known(last if row.counts else None, state, last.done_on, last.returns, runs)


def _remember(connection: Connection, row: Row[Any], plain: Counted, known: Known, version: int) -> None:
    values = {each.name: getattr(plain, each.name) for each in fields(Counted)}
    values |= {"version": version, "counts": known.counts is not None, "state": known.state or ""}
    values |= {"returns": known.returns, "step_since": known.runs.since if known.runs else None}
    if row.followed is None:
        connection.execute(insert(counted_cases), {"hazard_id": row.id, **values})
    else:
        connection.execute(update(counted_cases).where(counted_cases.c.hazard_id == row.id).values(values))


def _add(connection: Connection, changed: _Changed) -> None:
    """Add to the days concerned, in one order, so that two who do it never wait for each other in a circle."""
    rows: dict[tuple[date, str], dict[str, int]] = {}
    for (day, department, name), by in changed.figures.items():
        rows.setdefault((day, department), dict.fromkeys(ROLLED, 0))[name] += by
    _write(connection, daily_figures, [((day, of), by) for (day, of), by in sorted(rows.items())])
    _write(connection, daily_places, [(place, {"cases": by}) for place, by in sorted(changed.places.items())])
    _write(connection, closing_times, [(took, {"cases": by}) for took, by in sorted(changed.closings.items())])


def _write(connection: Connection, table: Any, rows: Sequence[tuple[Sequence[Any], dict[str, int]]]) -> None:
    keys = [column.name for column in table.primary_key]
    written = [{**dict(zip(keys, key, strict=True)), **by} for key, by in rows if any(by.values())]
    if written:
        connection.execute(_added_to(connection, table, keys, list(rows[0][1])), written)


def _added_to(connection: Connection, table: Any, keys: Sequence[str], names: Sequence[str]) -> Any:
    made = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)
    added = {name: table.c[name] + made.excluded[name] for name in names}
    return made.on_conflict_do_update(index_elements=list(keys), set_=added)


def figures(connection: Connection, right: Reach, today: date) -> Figures:
    """How the cases within a reach stand this morning: those of the whole company, or of some departments."""
    there = true() if right.company else daily_figures.c.department.in_(sorted(right.department_ids))
    rows = connection.execute(_stock(today).where(there)).all()
    sums = {name: sum(getattr(row, name) for row in rows) for name in _STOCK}
    departments = worst_first(OfDepartment(row.department or None, row.open, row.overdue) for row in rows)
    return Figures(**sums, departments=departments, trend=_trend(connection, there, today))


_STOCK = ("new", "closed", "open", "major", "overdue", "due_today")


def _stock(today: date) -> Any:
    """One row for each department."""
    rolled, day = daily_figures.c, daily_figures.c.day
    yesterday = day == today - timedelta(days=1)
    return select(
        rolled.department,
        _sum(rolled.new, yesterday).label("new"),
        _sum(rolled.closed, yesterday).label("closed"),
        func.sum(rolled.open).label("open"),
        func.sum(rolled.major).label("major"),
        _sum(rolled.due, day < today).label("overdue"),
        _sum(rolled.due, day == today).label("due_today"),
    ).group_by(rolled.department)


def _sum(column: ColumnElement[int], of: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((of, column), else_=0))


def _trend(connection: Connection, there: ColumnElement[bool], today: date) -> tuple[OfDay, ...]:
    rolled, days = daily_figures.c, days_before(today)
    sums = (func.sum(rolled.new), func.sum(rolled.closed), func.sum(rolled.late))
    shown = select(rolled.day, *sums).where(there, rolled.day >= days[0], rolled.day < today)
    found = {day: counts for day, *counts in connection.execute(shown.group_by(rolled.day))}
    late = connection.execute(select(func.sum(rolled.late)).where(there, rolled.day < days[0])).scalar() or 0
    trend = []
    for day in days:
        new, closed, change = found.get(day, (0, 0, 0))
        late += change
        trend.append(OfDay(day, new, closed, late))
    return tuple(trend)
