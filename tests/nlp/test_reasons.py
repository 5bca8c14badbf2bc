"""Why words sound like a known hazard: its likest name, and what both have in common."""

import pytest

from nlp.reasons import Likeness, likeness

GUARD = ("防护罩松动或缺失", "Machine guard loose or missing", "护罩掉了", "guard removed from the belt")


@pytest.mark.parametrize(
    ("words", "name", "shared"),
    [
        ("冲压2号机护罩掉了", "护罩掉了", ("护罩掉了",)),
        ("冲床防护罩老是松动", "防护罩松动或缺失", ("防护罩", "松动")),
        ("somebody REMOVED the guard from the belt", "guard removed from the belt", ("removed", "from the belt")),
        ("皮带 guard missing", "Machine guard loose or missing", ("guard", "missing")),
    ],
)
def test_the_likest_name_is_told_with_what_it_shares(words: str, name: str, shared: tuple[str, ...]) -> None:
    assert likeness(words, GUARD) == Likeness(name, shared)


@pytest.mark.parametrize("words", ["", "。。。", "今天吃什么", "x", "罩"])
def test_words_that_share_nothing_to_speak_of_have_no_likeness(words: str) -> None:
    assert likeness(words, GUARD) is None


def test_no_name_at_all_is_like_nothing() -> None:
    assert likeness("护罩掉了", ()) is None


def test_of_a_very_long_text_the_beginning_is_read() -> None:
    assert likeness("护罩掉了" + "啊" * 100_000, GUARD) == Likeness("护罩掉了", ("护罩掉了",))
    assert likeness("啊" * 5000 + "护罩掉了", GUARD) is None
