"""Words that were typed or heard for others are read as they were meant, and right ones stay as they are."""

import pytest

from nlp.slips import PAIR, Slips, readings, shipped
from nlp.wording import folded

KNOWN = Slips(["防护罩", "防护", "护罩", "配电箱", "电箱", "方法", " guard", " wiring"], ["门坏", "照明"])


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("防护照掉了", "防护罩掉了"),
        ("配电相门坏了", "配电箱门坏了"),
        ("gaurd gone", "guard gone"),
        ("wirring of the gard", "wiring of the gard"),  # a word of four letters may be one of its own
        ("防护罩掉了", "防护罩掉了"),
        ("guard gone", "guard gone"),
    ],
)
def test_what_sounds_or_reads_like_something_known_is_put_right(said: str, meant: str) -> None:
    assert KNOWN.put_right(said) == meant


@pytest.mark.parametrize(
    "said",
    [
        "照明坏了",  # 明 and 名 sound alike, but the pair is known
        "放发",  # sounds like 方法, but nothing of it is left
        "x",
        "",
        "🔥",
    ],
)
def test_what_is_known_or_like_nothing_stays(said: str) -> None:
    assert KNOWN.put_right(said) == said


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("冲床的防护照没装", "冲床的防护罩没装"),
        ("可燃汽体探测器没电", "可燃气体探测器没电"),
        ("高处作业没系安全代", "高处作业没系安全带"),
        ("有县空间没人监护", "有限空间没人监护"),
        ("emergancy exit bloked with palets", "emergency exit blocked with pallets"),
    ],
)
def test_slips_of_workers_are_put_right_by_what_comes_along(said: str, meant: str) -> None:
    assert shipped().put_right(folded(said)) == meant


@pytest.mark.parametrize(
    "said",
    [
        *(
            "电工没有证",
            "没有表",
            "没有牌",
            "没有阀",
            "线烧了",
            "铁水罐旁边有人",
            "测漏的仪器坏了",
            "煤气进加热炉",
            "锅炉爆过管",
        ),
        *("it floods", "feeds the furnace", "the blending room", "renting our building", "wood stain", "let it settle"),
    ],
)
def test_rare_words_that_are_right_stay(said: str) -> None:
    assert shipped().put_right(folded(said)) == folded(said)


def test_what_stands_in_a_library_of_ones_own_stays() -> None:
    assert KNOWN.put_right("gaurd of ours, 防护照", {" gaurd"}) == "gaurd of ours, 防护罩"
    assert KNOWN.put_right("电相坏了") == "电箱坏了"
    assert KNOWN.put_right("电相坏了", {"电相"}) == "电相坏了"


def test_every_character_of_gb2312_has_a_reading() -> None:
    table = readings()
    assert len(table) == 6763
    assert table[ord("罩")] == table[ord("照")] != table[ord("箱")]
    assert all(ord(first) in table for first in table.values())


def test_long_and_hostile_words_cost_little() -> None:
    for said in ("防护照" * 2000, "\ud800" * 100, "wirring " * 1000):
        assert len(shipped().put_right(said)) >= PAIR
