"""Pieces of words: the most frequent pairs first, and the same ones every time."""

from nlp.word_pieces import word_pieces


def test_what_stands_together_most_often_becomes_one_piece() -> None:
    pieces = word_pieces(["guard"] * 5 + ["guards"] * 2 + ["oil"], most=20, least=3)
    assert pieces[: pieces.index("##ar")] == ["##a", "##d", "##i", "##l", "##r", "##s", "##u", "g", "o"]
    assert "guard" in pieces
    assert not {"oil", "guards"} & set(pieces)  # seen too seldom


def test_of_equally_frequent_pairs_the_first_by_alphabet_comes_first() -> None:
    assert word_pieces(["cd", "ab"], most=5, least=1) == ["##b", "##d", "a", "c", "ab"]
    assert word_pieces(["ab", "cd"], most=5, least=1) == ["##b", "##d", "a", "c", "ab"]


def test_there_are_no_more_than_wanted() -> None:
    assert len(word_pieces(["locked", "blocked", "clock"] * 4, most=11, least=1)) == 11
    assert word_pieces([], most=5, least=1) == []


def test_a_word_that_holds_a_pair_twice_is_put_together_to_its_end() -> None:
    assert "banana" in word_pieces(["banana"] * 3, most=20, least=1)
