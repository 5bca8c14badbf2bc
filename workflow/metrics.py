"""The figures that managers read: which cases each one counts, over which days, and by what of a case.

Days are those at the site. What is slow and plain here (`figures`) is the rule that the rollups are checked by.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from workflow.standing import Counted, DayOf, Standing, counted, done_since, is_return

TREND_DAYS = 30


class AsOf(StrEnum):
    """How a case must stand to count."""

    NOW = "now"
    DAY_END = "day_end"  # at the end of the day in question, in the department that had it then


@dataclass(frozen=True)
class Metric:
    """A figure: how many cases there are that count for a day.

    source: the column of a case that says so. day: which one is meant in the digest of a morning.
    """

    name: str
    as_of: AsOf
    source: str
    day: str
    counts: Callable[[Counted, date], bool]


METRICS: dict[str, Metric] = {
    metric.name: metric
    for metric in (
        Metric("new", AsOf.NOW, "received_at", "yesterday", lambda case, day: case.received_on == day),
        Metric("closed", AsOf.NOW, "closed_at", "yesterday", lambda case, day: case.closed_on == day),
        Metric("open", AsOf.NOW, "state", "today", lambda case, day: case.is_open),
        Metric("major", AsOf.NOW, "company_grade", "today", lambda case, day: case.is_major),
        # a limit of today has its own line until the day is over: no case is in both, and none in neither
        Metric("overdue", AsOf.NOW, "due_at", "today", lambda case, day: case.due_on is not None and case.due_on < day),
        Metric("due_today", AsOf.NOW, "due_at", "today", lambda case, day: case.due_on == day),
        Metric(
            "late", AsOf.DAY_END, "due_at", "each", lambda case, day: case.due_on is not None and case.due_on <= day
        ),
    )
}


@dataclass(frozen=True)
class History:
    """What was recorded of a case: how it stood after each event, oldest first.

    scores: what its report was found to be worth, and when.
    """

    received_at: datetime
    steps: Sequence[tuple[datetime, Standing]]
    practice: bool = False
    recurs: bool = False
    id: str = ""
    reporter_id: str = ""
    scores: Sequence[tuple[datetime, str]] = ()


@dataclass(frozen=True)
class OfDepartment:
    """How one department stands; none: what is nobody's."""

    department_id: str | None
    open: int
    overdue: int


@dataclass(frozen=True)
class OfDay:
    """What a day has brought, and how many were overdue at its end."""

    day: date
    new: int
    closed: int
    late: int


@dataclass(frozen=True)
class Figures:
    """What a digest tells of the cases within a manager's reach. trend: the days before today, oldest first."""

    new: int
    closed: int
    open: int
    major: int
    overdue: int
    due_today: int
    departments: tuple[OfDepartment, ...]
    trend: tuple[OfDay, ...]


def days_before(today: date) -> list[date]:
    """The days of a trend."""
    return [today - timedelta(days=back) for back in range(TREND_DAYS, 0, -1)]


def figures(histories: Iterable[History], within: frozenset[str] | None, today: date, day_of: DayOf) -> Figures:
    """The figures by counting every case anew. within: ids of departments; none: the whole company."""
    real = [history for history in histories if not history.practice]
    now = as_of(real, within, today, day_of)

    def number(name: str, cases: Iterable[Counted], day: date) -> int:
        return sum(METRICS[name].counts(case, day) for case in cases)

    def of_day(day: date) -> OfDay:
        late = number("late", as_of(real, within, day, day_of), day)
        return OfDay(day, number("new", now, day), number("closed", now, day), late)

    trend = tuple(of_day(day) for day in days_before(today))
    stock = {name: number(name, now, today) for name in ("open", "major", "overdue", "due_today")}
    departments = [
        OfDepartment(id_, number("open", cases, today), number("overdue", cases, today))
        for id_ in {case.department_id for case in now}
        if (cases := [case for case in now if case.department_id == id_])
    ]
    return Figures(trend[-1].new, trend[-1].closed, **stock, departments=worst_first(departments), trend=trend)


def worst_first(departments: Iterable[OfDepartment]) -> tuple[OfDepartment, ...]:
    """Those with anything open, the most overdue first."""
    having = [each for each in departments if each.open]
    return tuple(sorted(having, key=lambda each: (-each.overdue, -each.open, each.department_id or "")))


def as_of(histories: Iterable[History], within: frozenset[str] | None, day: date, day_of: DayOf) -> list[Counted]:
    """The cases of some departments as they stood at the end of a day."""
    found = (stood(history, day, day_of) for history in histories)
    return [case for case in found if case is not None and (within is None or case.department_id in within)]


def stood(history: History, day: date, day_of: DayOf) -> Counted | None:
    """A case as it stood at the end of a day; none where it did not count."""
    until = [(day_of(at), stands) for at, stands in history.steps if day_of(at) <= day]
    if not until:
        return None
    done_on: date | None = None
    for on, then in until:
        done_on = done_since(done_on, then, on)
    states = [then.state for _, then in until]
    returns = sum(is_return(before, after) for before, after in pairwise(states))
    return counted(until[-1][1], history.received_at, day_of, recurs=history.recurs, done_on=done_on, returns=returns)
