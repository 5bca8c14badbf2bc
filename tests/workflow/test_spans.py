"""Weeks, months, quarters and years, and what each is held against."""

from datetime import UTC, date

import pytest

from workflow.periods import Period
from workflow.spans import Unit, as_far, before, last_ones, period_of, sight, year_before

DAY = date(2026, 11, 27)  # a Friday


@pytest.mark.parametrize(
    ("unit", "first", "last"),
    [
        (Unit.WEEK, date(2026, 11, 23), date(2026, 11, 29)),
        (Unit.MONTH, date(2026, 11, 1), date(2026, 11, 30)),
        (Unit.QUARTER, date(2026, 10, 1), date(2026, 12, 31)),
        (Unit.YEAR, date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_day_lies_in_one_of_each(unit: Unit, first: date, last: date) -> None:
    assert period_of(unit, DAY) == Period(first, last)
    assert period_of(unit, first) == period_of(unit, last) == Period(first, last)


@pytest.mark.parametrize(
    ("unit", "earlier", "a_year_before"),
    [
        (Unit.WEEK, date(2026, 11, 16), date(2025, 11, 24)),
        (Unit.MONTH, date(2026, 10, 1), date(2025, 11, 1)),
        (Unit.QUARTER, date(2026, 7, 1), date(2025, 10, 1)),
        (Unit.YEAR, date(2025, 1, 1), date(2025, 1, 1)),
    ],
)
def test_it_is_held_against_the_one_before_and_that_of_a_year_ago(
    unit: Unit, earlier: date, a_year_before: date
) -> None:
    period = period_of(unit, DAY)
    assert before(unit, period).first == earlier
    assert year_before(unit, period).first == a_year_before


def test_a_week_that_the_year_before_had_not_is_held_against_its_last() -> None:
    assert year_before(Unit.WEEK, period_of(Unit.WEEK, date(2027, 1, 1))).first == date(2025, 12, 22)
    assert year_before(Unit.WEEK, period_of(Unit.WEEK, date(2026, 12, 31))).first == date(2025, 12, 22)


def test_a_month_that_lasts_is_held_against_as_many_days_of_another() -> None:
    november = period_of(Unit.MONTH, DAY)
    february = period_of(Unit.MONTH, date(2026, 2, 1))
    assert as_far(before(Unit.MONTH, november), november, DAY) == Period(date(2026, 10, 1), date(2026, 10, 27))
    assert as_far(february, november, DAY.replace(day=29)) == february, "it has no more days"
    assert as_far(before(Unit.MONTH, november), november, date(2026, 12, 5)).last == date(2026, 10, 31)


def test_the_last_ones_end_with_that_of_the_day() -> None:
    assert [each.first.month for each in last_ones(Unit.MONTH, date(2026, 2, 5), 4)] == [11, 12, 1, 2]


def test_nothing_later_than_its_day_is_seen() -> None:
    lasts = sight(period_of(Unit.MONTH, DAY), DAY, UTC)
    over = sight(period_of(Unit.MONTH, DAY), date(2027, 1, 1), UTC)
    assert (lasts.until, lasts.due_before, lasts.has(date(2026, 11, 28))) == (DAY, DAY, False)
    assert (over.until, over.due_before) == (date(2026, 11, 30), date(2026, 12, 1))
    assert lasts.ends.date() == date(2026, 11, 28)
