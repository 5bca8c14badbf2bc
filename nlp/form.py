"""How words are put, beside what they name: how long they are, how they begin and end, which marks they bear."""

import re
from collections.abc import Iterator

from nlp.examples import bare
from nlp.ngrams import READ_CHARACTERS, grams

SHORT = 8  # so few characters are known as a whole
EACH_LENGTH = 12  # up to so many characters every length is its own, from there on every ten
MARKS = "；;?？、（("
_LETTER = re.compile("[a-z]")


def formed(words: str) -> Iterator[str]:
    """The n-grams of a text, and after them its form: a copied rule and a bare "done" are known by that."""
    yield from grams(words)
    yield from form(words)


def form(words: str) -> Iterator[str]:
    """The form of a text, each as one feature; none looks like an n-gram of `nlp.ngrams`.

    `#` length, length as typed up to 3, the mark at the end, marks that lists and rules bear; `=` a short text as a
    whole; `^` how it begins, `$` how it ends.
    """
    typed = words[:READ_CHARACTERS].strip()
    read = bare(typed)
    yield f"#long{_step(length(read))}"
    yield f"#typed{min(len(typed), 3)}"
    yield "#end" + ("" if typed[-1:].isalnum() else typed[-1:])
    yield from ("#" + mark for mark in MARKS if mark in typed)
    if len(read) <= SHORT:
        yield "=" + read
    yield from ("^" + read[:many] for many in (2, 4))
    yield from (read[-many:] + "$" for many in (2, 3, 4))


def length(read: str) -> int:
    """Characters of a text, bare of its marks; a letter counts half: English needs two."""
    return len(read) - len(_LETTER.findall(read)) // 2


def _step(long: int) -> int:
    return long if long < EACH_LENGTH else EACH_LENGTH + long // 10
