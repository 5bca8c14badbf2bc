"""The three cases that need a decision: which they are, and in which order."""

from datetime import UTC, datetime, timedelta

import pytest

from workflow.decisions import MOST, USUALLY, Waiting, Why, most_pressing

NOW = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)


def waits(hazard: str, why: Why, days: float) -> Waiting:
    return Waiting(hazard, why, NOW - timedelta(days=days))


def pressing(*waiting: Waiting) -> list[tuple[str, Why]]:
    return [(each.hazard_id, each.why) for each in most_pressing(waiting, NOW)]


def test_nothing_waits() -> None:
    assert pressing() == []


@pytest.mark.parametrize("why", list(Why))
def test_what_is_within_the_usual_time_needs_nobody(why: Why) -> None:
    usual = USUALLY[why] / timedelta(days=1)
    assert pressing(waits("a", why, usual - 0.01)) == []
    assert pressing(waits("a", why, usual)) == [("a", why)]


def test_a_major_hazard_without_a_plan_goes_before_all() -> None:
    assert pressing(waits("old", Why.MONEY, 300), waits("major", Why.PLAN, 2))[0] == ("major", Why.PLAN)


def test_the_others_by_how_far_they_are_beyond_the_usual() -> None:
    overdue, money, time = waits("a", Why.OVERDUE, 9), waits("b", Why.MONEY, 8), waits("c", Why.TIME, 2)
    assert [name for name, _ in pressing(time, overdue, money)] == ["b", "a", "c"]


def test_what_waits_twice_as_long_for_the_same_goes_first() -> None:
    assert [name for name, _ in pressing(waits("new", Why.MONEY, 5), waits("old", Why.MONEY, 10))] == ["old", "new"]


def test_a_case_is_told_once_by_what_presses_most() -> None:
    assert pressing(waits("a", Why.TIME, 2), waits("a", Why.OVERDUE, 30)) == [("a", Why.OVERDUE)]


def test_no_more_than_three() -> None:
    many = [waits(f"{n:02}", Why.MONEY, 5 + n) for n in range(9)]
    assert [name for name, _ in pressing(*many)] == ["08", "07", "06"]
    assert len(pressing(*many)) == MOST


def test_equals_always_come_in_the_same_order() -> None:
    one, other = waits("a", Why.MONEY, 9), waits("b", Why.MONEY, 9)
    assert pressing(one, other) == pressing(other, one)
