"""What groups are told of, and when a day begins for them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.for_groups import FOR_GROUPS, last_morning, next_morning
from workflow.lifecycle import EVENT_OF

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")


def test_groups_are_told_of_events_that_happen() -> None:
    assert set(FOR_GROUPS) <= set(EVENT_OF.values())


@pytest.mark.parametrize(
    ("now", "zone", "last", "next_one"),
    [
        ("2026-11-23T07:59:59+08:00", SHANGHAI, "2026-11-22T08:00+08:00", "2026-11-23T08:00+08:00"),
        ("2026-11-23T08:00:00+08:00", SHANGHAI, "2026-11-23T08:00+08:00", "2026-11-24T08:00+08:00"),
        ("2026-11-23T23:30:00+00:00", SHANGHAI, "2026-11-23T08:00+08:00", "2026-11-24T08:00+08:00"),
        # the night in which clocks are put forward has 23 hours, the one in which they are put back 25
        ("2026-03-28T12:00:00+01:00", BERLIN, "2026-03-28T08:00+01:00", "2026-03-29T08:00+02:00"),
        ("2026-10-24T12:00:00+02:00", BERLIN, "2026-10-24T08:00+02:00", "2026-10-25T08:00+01:00"),
    ],
)
def test_a_day_begins_at_eight_by_the_clock_of_the_site(now: str, zone: ZoneInfo, last: str, next_one: str) -> None:
    moment = datetime.fromisoformat(now)
    assert last_morning(moment, zone) == datetime.fromisoformat(last)
    assert next_morning(moment, zone) == datetime.fromisoformat(next_one)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)))
def test_whenever_it_is_it_lies_between_two_mornings(now: datetime) -> None:
    assert last_morning(now, BERLIN) <= now < next_morning(now, BERLIN)
    assert timedelta(hours=22) < next_morning(now, BERLIN) - last_morning(now, BERLIN) < timedelta(hours=26)
