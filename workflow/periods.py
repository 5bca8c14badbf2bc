"""What a week and a month are told by: each indicator with what it counts, by what it divides, and over which days.

`sums` counts every case anew: the rule by which the rollups are checked.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, timedelta

from workflow.metrics import METRICS, History, as_of
from workflow.standing import DayOf

MONTHS = 12  # of a trend


@dataclass(frozen=True)
class Period:
    """Days of the site, the first and the last one included."""

    first: date
    last: date

    def has(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last


@dataclass(frozen=True)
class Sums:
    """What a period has brought, as it is known today; `stock` and `late`: open and overdue at the end of its last day.

    limits: whose limit lay in it, and `kept`: those of them that were put right by then. spent: fen, of what was
    closed in it. took: how many of those took so many whole hours from report to closing.
    """

    new: int = 0
    majors: int = 0
    again: int = 0
    closed: int = 0
    limits: int = 0
    kept: int = 0
    spent: int = 0
    stock: int = 0
    late: int = 0
    took: Mapping[int, int] = field(default_factory=dict)


FLOWS = tuple(each.name for each in fields(Sums) if each.name not in ("stock", "late", "took"))


@dataclass(frozen=True)
class Indicator:
    """A rate of a period: of so many cases (`of`), so many (`counts`)."""

    name: str
    counts: Callable[[Sums], int]
    of: Callable[[Sums], int]


# Report participation has people instead of cases, and is counted in storage: whoever reported anything in the period,
# of those who belonged to the company or department at its end. A report without a name counts for nobody.
INDICATORS: tuple[Indicator, ...] = (
    # put right (handed in for acceptance and not sent back) by the limit, of all whose limit lay in the period; whose
    # limit that is: a plan's or an authority's, once there is one, else that of its owner
    Indicator("on_time", lambda sums: sums.kept, lambda sums: sums.limits),
    # past the limit, of all that were open, both at the end of the last day
    Indicator("overdue", lambda sums: sums.late, lambda sums: sums.stock),
    # the same had been closed at the same place within half a year, of all that came in
    Indicator("recurrence", lambda sums: sums.again, lambda sums: sums.new),
    # major by the company's grade as it is now, of all that came in
    Indicator("major", lambda sums: sums.majors, lambda sums: sums.new),
)


def sums(
    histories: Iterable[History], within: frozenset[str] | None, period: Period, today: date, day_of: DayOf
) -> Sums:
    """By counting every case anew. within: ids of departments; none: the whole company."""
    real = [history for history in histories if not history.practice]
    now, then = (as_of(real, within, day, day_of) for day in (today, period.last))
    came = [case for case in now if period.has(case.received_on)]
    closed = [case for case in now if period.has(case.closed_on)]
    owed = [case for case in now if period.has(case.limit_on)]
    return Sums(
        new=len(came),
        majors=sum(case.major for case in came),
        again=sum(case.recurs for case in came),
        closed=len(closed),
        limits=len(owed),
        kept=sum(case.in_time for case in owed),
        spent=sum(case.spent for case in closed),
        stock=sum(case.is_open for case in then),
        late=sum(METRICS["late"].counts(case, period.last) for case in then),
        took=Counter(case.took for case in closed if case.took is not None),
    )


def heat(
    histories: Iterable[History], within: frozenset[str] | None, period: Period, today: date, day_of: DayOf
) -> Mapping[tuple[str, str], int]:
    """How many cases of an area and a category came in, by counting every case anew."""
    real = [history for history in histories if not history.practice]
    now = as_of(real, within, today, day_of)
    return Counter((case.area_id, case.category) for case in now if period.has(case.received_on))


@dataclass(frozen=True)
class HeatMap:
    """The busiest areas and categories, the busiest first; `cells`: a row for each area, a number for each category.

    None in the last place of either: all others together.
    """

    areas: tuple[str | None, ...]
    categories: tuple[str | None, ...]
    cells: tuple[tuple[int, ...], ...]


def heat_map(came: Mapping[tuple[str, str], int], most_areas: int, most_categories: int) -> HeatMap:
    """So many areas and categories at most, the others being one together."""
    areas = _busiest(came, 0, most_areas)
    categories = _busiest(came, 1, most_categories)
    sums_ = Counter[tuple[str | None, str | None]]()
    for (area, category), number in came.items():
        sums_[area if area in areas else None, category if category in categories else None] += number
    return HeatMap(areas, categories, tuple(tuple(sums_[area, kind] for kind in categories) for area in areas))


def _busiest(came: Mapping[tuple[str, str], int], which: int, most: int) -> tuple[str | None, ...]:
    total: Counter[str] = Counter()
    for key, number in came.items():
        total[key[which]] += number
    found = sorted(total, key=lambda name: (-total[name], name))
    return tuple(found) if len(found) <= most else (*found[: most - 1], None)


def median(took: Mapping[int, int]) -> int | None:
    """The hours within which half of the cases were closed; none where none was."""
    half = (sum(took.values()) + 1) // 2
    passed = 0
    for hours in sorted(took):
        passed += took[hours]
        if passed >= half:
            return hours
    return None


def mean_days(took: Mapping[int, int]) -> float | None:
    """Days from report to closing, on average; none where nothing was closed."""
    number = sum(took.values())
    return sum(hours * cases for hours, cases in took.items()) / number / 24 if number else None


def week_before(day: date) -> Period:
    """The last whole week, Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday - timedelta(days=7), monday - timedelta(days=1))


def month_before(day: date) -> Period:
    """The last whole month."""
    last = day.replace(day=1) - timedelta(days=1)
    return Period(last.replace(day=1), last)


def four_weeks_before(day: date) -> Period:
    """The last four whole weeks."""
    last = week_before(day)
    return Period(last.first - timedelta(weeks=3), last.last)


def months_before(day: date) -> list[Period]:
    """The last twelve whole months, oldest first."""
    found = [month_before(day)]
    while len(found) < MONTHS:
        found.append(month_before(found[-1].first))
    return found[::-1]
