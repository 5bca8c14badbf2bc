"""Papers of a period: the statistics that the principal signs, the score card of departments, the notice for the board.

Order 16 of the safety administration (2007), article 14: statistics by the quarter and by the year, signed by the
principal. Work Safety Law (2021), article 41: the workers are told. All of it as it stood at the end of the period.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from workflow.plan import FUNDS, GOAL, LIMIT
from workflow.spans import Unit
from workflow.standing import Counted

Key = TypeVar("Key")


class OfPeriod(StrEnum):
    """A paper of some days; names for people stand in templates/labels."""

    STATISTICS = "statistics"  # 统计分析表
    SCORECARD = "scorecard"  # 部门考核表
    NOTICE = "notice"  # 公示


PREFIXES: dict[str, str] = {OfPeriod.STATISTICS: "TJ", OfPeriod.SCORECARD: "KP", OfPeriod.NOTICE: "GS"}
# The five that have to be there 五到位: goal and tasks, funds and materials, body and people, time limit, safety.
FIVE = (GOAL, FUNDS, "people", LIMIT, "safety")
_NAMED = re.compile(r"(\d{4})(?:-(?:Q([1-4])|(\d{2})))?", re.ASCII)


class NoSuchPeriod(Exception):
    """Neither a year, a quarter nor a month, or one that has not begun."""


@dataclass(frozen=True)
class Period:
    """A year, a quarter or a month, by the name that it was asked for by. Both days are of the site, and included."""

    named: str
    first: date
    last: date

    @property
    def before(self) -> "Period":
        """The one of the same length before it."""
        last = self.first - timedelta(days=1)
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month
        first = _months_back(last.replace(day=1), months)
        return Period(f"{first}/{last}", first, last)

    def has(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last


def period_of(named: str, today: date) -> Period:
    """2026, 2026-Q3 or 2026-11. Raises NoSuchPeriod."""
    said = _NAMED.fullmatch(named.strip())
    if said is None:
        raise NoSuchPeriod
    try:
        year, quarter, month = int(said[1]), said[2], said[3]
        begins = int(month) if month else 3 * int(quarter) - 2 if quarter else 1
        first = date(year, begins, 1)
        last = _months_back(first, -(1 if month else 3 if quarter else 12)) - timedelta(days=1)
    except (ValueError, OverflowError):
        raise NoSuchPeriod from None
    if first > today:
        raise NoSuchPeriod
    return Period(said[0], first, last)


def named_of(unit: Unit, day: date) -> str:
    """The name of the year, quarter or month in which a day lies; there is none for weeks."""
    match unit:
        case Unit.YEAR:
            return f"{day.year}"
        case Unit.QUARTER:
            return f"{day.year}-Q{(day.month + 2) // 3}"
        case Unit.MONTH:
            return f"{day:%Y-%m}"
    raise NoSuchPeriod


def _months_back(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)


@dataclass(frozen=True)
class PeriodCase:
    """A case as papers of a period have it, as it stood at their moment, in their reader's language.

    counted: as figures see it. budget: fen. filled: the parts of its plan that people had said.
    """

    number: str
    place: str
    words: str
    category: str
    grade: str
    department: str
    owner: str
    requirement: str
    state: str
    due_at: datetime
    closed_at: datetime | None
    counted: Counted
    budget: int = 0
    spent: int = 0
    filled: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Tally:
    """What a period has brought of some cases.

    found: received in it; put_right: those of them that were closed by its end. closed: in it. open, overdue: at its
    end. limits: whose limit lay in it; kept: those of them done in time. budget, spent: fen, of those found or closed.
    """

    found: int = 0
    put_right: int = 0
    closed: int = 0
    open: int = 0
    overdue: int = 0
    limits: int = 0
    kept: int = 0
    budget: int = 0
    spent: int = 0


def tally(cases: Iterable[PeriodCase], period: Period) -> Tally:
    """Every case counted once for each thing that it is."""
    all_of = list(cases)
    found = [case for case in all_of if period.has(case.counted.received_on)]
    closed = [case for case in all_of if period.has(case.counted.closed_on)]
    limits = [case for case in all_of if period.has(case.counted.limit_on)]
    touched = {case.number: case for case in (*found, *closed)}.values()
    return Tally(
        found=len(found),
        put_right=sum(case.counted.closed_on is not None for case in found),
        closed=len(closed),
        open=sum(case.counted.is_open for case in all_of),
        overdue=sum(is_overdue(case, period) for case in all_of),
        limits=len(limits),
        kept=sum(case.counted.in_time for case in limits),
        budget=sum(case.budget for case in touched),
        spent=sum(case.spent for case in touched),
    )


def is_overdue(case: PeriodCase, period: Period) -> bool:
    """Its limit is past at the end of the period."""
    return case.counted.is_open and case.counted.due_on is not None and case.counted.due_on <= period.last


def tallies(cases: Iterable[PeriodCase], period: Period, by: Callable[[PeriodCase], Key]) -> Mapping[Key, Tally]:
    """The same of each kind of cases."""
    kinds: dict[Key, list[PeriodCase]] = {}
    for case in cases:
        kinds.setdefault(by(case), []).append(case)
    return {kind: tally(of_kind, period) for kind, of_kind in kinds.items()}


@dataclass(frozen=True)
class PeriodFile:
    """What the papers of a period say. before: of the period before, by department."""

    company: str
    period: Period
    cases: Sequence[PeriodCase]
    before: Mapping[str, Tally] = field(default_factory=dict)

    @property
    def departments(self) -> list[tuple[str, Tally]]:
        """The best first: who keeps most of their limits, then who has least overdue; those without any limit last."""
        found = tallies(self.cases, self.period, lambda case: case.department).items()
        return sorted(found, key=lambda of: (not of[1].limits, -share(of[1].kept, of[1].limits), of[1].overdue, of[0]))


def share(part: int, whole: int) -> float:
    """Of one; nothing of nothing is nothing."""
    return part / whole if whole else 0.0
