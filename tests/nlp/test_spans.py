"""Periods as people say them, in both languages; and what is none."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.spans import Said, span_in
from workflow.spans import Unit, period_of

TODAY = date(2026, 11, 27)  # a Friday


@pytest.mark.parametrize(
    ("words", "unit", "first"),
    [
        ("本周", Unit.WEEK, date(2026, 11, 23)),
        ("上周", Unit.WEEK, date(2026, 11, 16)),
        ("上个星期", Unit.WEEK, date(2026, 11, 16)),
        ("last week", Unit.WEEK, date(2026, 11, 16)),
        ("这个月", Unit.MONTH, date(2026, 11, 1)),
        ("上个月", Unit.MONTH, date(2026, 10, 1)),
        ("上上个月", Unit.MONTH, date(2026, 9, 1)),
        ("10月", Unit.MONTH, date(2026, 10, 1)),
        ("十月份", Unit.MONTH, date(2026, 10, 1)),
        ("12月", Unit.MONTH, date(2025, 12, 1)),
        ("2025年3月", Unit.MONTH, date(2025, 3, 1)),
        ("25年3月", Unit.MONTH, date(2025, 3, 1)),
        ("2026-09", Unit.MONTH, date(2026, 9, 1)),
        ("October", Unit.MONTH, date(2026, 10, 1)),
        ("Dec", Unit.MONTH, date(2025, 12, 1)),
        ("March 2025", Unit.MONTH, date(2025, 3, 1)),
        ("this month", Unit.MONTH, date(2026, 11, 1)),
        ("本季度", Unit.QUARTER, date(2026, 10, 1)),
        ("上季度", Unit.QUARTER, date(2026, 7, 1)),
        ("三季度", Unit.QUARTER, date(2026, 7, 1)),
        ("第三季度", Unit.QUARTER, date(2026, 7, 1)),
        ("2025年四季度", Unit.QUARTER, date(2025, 10, 1)),
        ("Q3", Unit.QUARTER, date(2026, 7, 1)),
        ("2025 Q4", Unit.QUARTER, date(2025, 10, 1)),
        ("Q4 2025", Unit.QUARTER, date(2025, 10, 1)),
        ("last quarter", Unit.QUARTER, date(2026, 7, 1)),
        ("今年", Unit.YEAR, date(2026, 1, 1)),
        ("去年", Unit.YEAR, date(2025, 1, 1)),
        ("2025", Unit.YEAR, date(2025, 1, 1)),
        ("2025年", Unit.YEAR, date(2025, 1, 1)),
        ("last year", Unit.YEAR, date(2025, 1, 1)),
    ],
)
def test_a_period_is_read(words: str, unit: Unit, first: date) -> None:
    said = span_in(words, TODAY)
    assert said is not None
    assert (said.unit, said.as_of) == (unit, None)
    assert period_of(unit, said.day).first == first


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("11月12日", date(2026, 11, 12)),
        ("昨天", date(2026, 11, 26)),
        ("2026-10-31", date(2026, 10, 31)),
        ("November 12", date(2026, 11, 12)),
        ("yesterday", date(2026, 11, 26)),
    ],
)
def test_a_day_is_one_as_of_which(words: str, day: date) -> None:
    assert span_in(words, TODAY) == Said(None, day, day)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "不知道",
        "2026-02-30",
        "2026-13",
        "13月",
        "五季度",
        "2031年",
        "明天",
        "下个月",
        "2027 Q1",
        "三号门口漏油",
        "0000",
        "%' OR 1=1",
    ],
)
def test_what_is_none_or_yet_to_come_is_not_read(words: str) -> None:
    assert span_in(words, TODAY) is None


@given(st.text(max_size=80))
def test_nothing_that_anybody_writes_breaks_it(words: str) -> None:
    said = span_in(words, TODAY)
    assert said is None or said.day <= TODAY
