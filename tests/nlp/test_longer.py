"""How much longer somebody needs: counted from the limit, or named as a day."""

from datetime import date

import pytest

from nlp.longer import longer_until

TODAY, LIMIT = date(2026, 11, 26), date(2026, 11, 30)


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("5", "2026-12-05"),
        ("十", "2026-12-10"),
        ("５天", "2026-12-05"),
        ("两天", "2026-12-02"),
        ("再给我3天吧", "2026-12-03"),
        ("10天左右", "2026-12-10"),
        ("延期两周", "2026-12-14"),
        ("1周", "2026-12-07"),
        ("半个月", "2026-12-15"),
        ("2个月", "2027-01-30"),
        ("three days", "2026-12-03"),
        ("I need two more weeks", "2026-12-14"),
        ("5 more", "2026-12-05"),
    ],
)
def test_a_number_and_a_span_count_from_the_limit(words: str, until: str) -> None:
    assert longer_until(words, LIMIT, TODAY) == date.fromisoformat(until)


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("下周五", "2026-12-04"),
        ("延到12月20日", "2026-12-20"),
        ("到9号", "2026-12-09"),
        ("3日", "2026-12-03"),
        ("12/20", "2026-12-20"),
        ("3天后", "2026-11-29"),
        ("再过3天", "2026-11-29"),
        ("until Friday", "2026-11-27"),
        ("in 3 days", "2026-11-29"),
        ("20 December", "2026-12-20"),
    ],
)
def test_a_day_is_that_day_whatever_the_limit(words: str, until: str) -> None:
    assert longer_until(words, LIMIT, TODAY) == date.fromisoformat(until)


@pytest.mark.parametrize(
    "words",
    [
        "3-5天",
        "3-5",
        "3到5天",
        "两三天",
        "1.5天",
        "1.5",
        "一天半",
        "5天吧，最多7天",
        "2 or 3 days",
        "很久",
        "-5",
        "不行",
    ],
)
def test_more_than_one_or_none(words: str) -> None:
    assert longer_until(words, LIMIT, TODAY) is None
