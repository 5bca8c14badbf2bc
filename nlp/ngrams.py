"""What a linear model sees in words: stretches of Chinese characters, English words, pairs and parts of them."""

import re
from collections.abc import Iterable, Iterator

from nlp.wording import folded

READ_CHARACTERS = 1200  # an accident is told at more length than a hazard, and what happened stands at the end

_RUN = re.compile(r"[\u3400-\u9fff\d]+|[a-z][a-z\d]*")
_LONGEST = 4


def grams(words: str) -> Iterator[str]:
    """The n-grams of a text, repeated as often as they stand there.

    One to four Chinese characters or digits in a row; English words (after a space) and pairs of them (around a
    space); four and five letters of a word (after ~), by which a misspelt word is still known.
    """
    before = ""
    for run in _RUN.findall(folded(words[:READ_CHARACTERS])):
        if run[0].isascii() and run[0].isalpha():
            yield " " + run
            if before:
                yield f"{before} {run}"
            yield from ["~" + part for part in stretches(f"_{run}_", (4, 5))]
            before = run
        else:
            yield from stretches(run, range(1, _LONGEST + 1))
            before = ""


def stretches(run: str, sizes: Iterable[int]) -> list[str]:
    """All that is so long in it, the sizes one after another."""
    return [run[start : start + size] for size in sizes for start in range(len(run) - size + 1)]
