"""Intervals hold the figure they are of, narrow with more sentences, and say when one is ahead of another."""

import pytest

from nlp.evaluate import Outcome, measures
from nlp.intervals import ahead, interval_report, intervals
from nlp.labelled import Labelled
from workflow.library import Category

FIRE, FLOOR = Category.FIRE, Category.ENVIRONMENT


def outcome(number: int, *, right: bool, answered: bool = True) -> Outcome:
    guess = FIRE if right else FLOOR
    example = Labelled(f"sentence {number}", "en" if number % 2 else "zh", FIRE, frozenset(), None, "coal")
    return Outcome(example, guess, frozenset({guess}), answered, 0.9, None)


def mixed(n: int, wrong_each: int) -> list[Outcome]:
    return [outcome(number, right=number % wrong_each > 0) for number in range(n)]


def test_an_interval_holds_its_figure_and_is_as_wide_as_theory_says() -> None:
    low, high = intervals(mixed(400, 4))["strict"] or (0, 0)
    assert low < 0.75 < high
    # normal approximation: 1.96 * sqrt(0.75 * 0.25 / 400) = 0.0424 to either side
    assert (high - low) / 2 == pytest.approx(0.0424, abs=0.008)


def test_more_sentences_more_certainty() -> None:
    few, many = (intervals(mixed(n, 4))["lenient"] or (0, 0) for n in (40, 4000))
    assert many[1] - many[0] < (few[1] - few[0]) / 5


def test_the_same_seed_gives_the_same_interval_and_another_one_of_its_own() -> None:
    assert intervals(mixed(100, 3), seed=7) == intervals(mixed(100, 3), seed=7)
    assert intervals(mixed(100, 3), seed=7, resamples=10) != intervals(mixed(100, 3), seed=8, resamples=10)


def test_the_figures_that_have_intervals_are_those_of_the_report() -> None:
    outcomes = mixed(300, 5)
    for name, between in intervals(outcomes).items():
        figure = measures(outcomes)[name]
        assert between is not None
        assert figure is not None
        assert between[0] <= figure <= between[1], name


def test_there_is_no_interval_of_nothing() -> None:
    assert set(intervals([]).values()) == {None}
    silent = [outcome(number, right=True, answered=False) for number in range(5)]
    assert intervals(silent)["accepted_lenient"] is None
    assert intervals(silent)["strict"] == (1.0, 1.0)


def test_each_language_and_domain_has_its_own() -> None:
    told = interval_report(mixed(100, 4))
    assert list(told) == ["overall", "by_lang", "by_domain"]
    assert set(told["by_lang"]) == {"en", "zh"}
    assert set(told["by_domain"]) == {"coal"}
    assert told["by_lang"]["en"]["strict"] == (1.0, 1.0)  # every fourth is wrong, and even


def test_one_is_ahead_where_the_whole_interval_is_above_nothing() -> None:
    better, worse = mixed(400, 10), mixed(400, 4)
    low, high = ahead(better, worse)
    assert 0 < low < 0.15 < high
    assert ahead(worse, better) == pytest.approx((-high, -low), abs=0.02)
    assert ahead(better, better) == (0.0, 0.0)


def test_only_the_same_sentences_are_compared() -> None:
    with pytest.raises(ValueError, match="same sentences"):
        ahead(mixed(10, 3), mixed(11, 3))
    with pytest.raises(ValueError, match="same sentences"):
        ahead([], [])
