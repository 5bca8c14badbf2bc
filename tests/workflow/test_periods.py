"""Weeks and months: which days they have, and what each indicator counts of them."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from tests.workflow.test_metrics import GIVEN, TODAY, back, case, closed, day_of
from workflow.library import Grade
from workflow.lifecycle import State
from workflow.metrics import History
from workflow.periods import (
    INDICATORS,
    Period,
    Sums,
    four_weeks_before,
    heat,
    heat_map,
    mean_days,
    median,
    month_before,
    months_before,
    sums,
)
from workflow.periods import week_before as week
from workflow.standing import Standing

LAST = Period(date(2026, 11, 16), date(2026, 11, 22))
HANDED_IN = replace(GIVEN, state=State.AWAITING_ACCEPTANCE, due_at=None)


def told(*cases: History, within: frozenset[str] | None = None, period: Period = LAST) -> Sums:
    return sums(cases, within, period, TODAY, day_of)


def limited(stands: Standing, days: float) -> Standing:
    return replace(stands, limit_at=back(days))


def test_a_week_is_the_whole_one_before() -> None:
    assert week(TODAY) == LAST
    assert week(TODAY + timedelta(days=6)) == LAST
    assert week(TODAY + timedelta(days=7)).first == TODAY


def test_a_month_is_the_whole_one_before_also_over_the_turn_of_a_year() -> None:
    assert month_before(date(2026, 3, 1)) == Period(date(2026, 2, 1), date(2026, 2, 28))
    assert month_before(date(2027, 1, 31)) == Period(date(2026, 12, 1), date(2026, 12, 31))
    months = months_before(date(2027, 1, 4))
    assert [month.first.month for month in months] == list(range(1, 13))
    assert all(one.last + timedelta(days=1) == next_.first for one, next_ in pairwise(months))


@pytest.mark.parametrize(("handed_in", "kept"), [(5, 1), (4, 1), (3, 0)])
def test_in_time_is_what_was_handed_in_by_the_day_of_its_limit(handed_in: float, kept: int) -> None:
    stands = told(case((6, limited(GIVEN, 4)), (handed_in, limited(HANDED_IN, 4))))
    assert (stands.limits, stands.kept) == (1, kept)


def test_the_time_of_acceptance_is_not_the_owners() -> None:
    assert told(case((6, limited(GIVEN, 4)), (5, limited(HANDED_IN, 4)), (1, limited(closed(1), 4)))).kept == 1


def test_what_was_sent_back_was_not_put_right() -> None:
    again = case((6, limited(GIVEN, 4)), (5, limited(HANDED_IN, 4)), (3, limited(GIVEN, 4)), (2, limited(HANDED_IN, 4)))
    assert (told(again).limits, told(again).kept) == (1, 0)


def test_a_limit_to_come_is_of_another_week() -> None:
    assert told(case((6, limited(GIVEN, -4)))).limits == 0


def test_what_is_open_and_late_is_so_at_the_end_of_the_last_day() -> None:
    late = replace(GIVEN, due_at=back(5))
    stands = told(case((9, late)), case((9, late), (0.1, closed(0.1))), case((9, late), (2, closed(2))))
    assert (stands.stock, stands.late, stands.closed) == (2, 2, 1)


def test_major_recurring_and_spent() -> None:
    major = replace(GIVEN, grade=Grade.MAJOR)
    paid = replace(closed(2), spent=12_300)
    twice = History(back(4), [(back(4), GIVEN)], recurs=True)
    stands = told(case((3, major), (1, replace(closed(1), grade=Grade.MAJOR))), twice, case((9, GIVEN), (2, paid)))
    assert (stands.new, stands.majors, stands.again, stands.spent) == (2, 1, 1, 12_300)


def test_exercises_and_what_was_none_are_in_no_period() -> None:
    none = case((3, GIVEN), (2, replace(GIVEN, state=State.INVALID)))
    assert told(case((3, GIVEN), practice=True), none) == told()


def test_half_of_the_cases_are_closed_by_the_median() -> None:
    assert median({}) is None
    assert median({7: 1}) == 7
    assert median({1: 2, 9: 1, 40: 1}) == 1
    assert median({1: 1, 9: 2, 40: 1}) == 9
    assert mean_days({}) is None
    assert mean_days({24: 1, 72: 1}) == 2


def test_every_rate_is_a_part_of_what_it_divides_by() -> None:
    its = Sums(new=10, majors=1, again=2, limits=8, kept=6, stock=20, late=4)
    assert {each.name: (each.counts(its), each.of(its)) for each in INDICATORS} == {
        "on_time": (6, 8),
        "overdue": (4, 20),
        "recurrence": (2, 10),
        "major": (1, 10),
    }


def test_the_map_counts_what_came_in_by_place_and_kind() -> None:
    placed = replace(GIVEN, area_id="a", category="fire")
    came = [case((3, placed)), case((4, placed)), case((9, placed)), case((3, replace(placed, category="height")))]
    assert heat(came, None, LAST, TODAY, day_of) == {("a", "fire"): 2, ("a", "height"): 1}
    assert heat(came, frozenset({"store"}), LAST, TODAY, day_of) == {}


def test_four_weeks_end_with_the_last_one() -> None:
    four = four_weeks_before(TODAY)
    assert (four.last, (four.last - four.first).days) == (LAST.last, 27)


def test_the_busiest_have_rows_of_their_own_and_the_others_one_together() -> None:
    came = {("a", "fire"): 1, ("b", "fire"): 5, ("b", "height"): 2, ("c", "ppe"): 3, ("d", "vehicle"): 1}
    whole = heat_map(came, 9, 9)
    assert whole.areas == ("b", "c", "a", "d")
    assert whole.categories == ("fire", "ppe", "height", "vehicle")
    assert whole.cells[0] == (5, 0, 2, 0)
    few = heat_map(came, 3, 2)
    assert (few.areas, few.categories) == (("b", "c", None), ("fire", None))
    assert few.cells == ((5, 2), (0, 3), (1, 1))
    assert sum(map(sum, few.cells)) == sum(came.values())
    assert heat_map({}, 3, 3).cells == ()
