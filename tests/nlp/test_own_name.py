"""People name themselves in many ways: each is found, none of other words is, and nothing else of the words changes."""

import pytest

from nlp.own_name import named, without

NAMES = ["李强", "Li Qiang", "E1001", "13800138001", "X"]


@pytest.mark.parametrize(
    ("words", "struck"),
    [
        ("我是李强，2号机松了", "我是***，2号机松了"),
        ("李 强 报的", "*** 报的"),
        ("李\u200b强说的，李强", "***说的，***"),
        ("call LIQIANG now", "call *** now"),
        ("Qiang  Li here", "*** here"),
        ("li.qiang", "***"),
        ("工号e 1001", "工号***"),
        ("Ｅ１００１报", "***报"),
        ("电话 138-0013 8001", "电话 ***"),
    ],
)
def test_a_name_is_found_however_it_is_written(words: str, struck: str) -> None:
    assert named(words, NAMES)
    assert without(words, NAMES) == struck


@pytest.mark.parametrize(
    "words", ["E10012号阀", "QiangLiu", "李明和张强", "138001380012", "X光机", "", "２号机，松了；（急）"]
)
def test_other_words_are_left_as_they_are(words: str) -> None:
    assert named(words, NAMES) == []
    assert without(words, NAMES) == words


def test_only_what_was_found_is_struck_out() -> None:
    assert without("李强，工号E1001", ["李强"]) == "***，工号E1001"
