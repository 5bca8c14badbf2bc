"""Who takes a shift over, and that the first tap counts."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.workflow.ground import refused
from tests.workflow.plant import Plant
from workflow.hand_over import TakeOver
from workflow.shifts import MONDAY_TO_FRIDAY, USUAL, Hours, Rotation, Shift

SHANGHAI = ZoneInfo("Asia/Shanghai")
STARTS = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)  # Monday 08:00 in Shanghai
NIGHT = Shift(time(20), time(8), MONDAY_TO_FRIDAY)


def test_a_team_leader_takes_a_shift_over_once(plant: Plant) -> None:
    plant.does("ma", TakeOver(STARTS.isoformat(), 3, 1))
    plant.does("ma", TakeOver(STARTS.isoformat(), 9, 9))
    assert plant.desk.taken_over == {("ma", STARTS): (3, 1)}


def test_whoever_leads_nothing_takes_nothing_over(plant: Plant) -> None:
    with refused("not_yours"):
        plant.does("li", TakeOver(STARTS.isoformat(), 3, 1))
    assert not plant.desk.shifts


def test_a_shift_lasts_from_its_start_until_its_end() -> None:
    hours = Hours(SHANGHAI, {}, USUAL)
    assert hours.started(STARTS - timedelta(seconds=1)) is None
    assert hours.started(STARTS) == STARTS
    assert hours.started(STARTS + timedelta(hours=9, minutes=59)) == STARTS
    assert hours.started(STARTS + timedelta(hours=10)) is None


def test_a_night_began_the_day_before() -> None:
    hours = Hours(SHANGHAI, {}, NIGHT)
    evening = STARTS + timedelta(hours=12)
    assert hours.started(evening + timedelta(hours=10)) == evening
    assert hours.started(STARTS) is None, "Sunday has no night"


def test_who_works_on_which_day() -> None:
    usual, team = Hours(SHANGHAI, {}), Hours(SHANGHAI, {}, Rotation([USUAL, None], date(2026, 11, 23)))
    week = [date(2026, 11, 23) + timedelta(days=n) for n in range(7)]
    assert [usual.works(day) for day in week] == [True] * 5 + [False] * 2
    assert [team.works(day) for day in week] == [True, False, True, False, True, False, True]
