"""What a linear model sees in words, in both languages, however long or odd they are."""

from nlp.ngrams import READ_CHARACTERS, grams


def test_chinese_is_seen_in_stretches_of_up_to_four_characters() -> None:
    assert sorted(grams("电箱门坏")) == sorted(
        ["电", "箱", "门", "坏", "电箱", "箱门", "门坏", "电箱门", "箱门坏", "电箱门坏"]
    )


def test_english_is_seen_as_words_their_pairs_and_their_parts() -> None:
    seen = list(grams("belt guard"))
    assert {" belt", " guard", "belt guard"} <= set(seen)
    assert "~guard" in seen
    assert set(grams("gaurd")) & set(grams("guard")) == set()
    assert set(grams("guards")) & set(grams("guard")) >= {"~_gua", "~guar", "~uard"}


def test_a_pair_of_words_ends_where_another_language_begins() -> None:
    assert "guard off" not in set(grams("guard 二号机 off"))


def test_digits_stand_beside_chinese_whichever_way_they_are_written() -> None:
    assert set(grams("三号机")) == set(grams("3号机"))


def test_what_is_no_word_is_not_seen_and_what_is_too_long_is_cut() -> None:
    assert list(grams("")) == list(grams("😀 ,. \x00")) == []
    assert list(grams("漏" * (READ_CHARACTERS + 50))) == list(grams("漏" * READ_CHARACTERS))
