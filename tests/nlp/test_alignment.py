"""What two texts have in common, in order: the very stretches that difflib finds."""

from difflib import SequenceMatcher

from hypothesis import given
from hypothesis import strategies as st

from nlp.alignment import Stretch, shared

few_letters = st.text(alphabet="ab火", max_size=20)


@given(one=few_letters, other=few_letters)
def test_it_finds_what_difflib_finds(one: str, other: str) -> None:
    theirs = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    assert shared(one, other) == [Stretch(*stretch) for stretch in theirs]


def test_the_longest_is_found_first_and_the_end_closes_the_list() -> None:
    assert shared("清洗槽边有水", "淬火槽边有水") == [(2, 2, 4), (6, 6, 0)]
    assert shared("", "有水") == [(0, 2, 0)]
