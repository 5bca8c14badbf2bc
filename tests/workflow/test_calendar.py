"""When a limit runs out: 18:00 at the site's own clock, so many calendar days later."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.calendar import DAY_ENDS, SHORTEST_LIMIT, Calendar
from workflow.library import DEFAULT_LIMIT_DAYS

SHANGHAI = ZoneInfo("Asia/Shanghai")
CALENDAR = Calendar(SHANGHAI)


def at(month: int, day: int, hour: int, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (at(11, 23, 9), 0, at(11, 23, 18)),
        (at(11, 23, 9), 3, at(11, 26, 18)),
        (at(11, 27, 9), 3, at(11, 30, 18)),  # over a weekend: a rest day makes no machine safer
        (at(11, 23, 14), 0, at(11, 23, 18)),
        (at(11, 23, 14, 1), 0, at(11, 23, 18, 1)),
        (at(11, 23, 17, 50), 0, at(11, 23, 21, 50)),
        (at(11, 23, 23, 30), 0, at(11, 24, 3, 30)),  # the night shift still has its four hours
        (at(11, 23, 23, 30), 1, at(11, 24, 18)),
        (at(12, 30, 9), 3, at(1, 2, 18, year=2027)),
        (at(2, 26, 9), 3, at(3, 1, 18)),
    ],
)
def test_a_limit_runs_out_at_the_end_of_the_day_but_not_at_once(start: datetime, days: int, due: datetime) -> None:
    assert CALENDAR.due(start, days) == due


def test_the_day_is_the_sites_not_the_servers() -> None:
    monday_evening_in_utc = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)  # Tuesday 04:00 in Shanghai
    assert CALENDAR.due(monday_evening_in_utc, 0) == at(11, 24, 18)
    assert CALENDAR.local(monday_evening_in_utc).day == 24


def test_where_clocks_change_the_limit_is_still_at_eighteen() -> None:
    berlin = Calendar(ZoneInfo("Europe/Berlin"))
    saturday = datetime(2026, 10, 24, 9, 0, tzinfo=berlin.zone)  # the clocks go back in the night
    due = berlin.due(saturday, 1)
    assert (due.hour, due.day) == (18, 25)
    assert due.astimezone(UTC) - saturday.astimezone(UTC) == timedelta(hours=34)


@given(
    start=st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),
    days=st.sampled_from([0, *DEFAULT_LIMIT_DAYS.values(), 30]),
)
def test_a_limit_is_never_less_than_four_hours_away_and_never_late(start: datetime, days: int) -> None:
    due = CALENDAR.due(start, days)
    assert due >= start + SHORTEST_LIMIT
    assert due <= start + timedelta(days=days, hours=24)
    assert CALENDAR.local(due).time() == DAY_ENDS or due == start + SHORTEST_LIMIT


@pytest.mark.parametrize(
    ("start", "then"),
    [
        (at(11, 23, 9, 20), at(11, 24, 9, 20)),  # Monday, Tuesday
        (at(11, 27, 15), at(11, 30, 15)),  # Friday, Monday
        (at(11, 28, 10), at(12, 1, 10)),  # on a Saturday nobody is late before Tuesday
        (at(11, 29, 10), at(12, 1, 10)),
    ],
)
def test_a_working_day_later_counts_no_day_of_rest(start: datetime, then: datetime) -> None:
    assert CALENDAR.after_workday(start.astimezone(UTC), lambda day: day.weekday() < 5) == then
