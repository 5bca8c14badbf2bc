"""The evaluation of a quarter, by hand: what it is held against, what may be said of a difference, and of accidents."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from workflow.effect import (
    JUDGED,
    Accidents,
    Against,
    Effect,
    Verdict,
    Wanted,
    accidents_in,
    compared,
    earlier,
    fewer,
    verdict,
    within,
)
from workflow.evidence import Evidence, Kept
from workflow.indicators import Kind, Median, Tally, Value
from workflow.periods import Period
from workflow.spans import Sight, Unit, period_of, sight
from workflow.steps import Step

Q4 = Period(date(2026, 10, 1), date(2026, 12, 31))


def seen(day: date) -> Sight:
    return sight(period_of(Unit.QUARTER, day), day, ZoneInfo("Asia/Shanghai"))


def test_a_quarter_that_is_over_is_held_against_whole_ones() -> None:
    over = sight(Q4, date(2027, 2, 1), ZoneInfo("Asia/Shanghai"))
    began = date(2025, 1, 1)
    assert earlier(over, Against.BEFORE, began) == Period(date(2026, 7, 1), date(2026, 9, 30))
    assert earlier(over, Against.YEAR, began) == Period(date(2025, 10, 1), date(2025, 12, 31))
    assert earlier(over, Against.START, began) == Period(began, date(2025, 4, 2))  # 92 days, as Q4 has


def test_one_that_lasts_is_held_against_as_many_days() -> None:
    now = seen(date(2026, 10, 10))  # ten days
    began = date(2025, 3, 5)
    assert earlier(now, Against.BEFORE, began) == Period(date(2026, 7, 1), date(2026, 7, 10))
    assert earlier(now, Against.YEAR, began) == Period(date(2025, 10, 1), date(2025, 10, 10))
    assert earlier(now, Against.START, began) == Period(began, date(2025, 3, 14))


def test_before_it_was_in_use_there_is_nothing_to_hold_it_against() -> None:
    now = seen(date(2026, 10, 10))
    assert all(earlier(now, against, None) is None for against in Against)
    began = date(2026, 9, 25)
    assert earlier(now, Against.BEFORE, began) is None  # July 1 to 10
    assert earlier(now, Against.YEAR, began) is None
    assert earlier(now, Against.START, date(2026, 9, 21)) == Period(date(2026, 9, 21), date(2026, 9, 30))
    assert earlier(now, Against.START, date(2026, 9, 22)) is None, "its tenth day is part of the quarter"


def rate(counts: int, of: int) -> Value:
    return Value(counts / of if of else None, counts, of, 0 < of < 10)


@pytest.mark.parametrize(
    ("now", "then", "wanted", "says"),
    [
        # of 100 and 100: 0.90 - 0.70, pooled 0.8, 1.96 x sqrt(0.16 x 0.02) = 0.111
        (rate(90, 100), rate(70, 100), Wanted.MORE, Verdict.BETTER),
        (rate(70, 100), rate(90, 100), Wanted.MORE, Verdict.WORSE),
        (rate(90, 100), rate(70, 100), Wanted.LESS, Verdict.WORSE),
        (rate(80, 100), rate(75, 100), Wanted.MORE, Verdict.SAME),
        # of 10 and 10: 0.8 - 0.5, pooled 0.65, 1.96 x sqrt(0.2275 x 0.2) = 0.418
        (rate(8, 10), rate(5, 10), Wanted.MORE, Verdict.SAME),
        (rate(9, 9), rate(0, 100), Wanted.MORE, Verdict.UNKNOWN),
        (rate(0, 0), rate(50, 100), Wanted.MORE, Verdict.UNKNOWN),
        (rate(100, 100), rate(100, 100), Wanted.MORE, Verdict.SAME),
    ],
)
def test_a_rate_has_changed_where_chance_would_seldom_do_it(
    now: Value, then: Value, wanted: Wanted, says: Verdict
) -> None:
    assert verdict(Kind.RATE, now, then, wanted) is says


def test_a_median_has_changed_by_a_fifth_of_the_earlier_one() -> None:
    def took(minutes: int, of: int = 10) -> Value:
        return Value(minutes, of, of, of < 10)

    assert verdict(Kind.MEDIAN, took(79), took(100), Wanted.LESS) is Verdict.BETTER
    assert verdict(Kind.MEDIAN, took(80), took(100), Wanted.LESS) is Verdict.SAME
    assert verdict(Kind.MEDIAN, took(121), took(100), Wanted.LESS) is Verdict.WORSE
    assert verdict(Kind.MEDIAN, took(10, of=9), took(100), Wanted.LESS) is Verdict.UNKNOWN


def test_reports_per_head_are_held_against_each_other_as_counts() -> None:
    def heads(counts: int, people: int) -> Value:
        return Value(100 * counts / people, counts, people, people < 10)

    # 40 - 20 of 100 people: pooled 30 of 100, 196 x sqrt(0.3 x 0.02) = 15.2
    assert verdict(Kind.PER_HEAD, heads(40, 100), heads(20, 100), Wanted.MORE) is Verdict.BETTER
    assert verdict(Kind.PER_HEAD, heads(30, 100), heads(20, 100), Wanted.MORE) is Verdict.SAME
    assert verdict(Kind.PER_HEAD, heads(4, 100), heads(5, 100), Wanted.MORE) is Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("now", "then", "says"),
    [
        (2, 12, Verdict.BETTER),  # 10 > 1.96 x sqrt(14) = 7.3
        (12, 2, Verdict.WORSE),
        (4, 8, Verdict.SAME),  # 4 < 6.8
        (0, 9, Verdict.UNKNOWN),
        (0, 0, Verdict.UNKNOWN),
    ],
)
def test_few_accidents_prove_nothing(now: int, then: int, says: Verdict) -> None:
    assert fewer(now, then) is says
    assert Effect((), Accidents(happened=now), Accidents(happened=then), 0, 0).of_accidents is says


def test_every_judged_figure_is_compared_in_its_order() -> None:
    now = Tally({"kept": 90, "limits": 100, "overdue": 2, "open": 40}, {Step.REPAIR: Median(60, 20)})
    then = Tally({"kept": 60, "limits": 100, "overdue": 20, "open": 40}, {Step.REPAIR: Median(300, 20)})
    found = {each.name: each.verdict for each in compared(now, then)}
    assert list(found) == list(JUDGED)
    told = {name for name, says in found.items() if says is Verdict.BETTER}
    assert told == {"on_time", "overdue_share", "repair_time"}
    assert set(found.values()) == {Verdict.BETTER, Verdict.UNKNOWN}


def accident(day: date, severity: str, cases: tuple[str, ...] = (), *, withdrawn: bool = False) -> Kept:
    told = Evidence("accident", day.isoformat(), "压伤", cases, "machinery", severity)
    return Kept(f"{day}{severity}", 1, told, withdrawn)


def test_accidents_of_the_days_are_counted_and_near_misses_apart() -> None:
    first, last = Q4.first, Q4.last
    kept = [
        accident(first, "minor", ("h1",)),
        accident(last, "damage"),
        accident(last, "near_miss", ("h2",)),
        accident(first, "fatal", withdrawn=True),
        accident(first - timedelta(days=1), "serious"),
        accident(last + timedelta(days=1), "serious"),
    ]
    assert accidents_in(kept, first, last) == Accidents(happened=2, hurt=1, near_misses=1, linked=1)
    assert len(within(kept, first, last)) == 3
