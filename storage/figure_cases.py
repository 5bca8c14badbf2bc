"""The cases behind a figure, a page at a time: those it counts, and of a rate those that it leaves out."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, literal, not_, select

from storage.indicators import (
    OF_STEP,
    REPORTED,
    Filters,
    belonging,
    by_one_of,
    counts,
    filtered,
    held,
    last_scores,
    of_period,
    reported,
    right_of,
    steps_done,
)
from storage.lists import PAGE, Page
from storage.period_figures import within
from storage.queries import CARD, Viewer, covered, line
from storage.tables import case_intervals, case_steps, hazards
from workflow.indicators import BESIDE, FIGURES, MEASURES, SOUND, Figure, Kind
from workflow.permissions import Action
from workflow.reach import Reach
from workflow.spans import Sight
from workflow.steps import Step

_OF, _STEP = case_intervals.c, case_steps.c


@dataclass(frozen=True)
class Behind:
    """A page of the cases behind a figure. hidden: how many more there are that are not the viewer's to see today."""

    page: Page
    hidden: int


def behind(
    connection: Connection,
    viewer: Viewer,
    seen: Sight,
    figure: str,
    page: int,
    only: Filters = (),
    *,
    others: bool = False,
) -> Behind:
    """What a figure counts, the newest first; of a median what took longest.

    others: of a rate what it divides by and does not count: limits that were missed, repairs that were sent back.
    Raises KeyError for a figure that there is not.
    """
    found = _ids(FIGURES[figure], right_of(viewer), seen, only, others=others).subquery()
    number = connection.execute(select(func.count()).select_from(found)).scalar_one()
    theirs = CARD.join(found, found.c.id == hazards.c.id).where(covered(viewer.may(Action.SEE)))
    shown = connection.execute(
        select(func.count()).select_from(theirs.with_only_columns(hazards.c.id).subquery())
    ).scalar_one()
    ordered = theirs.order_by(found.c.rank.desc(), hazards.c.received_at.desc(), hazards.c.id)
    rows = connection.execute(ordered.limit(PAGE).offset(page * PAGE)).all()
    return Behind(Page([line(row, viewer) for row in rows], page, shown), number - shown)


def _ids(figure: Figure, right: Reach, seen: Sight, only: Filters, *, others: bool) -> Select[Any]:
    """Of each case its id, and by what it is ranked."""
    if figure.step is not None:
        return _of_steps(right, seen, only, _STEP.step == figure.step)
    if figure.counts == "passed":
        verdict = not_(_STEP.passed) if others else _STEP.passed
        return _of_steps(right, seen, only, and_(_STEP.step == Step.ACCEPTANCE, verdict))
    if figure.kind is Kind.PER_HEAD:
        theirs = by_one_of(belonging(right, seen, only))
        return _alike(select(_OF.hazard_id.label("id")).select_from(REPORTED).where(theirs, *reported(seen, only)))
    return _alike(_of_cases(figure, right, seen, only, others=others))


def _of_cases(figure: Figure, right: Reach, seen: Sight, only: Filters, *, others: bool) -> Select[Any]:
    basis = BESIDE["sound"] if figure.counts == "sound" else MEASURES[figure.counts].basis
    there = held(seen, basis), of_period(seen, basis), within(right, _OF.department_id), *filtered(only)
    found = select(_OF.hazard_id.label("id")).where(*there)
    if figure.counts != "sound":
        return found.where(_or_not(counts(figure.counts, seen), others))
    score = last_scores(seen)
    joined = found.join_from(case_intervals, score, score.c.hazard_id == _OF.hazard_id)
    return joined.where(_or_not(score.c.score.in_(sorted(SOUND)), others))


def _or_not(condition: ColumnElement[bool], others: bool) -> ColumnElement[bool]:
    return not_(func.coalesce(condition, False)) if others else condition


def _alike(found: Select[Any]) -> Select[Any]:
    return found.add_columns(literal(0).label("rank"))


def _of_steps(right: Reach, seen: Sight, only: Filters, which: ColumnElement[bool]) -> Select[Any]:
    found = select(_OF.hazard_id.label("id"), func.max(_STEP.minutes).label("rank"))
    joined = found.join_from(case_steps, case_intervals, OF_STEP)
    return joined.where(which, *steps_done(right, seen, only)).group_by(_OF.hazard_id)
