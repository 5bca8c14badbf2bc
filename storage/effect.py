"""The evaluation of a quarter, read for a viewer: workflow/effect.py has what it is."""

from dataclasses import dataclass
from datetime import date, tzinfo

from sqlalchemy import Connection, func, select

from storage import evidence, surveys
from storage.indicators import tally
from storage.queries import Viewer
from storage.tables import case_intervals
from workflow.effect import Against, Effect, accidents_in, compared, earlier, within
from workflow.evidence import Kind
from workflow.indicators import Tally
from workflow.periods import Period
from workflow.permissions import Action
from workflow.spans import Sight, Unit, period_of, sight

_BEGAN = select(func.min(case_intervals.c.received_on))


@dataclass(frozen=True)
class Evaluated:
    """What a quarter has brought, and what it is held against. then: none where there is no such time."""

    seen: Sight
    then: Period | None
    now: Tally
    effect: Effect | None


def evaluate(
    connection: Connection, viewer: Viewer, period: Period, against: Against, as_of: date, zone: tzinfo
) -> Evaluated | None:
    """A quarter as it is known at the end of a day; None for whoever may not evaluate."""
    if not viewer.may(Action.EVALUATE).company:
        return None
    seen = sight(period, as_of, zone)
    now = tally(connection, viewer, seen)
    then = earlier(seen, against, connection.execute(_BEGAN).scalar())
    if then is None:
        return Evaluated(seen, None, now, None)
    accidents = evidence.on_record(connection, viewer, Kind.ACCIDENT)
    remarks = evidence.on_record(connection, viewer, Kind.REMARK)
    return Evaluated(
        seen,
        then,
        now,
        Effect(
            compared(now, tally(connection, viewer, sight(then, as_of, zone))),
            accidents_in(accidents, period.first, seen.until),
            accidents_in(accidents, then.first, then.last),
            len(within(remarks, period.first, seen.until)),
            len(within(remarks, then.first, then.last)),
            surveys.of_quarter(connection, viewer, period),
            surveys.of_quarter(connection, viewer, period_of(Unit.QUARTER, then.first)),
        ),
    )
