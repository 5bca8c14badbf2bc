"""The duty roster: whose watch it is, hour by hour, across midnight."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from tests.workflow.cast import SHANGHAI
from workflow.calendar import SATURDAY
from workflow.roster import Hole, Part, Watch, holes, on_watch

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


def month(*without: int, days: int = 30) -> list[Watch]:
    """Every night of November 2026, and every Saturday and Sunday; without some days of the month."""
    november = [date(2026, 11, n + 1) for n in range(days) if n + 1 not in without]
    off = [Watch("huang", day, "day", *DAYTIME) for day in november if day.weekday() >= SATURDAY]
    return [*off, *(Watch("ma", day, "night", *NIGHT) for day in november)]


def found(rows: list[Watch]) -> list[tuple[str, int, int]]:
    known = holes(rows, date(2026, 11, 1), date(2026, 11, 30), lambda day: day.weekday() >= SATURDAY)
    return [(hole.part, hole.first.day, hole.last.day) for hole in known]


def test_nights_and_days_off_without_anybody_are_told_as_spans() -> None:
    assert found(month()) == []
    assert found(month(12, 13, 14, 15, 16, 17)) == [("night", 12, 17), ("day_off", 14, 15)]
    assert found(month(3, 5)) == [("night", 3, 3), ("night", 5, 5)]
    assert found(month(days=28)) == [("day_off", 29, 29), ("night", 29, 30)], "until the last day that is asked for"


def test_nobody_is_missed_who_is_never_there() -> None:
    nights = [row for row in month() if row.shift == "night"]
    assert found(nights) == []
    assert found([Watch("ma", row.day, "night") for row in nights]) == [], "a row without hours is for all of it"
    assert found([]) == []


def test_half_a_night_is_a_hole_and_two_watches_together_are_none() -> None:
    early, late = (time(18), time(2)), (time(2), time(8))
    halves = [Watch("ma", day, "early", *early) for day in (MON, TUE)]
    rest = [Watch("wu", day, "late", *late) for day in (TUE,)]
    assert holes([*halves, *rest], MON, TUE, lambda day: False) == [Hole(Part.PART_OF_NIGHT, TUE, TUE)]


def test_a_watch_that_ends_every_night_before_the_morning_leaves_a_hole_in_each() -> None:
    rows = [Watch("ma", row.day, "late", time(18), time(2)) for row in month() if row.shift == "night"]
    assert found(rows) == [("part_of_night", 1, 30)]
    late = [Watch("ma", row.day, "late", time(16), time(0)) for row in rows]
    early = [Watch("wu", row.day, "early", time(5), time(13)) for row in rows]
    assert found([*late, *early]) == [], "nobody there watches by night"


def test_a_watch_of_somebody_who_has_left_is_a_hole() -> None:
    rows = [replace(row, there=row.day.day < 29) for row in month()]
    assert found(rows) == [("day_off", 29, 29), ("night", 29, 30)]
    assert found([replace(row, there=False) for row in month()])[1] == ("night", 1, 30)
    assert on_watch(rows, at(date(2026, 11, 29), 23)) == []
    assert on_watch(rows, at(date(2026, 11, 29), 2)) == ["ma"], "the watch that they began"
