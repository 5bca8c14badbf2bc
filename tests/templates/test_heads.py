"""Two people who read a head out to one another notice whether it is the same one."""

from hashlib import sha256

import pytest

from templates.heads import LANGUAGES, in_every_language, in_short, words_of

LINK = "3fa9c2d1" + "0" * 56


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_256_words_and_no_two_are_alike(language: str) -> None:
    seen = {word for number in range(4000) for word in words_of(language, number, LINK).split()}
    assert len(seen) == 256
    assert len({word.casefold() for word in seen}) == 256


def test_the_words_are_picked_as_the_document_says() -> None:
    first, *_ = sha256(f"17 {LINK}".encode()).digest()
    same = [number for number in range(3000) if sha256(f"{number} {LINK}".encode()).digest()[0] == first]
    assert {words_of("en", number, LINK).split()[0] for number in same} == {words_of("en", 17, LINK).split()[0]}
    assert in_short("en", 17, LINK) == f"17 3fa9c2d1 {words_of('en', 17, LINK)}"
    assert in_every_language(17, LINK) == {language: words_of(language, 17, LINK) for language in LANGUAGES}


def test_another_number_or_another_link_has_other_words() -> None:
    heads = [(number, link) for number in range(1, 40) for link in (LINK, LINK[:-1] + "1")]
    assert len({words_of("zh_CN", *head) for head in heads}) == len(heads)
