"""The hour of a day, as people write it."""

import pytest

from nlp.hours import hour_in


@pytest.mark.parametrize(
    ("said", "hour"),
    [
        ("7点半", "07:30"),
        ("七点半", "07:30"),
        ("早上7点", "07:00"),
        ("早上六点四十", "06:40"),
        ("7点05分", "07:05"),
        ("下午三点", "15:00"),
        ("晚上八点一刻", "20:15"),
        ("晚上10点", "22:00"),
        ("中午12点", "12:00"),
        ("中午一点", "13:00"),
        ("改到8点吧", "08:00"),
        ("18:00", "18:00"),
        ("６：４５", "06:45"),
        ("7.15", "07:15"),
        ("7", "07:00"),
        ("0:00", "00:00"),
        ("7 am", "07:00"),
        ("7:15 p.m.", "19:15"),
        ("12 am", "00:00"),
        ("at 6:30 please", "06:30"),
    ],
)
def test_an_hour_is_read_as_it_is_said(said: str, hour: str) -> None:
    assert hour_in(said) == hour


@pytest.mark.parametrize("said", ["", "早一点", "不要", "25点", "7:75", "7点或8点", "123", "2026-11-23"])
def test_what_is_no_hour_is_none(said: str) -> None:
    assert hour_in(said) is None
