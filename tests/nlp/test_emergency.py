"""Every emergency of the tables is heard, hardly anything else is, and no text can do harm."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.emergency import happening_now
from tests.nlp.emergency_sentences import HAPPENING, NOTHING_NOW
from workflow.emergency import Emergency

MOST_FALSE_ALARMS = 0.01

TOLD = [(kind, sentence) for kind, sentences in HAPPENING.items() for sentence in sentences]
NOT_TOLD = [sentence for sentences in NOTHING_NOW.values() for sentence in sentences]


def is_chinese(sentence: str) -> bool:
    return bool(re.search(r"[\u3400-\u9fff]", sentence))


@pytest.mark.parametrize(("kind", "sentence"), TOLD)
def test_an_emergency_is_heard(kind: str, sentence: str) -> None:
    assert happening_now(sentence) == kind


def test_hardly_anything_else_is_heard() -> None:
    false_alarms = [sentence for sentence in NOT_TOLD if happening_now(sentence)]
    assert len(false_alarms) <= MOST_FALSE_ALARMS * len(NOT_TOLD), false_alarms


def test_the_tables_are_large_enough_to_say_something() -> None:
    told = [sentence for _, sentence in TOLD]
    assert set(HAPPENING) == set(Emergency)
    for sentences, chinese, english in ((told, 40, 20), (NOT_TOLD, 130, 70)):
        assert len(set(sentences)) == len(sentences)
        assert sum(map(is_chinese, sentences)) >= chinese
        assert sum(not is_chinese(sentence) for sentence in sentences) >= english


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("脚手架塌了，压到人了", Emergency.COLLAPSE),
        ("有人倒下了，是触电了", Emergency.SHOCK),
        ("他晕倒了，煤气泄漏了", Emergency.LEAK),
    ],
)
def test_the_cause_goes_before_the_person_who_is_down(words: str, kind: Emergency) -> None:
    assert happening_now(words) is kind


@pytest.mark.parametrize(
    "words",
    [
        "着火啦",
        "起火拉",
        "起火了！！！",
        "著火了",
        "倉庫著火了",
        "  着火了  ",
        "着火了。。。",
        "着\u200b火了",
        "🔥🔥着火了🔥",
        "三号炉 着火了 快来",
        "“着火了”",
        "FIRE IN THE SHOP",
        "Ｆｉｒｅ ｉｎ ｔｈｅ ｓｈｏｐ！",
        "Theres a fire",
        "There’s a fire",
        "着火了" * 40 + "快来人",
    ],
)
def test_it_does_not_depend_on_how_it_is_typed(words: str) -> None:
    assert happening_now(words) is Emergency.FIRE


@pytest.mark.parametrize(
    ("calm", "excited"),
    [
        ("着火了怎么办", "着火了怎么办，快来人"),
        ("可能着火", "仓库可能着火，快来看"),
        ("昨天着火了", "昨天着火了，现在又着火了"),
        ("消防演练，仓库着火了", "不是演练，仓库着火了"),
        ("maybe a fire", "maybe a fire in the shop, hurry"),
        ("this is a drill, fire in the shop", "this is not a drill, fire in the shop"),
    ],
)
def test_a_doubt_does_not_hold_against_an_outcry(calm: str, excited: str) -> None:
    assert happening_now(calm) is None
    assert happening_now(excited) is Emergency.FIRE


def test_a_long_description_needs_an_outcry() -> None:
    description = "，".join(["包装线西侧配电箱内接线混乱"] * 6)
    assert happening_now(f"{description}，线头冒烟了") is None
    assert happening_now(f"{description}，线头冒烟了，快来人") is Emergency.FIRE


@pytest.mark.parametrize("words", ["", " ", "\n\n", "，。！", "🔥🔥🔥", "\x00", "?" * 500, "“”", "\ud800"])
def test_nothing_is_heard_where_nothing_is_said(words: str) -> None:
    assert happening_now(words) is None


def test_only_the_start_of_a_long_text_is_read() -> None:
    assert happening_now("好" * 400 + "，着火了，快来人") is None


@given(st.text())
def test_no_text_raises(words: str) -> None:
    happening_now(words)


@given(st.lists(st.sampled_from([*"着火了没有人被手在夹氨漏塌，。！？ \"'“”ab1", "fire ", "if ", "someone "])))
def test_no_jumble_of_its_own_words_raises(pieces: list[str]) -> None:
    happening_now("".join(pieces))


@pytest.mark.parametrize(
    "piece",
    [
        "着",
        "人",
        "手被",
        "人被夹",
        "氨",
        "架子",
        "a ",
        "fire ",
        "someone is ",
        "is " * 9,
        '"',
        "，",
        " ",
        "昨天",
        "今天着火 ",
    ],
)
def test_ten_thousand_characters_cost_little(piece: str) -> None:
    words = piece * (10_000 // len(piece))
    start = time.perf_counter()
    happening_now(words)
    happening_now("快来人！" + words)
    assert time.perf_counter() - start < 1
