"""Words that say a hazard has been put right, and words that only sound like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.fixed import says_fixed


@pytest.mark.parametrize(
    "words",
    [
        "通道堆了托盘，已经搬走了",
        "灭火器倒了，已扶好了",
        "地上有油，当场清理干净",
        "螺丝松了，已经拧紧了",
        "盖板开着，现场已盖上",
        "pallets in the aisle, already moved",
        "oil on the floor, I cleaned it up",
        "cover was open, we have closed it",
    ],
)
def test_it_is_heard(words: str) -> None:
    assert says_fixed(words)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "通道堆了托盘",
        "上次说了还没整改",
        "防护罩坏了，没有处理",
        "请尽快清理",
        "灯已经坏了",
        "the guard is not fixed",
        "please clean it up",
        "fixed ladder without cage",
    ],
)
def test_it_is_not_imagined(words: str) -> None:
    assert not says_fixed(words)


@given(st.text(max_size=600))
def test_any_text_is_read(words: str) -> None:
    assert says_fixed(words) in (True, False)
