"""The figures of any period as they were known on any day, read for a viewer: workflow/indicators.py has what they are.

Whoever may have the ledger as a file may have it added up: as far as that right reaches, and no farther.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, exists, func, select, true

from storage.period_figures import within
from storage.queries import Viewer
from storage.tables import case_intervals, case_steps, hazards, quality_scores, staff_intervals
from workflow.indicators import MEASURES, SOUND, Basis, Dimension, Median, Only, Tally
from workflow.library import Grade
from workflow.periods import median
from workflow.permissions import Action
from workflow.reach import Reach
from workflow.spans import Sight
from workflow.steps import Step

_OF, _STEP, _STAFF = case_intervals.c, case_steps.c, staff_intervals.c
_BY_STEP = {Dimension.DEPARTMENT: _STEP.department_id, Dimension.PERSON: _STEP.owner_id}
Numbers = defaultdict[str, dict[str, int]]
Filters = Sequence[Only]


def tally(connection: Connection, viewer: Viewer, seen: Sight, only: Filters = ()) -> Tally:
    """What a period has brought, within the viewer's reach; only: of one department, one area and so on."""
    return _tallies(connection, right_of(viewer), seen, None, only).get("", Tally())


def tallies(
    connection: Connection, viewer: Viewer, seen: Sight, by: Dimension, only: Filters = ()
) -> Mapping[str, Tally]:
    """The same of each department, area and so on that has anything to tell, by its id or code; "": what has none."""
    found = _tallies(connection, right_of(viewer), seen, by, only)
    return {key: its for key, its in found.items() if its.tells}


def right_of(viewer: Viewer) -> Reach:
    return viewer.may(Action.EXPORT)


def _tallies(
    connection: Connection, right: Reach, seen: Sight, by: Dimension | None, only: Filters
) -> Mapping[str, Tally]:
    """One for each value of a dimension, or one for all, under ""."""
    numbers: Numbers = defaultdict(dict)
    for basis in (Basis.RECEIVED, Basis.CLOSED, Basis.LIMIT, Basis.END):
        _add(numbers, connection.execute(_of_cases(right, seen, basis, by, only)))
    _add(numbers, connection.execute(_of_scores(right, seen, by, only)))
    medians = _add_steps(numbers, connection, right, seen, by, only)
    _add_people(numbers, connection, right, seen, by, only)
    return {key: Tally(its, medians.get(key, {})) for key, its in numbers.items()}


def _add(numbers: Numbers, rows: Any) -> None:
    for row in rows:
        values = row._asdict()
        key = values.pop("key", None) or ""
        numbers[key] |= {name: int(n or 0) for name, n in values.items()}


def held(seen: Sight, basis: Basis) -> ColumnElement[bool]:
    """The one row of a case that tells how it was known, or how it stood at the end of the period."""
    day = seen.until if basis is Basis.END else seen.as_of
    return and_(_OF.since <= day, _OF.until > day)


def of_period(seen: Sight, basis: Basis) -> ColumnElement[bool]:
    """Of these rows those that belong to a period."""
    if basis is Basis.END:
        return _OF.is_open
    days = {Basis.RECEIVED: _OF.received_on, Basis.CLOSED: _OF.closed_on, Basis.LIMIT: _OF.limit_on}
    lies = days[basis].between(seen.period.first, seen.until)
    return and_(lies, _OF.limit_on < seen.due_before) if basis is Basis.LIMIT else lies


def counts(name: str, seen: Sight) -> ColumnElement[bool]:
    """What `counts` of a measure says, as a condition on rows of its basis."""
    conditions: dict[str, ColumnElement[bool]] = {
        "repeated": _OF.recurs,
        "at_first": _OF.returns == 0,
        "kept": _OF.done_on <= _OF.limit_on,
        "overdue": _OF.due_on < seen.due_before,
        "major": _OF.grade == Grade.MAJOR,
    }
    return conditions.get(name, true())


def filtered(only: Filters, *, of_steps: bool = False) -> list[ColumnElement[bool]]:
    """The conditions of filters; of_steps: by whose task a step was when it was done."""
    found = []
    for each in only:
        column: ColumnElement[Any] = _column(each.by, of_steps=of_steps)
        found.append(column == each.key if each.key else column.is_(None))
    return found


def _column(by: Dimension, *, of_steps: bool = False) -> Any:
    return _BY_STEP.get(by, _OF[by]) if of_steps else _OF[by]


def _keyed(by: Dimension | None, *, of_steps: bool = False) -> list[Any]:
    return [_column(by, of_steps=of_steps).label("key")] if by else []


def _grouped(found: Select[Any], by: Dimension | None, *, of_steps: bool = False) -> Select[Any]:
    return found.group_by(_column(by, of_steps=of_steps)) if by else found


def _of_cases(right: Reach, seen: Sight, basis: Basis, by: Dimension | None, only: Filters) -> Select[Any]:
    names = [measure.name for measure in MEASURES.values() if measure.basis is basis]
    sums = [func.sum(case((counts(name, seen), 1), else_=0)).label(name) for name in names]
    there = held(seen, basis), of_period(seen, basis), within(right, _OF.department_id), *filtered(only)
    return _grouped(select(*_keyed(by), *sums).where(*there), by)


def last_scores(seen: Sight) -> Any:
    """Of each case what its report was found to be worth last, as far as is known."""
    order = func.row_number().over(
        partition_by=quality_scores.c.hazard_id, order_by=(quality_scores.c.at.desc(), quality_scores.c.score.desc())
    )
    known = select(quality_scores.c.hazard_id, quality_scores.c.score, order.label("place"))
    each = known.where(quality_scores.c.at < seen.ends).subquery()
    return select(each.c.hazard_id, each.c.score).where(each.c.place == 1).subquery()


def _of_scores(right: Reach, seen: Sight, by: Dimension | None, only: Filters) -> Select[Any]:
    score = last_scores(seen)
    sound = func.sum(case((score.c.score.in_(sorted(SOUND)), 1), else_=0))
    basis = Basis.RECEIVED
    there = held(seen, basis), of_period(seen, basis), within(right, _OF.department_id), *filtered(only)
    found = select(*_keyed(by), func.count().label("scored"), sound.label("sound"))
    joined = found.join_from(case_intervals, score, score.c.hazard_id == _OF.hazard_id)
    return _grouped(joined.where(*there), by)


def steps_done(right: Reach, seen: Sight, only: Filters) -> list[ColumnElement[bool]]:
    """The steps that were done in a period, of the cases that count as it is known; to be joined by `of_step`."""
    days = _STEP.ended_on.between(seen.period.first, seen.until)
    return [held(seen, Basis.DONE), days, within(right, _STEP.department_id), *filtered(only, of_steps=True)]


OF_STEP = _STEP.hazard_id == _OF.hazard_id


def _add_steps(
    numbers: Numbers, connection: Connection, right: Reach, seen: Sight, by: Dimension | None, only: Filters
) -> dict[str, dict[Step, Median]]:
    """Adds the verdicts; how long the steps took. Counted by the minute: a window over all rows takes far longer."""
    passed = func.sum(case((_STEP.passed, 1), else_=0)).label("passed")
    keys = [*_keyed(by, of_steps=True), _STEP.step, _STEP.minutes]
    found = select(*keys, func.count().label("steps"), passed).join_from(case_steps, case_intervals, OF_STEP)
    took: dict[tuple[str, Step], Counter[int]] = defaultdict(Counter)
    for row in connection.execute(found.where(*steps_done(right, seen, only)).group_by(*keys)):
        key, step = (row.key if by else None) or "", Step(row.step)
        took[key, step][row.minutes] = row.steps
        its = numbers[key]
        if step is Step.ACCEPTANCE:
            its["verdicts"] = its.get("verdicts", 0) + row.steps
            its["passed"] = its.get("passed", 0) + int(row.passed)
    medians: dict[str, dict[Step, Median]] = defaultdict(dict)
    for (key, step), minutes in took.items():
        medians[key][step] = Median(median(minutes), minutes.total())
    return medians


def _add_people(
    numbers: Numbers, connection: Connection, right: Reach, seen: Sight, by: Dimension | None, only: Filters
) -> None:
    """Of a department its own people; whatever else is told apart, all of them."""
    staff, departments = belonging(right, seen, only), by is Dimension.DEPARTMENT
    key = [_STAFF.department.label("key")] if departments else []
    people = select(*key, func.count(_STAFF.person_id.distinct()).label("people")).where(*staff)
    found = connection.execute(people.group_by(_STAFF.department) if departments else people).all()
    _add(numbers, connection.execute(_of_reports(staff, seen, by, only)))
    if by is None or departments:
        _add(numbers, found)
        return
    for its in numbers.values():
        its["people"] = found[0].people


def _of_reports(staff: Sequence[ColumnElement[bool]], seen: Sight, by: Dimension | None, only: Filters) -> Select[Any]:
    if by is Dimension.DEPARTMENT:  # somebody may belong to one by several roles
        number = func.count(_OF.hazard_id.distinct()).label("by_people")
        joined = REPORTED.join(staff_intervals, _STAFF.person_id == hazards.c.reporter_id)
        found = select(_STAFF.department.label("key"), number).select_from(joined)
        return found.where(*staff, *reported(seen, only)).group_by(_STAFF.department)
    found = select(*_keyed(by), func.count().label("by_people")).select_from(REPORTED)
    return _grouped(found.where(by_one_of(staff), *reported(seen, only)), by)


REPORTED = case_intervals.join(hazards, hazards.c.id == _OF.hazard_id)


def by_one_of(staff: Sequence[ColumnElement[bool]]) -> ColumnElement[bool]:
    """Reported by somebody of those who belong somewhere."""
    return exists().where(_STAFF.person_id == hazards.c.reporter_id, *staff)


def belonging(right: Reach, seen: Sight, only: Filters) -> list[ColumnElement[bool]]:
    """Who belongs to a reach on the last day."""
    there = _STAFF.since <= seen.until, _STAFF.until > seen.until, within(right, _STAFF.department)
    return [*there, *(_STAFF.department == each.key for each in only if each.by is Dimension.DEPARTMENT)]


def reported(seen: Sight, only: Filters) -> list[ColumnElement[bool]]:
    """What was reported in a period, whichever department has it now."""
    place = [each for each in only if each.by is not Dimension.DEPARTMENT]
    return [held(seen, Basis.RECEIVED), of_period(seen, Basis.RECEIVED), *filtered(place)]
