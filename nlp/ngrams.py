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
            yield from ("~" + part for part in _stretches(f"_{run}_", (4, 5)))
            before = run
        else:
            yield from _stretches(run, range(1, _LONGEST + 1))
            before = ""


def _stretches(run: str, sizes: Iterable[int]) -> Iterator[str]:
    for size in sizes:
        yield from (run[start : start + size] for start in range(len(run) - size + 1))
