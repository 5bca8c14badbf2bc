"""The duty roster: whose watch it is, hour by hour, across midnight."""

from datetime import date, datetime, time

import pytest

from tests.workflow.cast import SHANGHAI
from workflow.roster import Watch, on_watch

MON, TUE, SAT, SUN = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 28), date(2026, 11, 29)
NIGHT, DAYTIME = (time(20), time(8)), (time(8), time(20))


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), SHANGHAI)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (at(MON, 19, 59), []),
        (at(MON, 20), ["ma"]),
        (at(TUE, 0), ["ma"]),
        (at(TUE, 7, 59), ["ma"]),
        (at(TUE, 8), []),
        (at(TUE, 20), ["huang"]),
    ],
)
def test_a_night_watch_lasts_until_the_morning_and_no_longer(moment: datetime, expected: list[str]) -> None:
    rows = [Watch("ma", MON, "night", *NIGHT), Watch("huang", TUE, "night", *NIGHT)]
    assert on_watch(rows, moment) == expected


def test_a_row_without_hours_is_for_its_day_and_the_night_after_it() -> None:
    rows = [Watch("huang", TUE, "night"), Watch("ma", MON, "night")]
    assert on_watch(rows, at(MON, 0)) == ["ma"]
    assert on_watch(rows, at(MON, 23)) == ["ma"]
    assert on_watch(rows, at(TUE, 2)) == ["ma", "huang"], "after midnight the night leader is still the first"
    assert on_watch(rows, at(TUE, 8)) == ["huang"]


def test_told_hours_go_before_a_whole_day() -> None:
    rows = [Watch("zhou", SUN, "standby"), Watch("huang", SAT, "night", *NIGHT), Watch("ma", SAT, "day", *DAYTIME)]
    assert on_watch(rows, at(SUN, 2)) == ["huang", "zhou"]
    assert on_watch(rows, at(SAT, 12)) == ["ma"]


def test_from_eight_to_eight_is_a_whole_day_and_midnight_ends_one() -> None:
    assert on_watch([Watch("ma", MON, "day", time(8), time(8))], at(TUE, 7)) == ["ma"]
    assert on_watch([Watch("ma", MON, "late", time(16), time(0))], at(MON, 23, 59)) == ["ma"]
    assert on_watch([Watch("ma", MON, "late", time(16), time(0))], at(TUE, 0)) == []


def test_who_stands_on_it_twice_is_called_once() -> None:
    assert on_watch([Watch("ma", MON, "a", *NIGHT), Watch("ma", MON, "b")], at(MON, 21)) == ["ma"]


def test_half_the_hours_are_no_hours() -> None:
    assert on_watch([Watch("ma", MON, "night", time(20), None)], at(TUE, 7)) == ["ma"]
