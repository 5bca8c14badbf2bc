"""Who is at work when: across weekends, holidays, midnight, two time zones and the night the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from workflow.calendar import DayKind
from workflow.shifts import USUAL, Hours, Rotation, Shift, overlapping

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
WORK, REST = DayKind.WORK, DayKind.REST
EARLY, LATE, NIGHT = Shift(time(8), time(16)), Shift(time(16), time(0)), Shift(time(0), time(8))
LONG_NIGHT = Shift(time(20), time(8))
SIX_DAYS = Shift(time(8), time(17), frozenset(range(6)))
# The October holiday of 2026: from the first, a Thursday, to the seventh; made up for on a Sunday and a Saturday.
OCTOBER = {date(2026, 10, day): REST for day in range(1, 8)} | {date(2026, 9, 20): WORK, date(2026, 10, 10): WORK}
# Four teams, three shifts: two days early, two late, one free, two nights, one free. 23 November 2026 is a Monday.
FOUR_TEAMS = Rotation((EARLY, EARLY, LATE, LATE, None, NIGHT, NIGHT, None), date(2026, 11, 23))


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    """A moment as the clock at a site shows it, as the database gives it back."""
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def shown(moment: datetime, zone: ZoneInfo = SHANGHAI) -> str:
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("pattern", "moment", "works", "next_start"),
    [
        # a weekend
        (USUAL, "2026-11-20 07:59", False, "2026-11-20 08:00"),
        (USUAL, "2026-11-20 08:00", True, "2026-11-23 08:00"),
        (USUAL, "2026-11-20 17:59", True, "2026-11-23 08:00"),
        (USUAL, "2026-11-20 18:00", False, "2026-11-23 08:00"),
        (USUAL, "2026-11-21 12:00", False, "2026-11-23 08:00"),
        (SIX_DAYS, "2026-11-21 12:00", True, "2026-11-23 08:00"),
        # a Sunday and a Saturday that are worked for the holiday
        (USUAL, "2026-09-19 12:00", False, "2026-09-20 08:00"),
        (USUAL, "2026-09-20 12:00", True, "2026-09-21 08:00"),
        (USUAL, "2026-10-09 20:00", False, "2026-10-10 08:00"),
        (USUAL, "2026-10-10 12:00", True, "2026-10-12 08:00"),
        # the holiday week, its Saturday too for those who work on Saturdays
        (USUAL, "2026-09-30 18:30", False, "2026-10-08 08:00"),
        (USUAL, "2026-10-05 12:00", False, "2026-10-08 08:00"),
        (SIX_DAYS, "2026-10-03 12:00", False, "2026-10-08 08:00"),
        # past midnight: the night of Friday ends on Saturday, that before a holiday in the holiday
        (LONG_NIGHT, "2026-11-21 07:59", True, "2026-11-23 20:00"),
        (LONG_NIGHT, "2026-11-21 08:00", False, "2026-11-23 20:00"),
        (LONG_NIGHT, "2026-11-23 03:00", False, "2026-11-23 20:00"),
        (LONG_NIGHT, "2026-10-01 03:00", True, "2026-10-08 20:00"),
        (LATE, "2026-11-23 23:59", True, "2026-11-24 16:00"),
        (LATE, "2026-11-24 00:00", False, "2026-11-24 16:00"),
        # in rotation, weekends and holidays included, before its first day as after it
        (FOUR_TEAMS, "2026-11-23 12:00", True, "2026-11-24 08:00"),
        (FOUR_TEAMS, "2026-11-25 12:00", False, "2026-11-25 16:00"),
        (FOUR_TEAMS, "2026-11-27 12:00", False, "2026-11-28 00:00"),
        (FOUR_TEAMS, "2026-11-28 03:00", True, "2026-11-29 00:00"),
        (FOUR_TEAMS, "2026-11-29 12:00", False, "2026-12-01 08:00"),
        (FOUR_TEAMS, "2026-11-22 12:00", False, "2026-11-23 08:00"),
        (FOUR_TEAMS, "2026-10-05 20:00", False, "2026-10-06 08:00"),
        (FOUR_TEAMS, "2026-10-06 12:00", True, "2026-10-07 08:00"),
    ],
)  # fmt: skip
def test_who_is_at_work_and_when_they_next_begin(
    pattern: Shift | Rotation, moment: str, works: bool, next_start: str
) -> None:
    hours = Hours(SHANGHAI, OCTOBER, pattern)
    assert hours.on_shift(at(moment)) is works
    assert shown(hours.next_start(at(moment))) == next_start


def test_the_same_moment_is_the_afternoon_of_one_site_and_the_morning_of_another() -> None:
    moment = at("2026-11-23 15:30")
    assert Hours(SHANGHAI, {}).on_shift(moment)
    there = Hours(BERLIN, {})
    assert shown(moment, BERLIN) == "2026-11-23 08:30"
    assert there.on_shift(moment)
    assert not there.on_shift(moment - timedelta(hours=1))
    assert shown(there.next_start(moment - timedelta(hours=1)), SHANGHAI) == "2026-11-23 15:00"


@pytest.mark.parametrize(
    ("night", "hours"),
    [("2026-03-28", 11), ("2026-10-24", 13), ("2026-10-25", 12)],
    ids=["the clocks go forward", "the clocks go back", "any other night"],
)
def test_a_night_shift_ends_by_the_clock_on_the_wall_also_when_it_changes(night: str, hours: int) -> None:
    pattern = Rotation((LONG_NIGHT,), date(2026, 1, 1))
    worker = Hours(BERLIN, {}, pattern)
    starts = at(f"{night} 20:00", BERLIN)
    ends = starts + timedelta(hours=hours)
    assert shown(ends, BERLIN).endswith("08:00")
    assert worker.on_shift(starts)
    assert worker.on_shift(ends - timedelta(minutes=1))
    assert not worker.on_shift(ends)
    assert shown(worker.next_start(starts), BERLIN).endswith("20:00")


def test_a_shift_that_would_begin_in_the_hour_that_is_skipped_begins_all_the_same() -> None:
    early = Hours(BERLIN, {}, Rotation((Shift(time(2, 30), time(10)),), date(2026, 1, 1)))
    starts = early.next_start(at("2026-03-28 12:00", BERLIN))
    assert shown(starts, BERLIN) == "2026-03-29 03:30"
    assert early.on_shift(starts)


def test_where_nobody_ever_works_nothing_waits() -> None:
    never = Hours(SHANGHAI, {}, Rotation((None,), date(2026, 1, 1)))
    moment = at("2026-11-23 12:00")
    assert not never.on_shift(moment)
    assert never.next_start(moment) == moment


@pytest.mark.parametrize(
    ("cycle", "place"),
    [
        ((EARLY, LATE, NIGHT, None), None),
        ((LONG_NIGHT, LONG_NIGHT, None), None),
        ((LONG_NIGHT, EARLY, None), None),
        ((LONG_NIGHT, Shift(time(7), time(15)), None), 1),
        ((Shift(time(7), time(15)), None, LONG_NIGHT), 0),
        ((LATE, NIGHT, None), None),
        ((Shift(time(8), time(8, 30)),), None),
    ],
)
def test_nobody_begins_before_they_have_ended(cycle: tuple[Shift | None, ...], place: int | None) -> None:
    """The last day of a cycle is followed by its first."""
    assert overlapping(cycle) == place
