"""The figures that managers read: which cases each one counts, over which days, and by what of a case.

Days are those at the site. What is slow and plain here (`figures`) is the rule that the rollups are checked by.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from workflow.hazard import Hazard
from workflow.library import Grade
from workflow.lifecycle import OPEN, State

TREND_DAYS = 30
DayOf = Callable[[datetime], date]
# Whose limit counts: its owner has it. A plan in the making will set one, and outside nobody owes one; an
# authority's stands. As the clock "due" of workflow/timers.py has it.
OWED = (State.ASSIGNED, State.RECTIFYING)
OWED_IF_LOCKED = (State.PLANNING, State.OUTSIDE)


@dataclass(frozen=True)
class Standing:
    """How a case stands after an event, as far as figures ask; due_at: of a limit that counts just now."""

    state: State
    department_id: str | None
    grade: Grade
    due_at: datetime | None
    closed_at: datetime | None

    @property
    def facts(self) -> dict[str, str | None]:
        """As an event keeps it; `of_facts` reads it back."""
        due, closed = (moment.isoformat() if moment else None for moment in (self.due_at, self.closed_at))
        return {
            "state": self.state,
            "department": self.department_id,
            "grade": self.grade,
            "due": due,
            "closed": closed,
        }


def of_facts(facts: dict[str, str | None]) -> Standing:
    due, closed = (datetime.fromisoformat(moment) if moment else None for moment in (facts["due"], facts["closed"]))
    return Standing(State(facts["state"] or ""), facts["department"], Grade(facts["grade"] or ""), due, closed)


def standing(hazard: Hazard) -> Standing:
    owed = hazard.state in OWED or (hazard.state in OWED_IF_LOCKED and hazard.due_locked)
    due_at = hazard.due_at if owed else None
    return Standing(hazard.state, hazard.department_id, hazard.company_grade, due_at, hazard.closed_at)


@dataclass(frozen=True)
class Counted:
    """A case as the figures see it."""

    department_id: str | None
    received_on: date
    is_open: bool
    is_major: bool  # and open
    due_on: date | None
    closed_on: date | None


def counted(stands: Standing, received_on: date, day_of: DayOf) -> Counted | None:
    """None for what is no hazard, or goes on in another case: it counts nowhere, not even as new."""
    if stands.state in (State.INVALID, State.MERGED):
        return None
    is_open = stands.state in OPEN
    due_on, closed_on = (day_of(moment) if moment else None for moment in (stands.due_at, stands.closed_at))
    return Counted(
        stands.department_id, received_on, is_open, is_open and stands.grade == Grade.MAJOR, due_on, closed_on
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
    now = _as_of(real, within, today, day_of)

    def number(name: str, cases: Iterable[Counted], day: date) -> int:
        return sum(METRICS[name].counts(case, day) for case in cases)

    def of_day(day: date) -> OfDay:
        late = number("late", _as_of(real, within, day, day_of), day)
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


def _as_of(histories: Iterable[History], within: frozenset[str] | None, day: date, day_of: DayOf) -> list[Counted]:
    """The cases of some departments as they stood at the end of a day."""
    found = []
    for history in histories:
        until = [stands for at, stands in history.steps if day_of(at) <= day]
        case = counted(until[-1], day_of(history.received_at), day_of) if until else None
        if case is not None and (within is None or case.department_id in within):
            found.append(case)
    return found


# What the rollups keep for a day and a department. "open" and "major" stand with the day on which a case was received,
# "due" with that of its limit; "late" is by how much the number of overdue cases has changed on a day.
ROLLED = ("new", "closed", "open", "major", "due", "late")
Change = tuple[date, str, str]  # day, department (empty: nobody's), which of them


def changes(before: Counted | None, after: Counted | None, on: date) -> Counter[Change]:
    """By how much the rollups change when a case changes on a day. none: it does not count.

    What is not late yet stands with its limit as late to come: where it is not put right before, nothing has to happen
    for it to be late.
    """
    changed: Counter[Change] = Counter()
    for case, sign in ((before, -1), (after, 1)):
        if case is not None:
            for day, name in _stands_with(case, on):
                changed[day, case.department_id or "", name] += sign
    return Counter({key: by for key, by in changed.items() if by})


def _stands_with(case: Counted, on: date) -> list[tuple[date, str]]:
    found = [(case.received_on, "new")]
    found += [(case.received_on, "open")] if case.is_open else []
    found += [(case.received_on, "major")] if case.is_major else []
    found += [(case.closed_on, "closed")] if case.closed_on else []
    found += [(case.due_on, "due"), (max(case.due_on, on), "late")] if case.due_on else []
    return found
