"""The figures that managers read: which cases each one counts, over which days, and by what of a case.

Days are those at the site. What is slow and plain here (`figures`) is the rule that the rollups are checked by.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from workflow.hazard import Hazard
from workflow.library import Grade
from workflow.lifecycle import OPEN, State

TREND_DAYS = 30
DayOf = Callable[[datetime], date]
# Whose limit counts: its owner has it. A plan in the making will set one, and outside nobody owes one; an
# authority's stands. As the clock "due" of workflow/timers.py has it.
OWED = (State.ASSIGNED, State.RECTIFYING)
OWED_IF_LOCKED = (State.PLANNING, State.OUTSIDE)
DONE = (State.AWAITING_ACCEPTANCE, State.CLOSED)  # the owner has done what the limit was for


@dataclass(frozen=True)
class Standing:
    """How a case stands after an event, as far as figures ask.

    due_at: of a limit that counts just now; limit_at: also of one that has been met or missed. spent: in fen.
    """

    state: State
    department_id: str | None
    grade: Grade
    due_at: datetime | None
    closed_at: datetime | None
    area_id: str = ""
    category: str = ""
    limit_at: datetime | None = None
    spent: int = 0

    @property
    def facts(self) -> dict[str, Any]:
        """As an event keeps it; `of_facts` reads it back."""
        moments = (self.due_at, self.closed_at, self.limit_at)
        due, closed, limit = (moment.isoformat() if moment else None for moment in moments)
        return {
            "state": self.state,
            "department": self.department_id,
            "grade": self.grade,
            "due": due,
            "closed": closed,
            "area": self.area_id,
            "category": self.category,
            "limit": limit,
            "spent": self.spent,
        }


def of_facts(facts: Mapping[str, Any]) -> Standing:
    """What an older version has recorded lacks the last four; its limit is then what counted as one."""
    named = (facts["due"], facts["closed"], facts.get("limit", facts["due"]))
    due, closed, limit = (datetime.fromisoformat(moment) if moment else None for moment in named)
    last = (facts.get("area", ""), facts.get("category", ""), limit, facts.get("spent", 0))
    return Standing(State(facts["state"]), facts["department"], Grade(facts["grade"]), due, closed, *last)


def standing(hazard: Hazard) -> Standing:
    """Of a hazard, or of a row of its table."""
    owed = hazard.state in OWED or (hazard.state in OWED_IF_LOCKED and hazard.due_locked)
    return Standing(
        hazard.state,
        hazard.department_id,
        hazard.company_grade,
        hazard.due_at if owed else None,
        hazard.closed_at,
        hazard.area_id,
        hazard.category,
        hazard.due_at if owed or hazard.state in DONE else None,
        hazard.money.spent if hazard.money else 0,
    )


@dataclass(frozen=True)
class Counted:
    """A case as the figures see it.

    recurs: the same had been closed at its place before. limit_on, done_on: by when it was to be put right, and since
    when it is. took: whole hours from its report to its closing. spent: fen, of what is closed.
    """

    department_id: str | None
    received_on: date
    is_open: bool
    is_major: bool  # and open
    due_on: date | None
    closed_on: date | None
    area_id: str = ""
    category: str = ""
    major: bool = False  # open or not
    recurs: bool = False
    limit_on: date | None = None
    done_on: date | None = None
    took: int | None = None
    spent: int = 0

    @property
    def in_time(self) -> bool:
        """Put right by its limit."""
        return self.limit_on is not None and self.done_on is not None and self.done_on <= self.limit_on


def done_since(before: date | None, stands: Standing, on: date) -> date | None:
    """Since which day a case has been put right, after an event of a day; before: as it was before that event."""
    return (before or on) if stands.state in DONE else None


def counted(
    stands: Standing, received_at: datetime, day_of: DayOf, *, recurs: bool = False, done_on: date | None = None
) -> Counted | None:
    """None for what is no hazard, or goes on in another case: it counts nowhere, not even as new."""
    if stands.state in (State.INVALID, State.MERGED):
        return None
    is_open, major = stands.state in OPEN, stands.grade == Grade.MAJOR
    moments = (stands.due_at, stands.closed_at, stands.limit_at)
    due_on, closed_on, limit_on = (day_of(moment) if moment else None for moment in moments)
    return Counted(
        stands.department_id,
        day_of(received_at),
        is_open,
        is_open and major,
        due_on,
        closed_on,
        stands.area_id,
        stands.category,
        major,
        recurs,
        limit_on,
        done_on,
        max((stands.closed_at - received_at) // timedelta(hours=1), 0) if stands.closed_at else None,
        stands.spent if stands.closed_at else 0,
    )


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
    """What was recorded of a case: how it stood after each event, oldest first."""

    received_at: datetime
    steps: Sequence[tuple[datetime, Standing]]
    practice: bool = False
    recurs: bool = False


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
    found = []
    for history in histories:
        until = [(day_of(at), stands) for at, stands in history.steps if day_of(at) <= day]
        done_on: date | None = None
        for on, stands in until:
            done_on = done_since(done_on, stands, on)
        known = {"recurs": history.recurs, "done_on": done_on}
        case = counted(until[-1][1], history.received_at, day_of, **known) if until else None
        if case is not None and (within is None or case.department_id in within):
            found.append(case)
    return found
