"""Weeks, months, quarters and years of the site: which one a day lies in, and which ones it is held against."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from workflow.periods import Period

_DAY = timedelta(days=1)


class Unit(StrEnum):
    """How long a period is."""

    WEEK = "week"  # Monday to Sunday
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


_MONTHS = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12}


@dataclass(frozen=True)
class Sight:
    """A period as it is known at the end of a day: of what was recorded later, nothing is seen.

    ends: the moment at which that day is over.
    """

    period: Period
    as_of: date
    ends: datetime

    @property
    def until(self) -> date:
        """The last day of the period that is known."""
        return min(self.period.last, self.as_of)

    @property
    def due_before(self) -> date:
        """What was due before this day was late at its end: a limit of the day that still lasts can yet be kept."""
        return min(self.as_of, self.period.last + _DAY)

    def has(self, day: date | None) -> bool:
        return day is not None and self.period.first <= day <= self.until


def sight(period: Period, as_of: date, zone: tzinfo) -> Sight:
    return Sight(period, as_of, datetime.combine(as_of + _DAY, time(), zone))


def period_of(unit: Unit, day: date) -> Period:
    """The one in which a day lies."""
    if unit is Unit.WEEK:
        first = day - timedelta(days=day.weekday())
        return Period(first, first + timedelta(days=6))
    months = _MONTHS[unit]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Period(first, _later(first, months) - _DAY)


def before(unit: Unit, period: Period) -> Period:
    """The one that ended as this one began."""
    return period_of(unit, period.first - _DAY)


def year_before(unit: Unit, period: Period) -> Period:
    """The same one of the year before; of a week, the one with the same number, or the last of a shorter year."""
    if unit is Unit.WEEK:
        year, week, _ = period.first.isocalendar()
        last = date(year - 1, 12, 28).isocalendar().week  # the 28th lies in the last week of its year
        return period_of(unit, date.fromisocalendar(year - 1, min(week, last), 1))
    return period_of(unit, period.first.replace(year=period.first.year - 1))


def as_far(period: Period, than: Period, as_of: date) -> Period:
    """So much of a period as is over of the one that it is held against, in days; all of it, once that one is over."""
    if as_of >= than.last:
        return period
    return Period(period.first, min(period.last, period.first + (as_of - than.first)))


def last_ones(unit: Unit, day: date, number: int) -> list[Period]:
    """So many periods up to the one in which a day lies, oldest first."""
    found = [period_of(unit, day)]
    while len(found) < number:
        found.append(before(unit, found[-1]))
    return found[::-1]


def _later(first: date, months: int) -> date:
    """The first day of the month that comes so many months after the one that begins here."""
    number = first.year * 12 + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)
