"""The board: whose it is, over which days it looks back, and how departments are ranked on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from workflow.people import Person
from workflow.periods import MONTHS, Period, Sums
from workflow.permissions import Action, reach
from workflow.reach import Reach

DAYS_BACK = 30  # of the map, the shares and the ranking
WEEKS = 13
SPANS = ("month", "quarter", "year")  # of the trends: by day, week and month


class Chart(StrEnum):
    """What of the board can be had as a picture in chat."""

    NOW = "now"
    KINDS = "kinds"
    TREND = "trend"
    PLACES = "places"


FEW = 5  # limits: a rate of fewer says little


def scope(person: Person, on: date) -> Reach | None:
    """The cases that somebody's board is about, for others whom they stand in for, too; None where they have none.

    It names nobody: two people with the same cases have the same board.
    """
    right = reach(person, Action.BOARD, on)
    every = (right, *right.for_others)
    if any(each.company for each in every):
        return Reach("", company=True)
    departments = frozenset[str]().union(*(each.department_ids for each in every))
    return Reach("", department_ids=departments) if departments else None


def days_back(today: date) -> Period:
    """The last thirty days, today being one of them."""
    return Period(today - timedelta(days=DAYS_BACK - 1), today)


def days_over(today: date) -> Period:
    """The thirty days that are over: a limit of today can still be met."""
    return Period(today - timedelta(days=DAYS_BACK), today - timedelta(days=1))


def spans(today: date) -> Mapping[str, list[Period]]:
    """The periods of each trend, oldest first; the last one goes on: it ends today."""
    month = days_back(today)
    monday = today - timedelta(days=today.weekday())
    mondays = [monday - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1)]
    firsts = [_first_of_month(today, back) for back in range(MONTHS - 1, -1, -1)]
    return {
        "month": [Period(day, day) for day in (month.first + timedelta(days=n) for n in range(DAYS_BACK))],
        "quarter": _until_next(mondays, today),
        "year": _until_next(firsts, today),
    }


def _first_of_month(today: date, back: int) -> date:
    months = today.year * 12 + today.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)


def _until_next(firsts: list[date], today: date) -> list[Period]:
    lasts = [first - timedelta(days=1) for first in firsts[1:]]
    return [Period(first, last) for first, last in zip(firsts, [*lasts, today], strict=True)]


@dataclass(frozen=True)
class OfSpan:
    """What a period has brought, and how many were overdue at the end of its last day."""

    period: Period
    new: int
    closed: int
    late: int


@dataclass(frozen=True)
class Ranked:
    """A department on the board; department_id empty: what is nobody's. sums: of the days that are over."""

    department_id: str
    open: int
    overdue: int
    sums: Sums

    @property
    def rate(self) -> float | None:
        """How many of its limits were met (0 to 1); none where it had none."""
        return self.sums.kept / self.sums.limits if self.sums.limits else None

    @property
    def is_small(self) -> bool:
        return self.sums.limits < FEW


def ranking(departments: Iterable[Ranked]) -> list[Ranked]:
    """Best first: by the rate of limits met, then by how few are overdue; those of few limits last."""
    having = (each for each in departments if each.sums.limits or each.open)
    return sorted(having, key=lambda each: (each.is_small, -(each.rate or 0.0), each.overdue, each.department_id))
