"""What narrows a search is read in both languages; what cannot be read is told, and the rest is only words."""

import pytest

from nlp.filters import Sifted, narrowed, sifted


@pytest.mark.parametrize(("text", "expected"), [
    ("配电箱 车间:冲压 状态:超期 2026-10-01..2026-10-31",
     Sifted("配电箱", "冲压", state="overdue", first="2026-10-01", last="2026-10-31")),
    ("panel place:Stamping_shop state:open 2026-10-1..",
     Sifted("panel", "Stamping shop", state="open", first="2026-10-01")),
    ("人：张伟 状态：待验收", Sifted("", person="张伟", state="awaiting_acceptance")),
    ("..2026/10/31", Sifted("", last="2026-10-31")),
    ("油 2026.10.5", Sifted("油", first="2026-10-05", last="2026-10-05")),
    ("2026-10-01至2026-10-02", Sifted("", first="2026-10-01", last="2026-10-02")),
    ("YH-20261123-0007", Sifted("YH-20261123-0007")),
    ("%' OR 1=1", Sifted("%' OR 1=1")),
    ("1=1; DROP TABLE hazards", Sifted("1=1; DROP TABLE hazards")),
    ("", Sifted("")),
    ("时间:2026-10-05", Sifted("", first="2026-10-05", last="2026-10-05")),
    ("日期：2026-10-01~2026-10-05", Sifted("", first="2026-10-01", last="2026-10-05")),
    ("油 from:2026-10-01", Sifted("油", first="2026-10-01")),
    ("until:2026-10-05", Sifted("", last="2026-10-05")),
])  # fmt: skip
def test_what_is_read(text: str, expected: Sifted) -> None:
    assert sifted(text) == expected


@pytest.mark.parametrize(("text", "wrong", "said"), [
    ("油 2026-02-30", "day", "2026-02-30"),
    ("时间:2026-02-30", "day", "2026-02-30"),
    ("时间:上周", "day", "上周"),
    ("2026-13-01..", "day", "2026-13-01.."),
    ("2026-10-31..2026-10-01", "order", "2026-10-31..2026-10-01"),
    ("状态:快好了", "state", "快好了"),
])  # fmt: skip
def test_what_cannot_be_read_is_told_as_it_was_written(text: str, wrong: str, said: str) -> None:
    found = sifted(text)
    assert (found.wrong, found.said) == (wrong, said)


@pytest.mark.parametrize(("text", "further", "both"), [
    ("状态:超期", "状态:在办", "状态:在办"),
    ("油 状态:超期 地点:冲压", "state:open", "油 地点:冲压 state:open"),
    ("油 2026-10-01..2026-10-05", "2026-11-01..", "油 2026-11-01.."),
    ("油 时间:2026-10-01", "2026-11-01..", "油 2026-11-01.."),
    ("油", "状态:在办", "油 状态:在办"),
    ("", "状态:在办", "状态:在办"),
])  # fmt: skip
def test_a_further_filter_takes_the_place_of_the_one_before(text: str, further: str, both: str) -> None:
    assert narrowed(text, further) == both
