"""Yes, no and "I cannot tell", typed in place of a tap; anything more is told, and no answer."""

import pytest

from nlp.whether import Whether, agrees, says_whether


@pytest.mark.parametrize("words", ["是", "是的", "对！", "嗯嗯", "Yes", "yeah."])
def test_yes(words: str) -> None:
    assert says_whether(words) is Whether.YES


@pytest.mark.parametrize("words", ["不是", "不是的", "没有啊", "No", "nope!"])
def test_no(words: str) -> None:
    assert says_whether(words) is Whether.NO


@pytest.mark.parametrize("words", ["不知道", "不清楚啊", "判断不了", "I don't know", "not sure", "can't tell"])
def test_cannot_tell(words: str) -> None:
    assert says_whether(words) is Whether.UNSURE


@pytest.mark.parametrize(
    "words", ["", "是3号叉车，在仓库门口", "没有护栏", "no guard on press 2", "刹车踩到底都停不住"]
)
def test_what_tells_more_is_no_answer(words: str) -> None:
    assert says_whether(words) is None


@pytest.mark.parametrize(("words", "meant"), [
    ("好的", Whether.YES), ("是的。", Whether.YES), ("OK!", Whether.YES), ("可以", Whether.YES),
    ("不要", Whether.NO), ("not now", Whether.NO), ("no", Whether.NO),
    ("好像漏油了", None), ("别处也漏油", None), ("ok 漏油", None),
])  # fmt: skip
def test_what_agrees_to_something_is_no_answer_to_a_question_of_fact(words: str, meant: Whether | None) -> None:
    assert agrees(words) is meant
    assert says_whether("可以") is says_whether("别") is None
