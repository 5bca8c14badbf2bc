"""The calendar at its edges: ends of months, leap years, the turn of the year."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.reckoning import away, existing, last_of, nearest, next_numbered

DATES = st.dates(date(2020, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize("numbers", [(2026, 2, 29), (2026, 4, 31), (2026, 13, 1), (2026, 0, 1), (2026, 1, 0)])
def test_a_day_that_the_calendar_lacks_does_not_exist(numbers: tuple[int, int, int]) -> None:
    assert existing(*numbers) is None


def test_the_leap_day_exists_in_its_year_only() -> None:
    assert existing(2028, 2, 29) == date(2028, 2, 29)
    assert nearest(2, 29, date(2027, 6, 1)) == date(2028, 2, 29)
    assert nearest(2, 29, date(2026, 6, 1)) is None


@given(DATES, st.integers(-180, 180))
def test_a_day_less_than_six_months_off_is_the_nearest(today: date, off: int) -> None:
    day = today + timedelta(off)
    if (day.month, day.day) != (2, 29):
        assert nearest(day.month, day.day, today) == day


@given(DATES, st.integers(1, 31))
def test_the_next_day_with_a_number_is_at_most_two_months_off(today: date, number: int) -> None:
    day = next_numbered(number, today)
    assert day is not None
    assert day.day == number
    assert today <= day <= today + timedelta(62)


@given(DATES, st.integers(-24, 24))
def test_months_keep_the_day_or_end_with_the_month(today: date, months: int) -> None:
    there = away(today, 0, months)
    assert there.year * 12 + there.month == today.year * 12 + today.month + months
    assert there.day == today.day or (there.day < today.day and there == last_of(there))
