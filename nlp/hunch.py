"""How much some words sound like a hazard that is listed as major: a linear model over n-grams, a byte a weight.

Trained by nlp/train_hunch.py; what it learned from stands in data/hunch.json. It needs no library to be installed.
"""

import json
import re
import zlib
from array import array
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from nlp.plain import plain

SLOTS = 1 << 17  # n-grams share a weight where their hashes meet, which is seldom
DATA = Path(__file__).with_name("data")

_RUN = re.compile(r"[\u3400-\u9fff\d]+|[a-z][a-z]+")


class Hunch:
    def __init__(self, weights: bytes, scale: float, bias: float) -> None:
        self._weights = array("b", weights)
        self._scale, self._bias = scale, bias

    def log_odds(self, words: str) -> float:
        """That the words are of a major hazard, had every second report been; each n-gram counts once."""
        return self._bias + self._scale * sum(map(self._weights.__getitem__, slots(words)))


def slots(words: str) -> set[int]:
    """The weights that the words use."""
    return {zlib.crc32(gram.encode()) % SLOTS for gram in _grams(plain(words))}


def _grams(text: str) -> Iterator[str]:
    """One to three Chinese characters or digits; English words, and four letters of one."""
    for run in _RUN.findall(text):
        if "a" <= run[0] <= "z":
            yield " " + run
            edged = f"_{run}_"
            yield from ("~" + edged[start : start + 4] for start in range(len(edged) - 3))
        else:
            for size in (1, 2, 3):
                yield from (run[start : start + size] for start in range(len(run) - size + 1))


@cache
def shipped() -> Hunch:
    card = json.loads((DATA / "hunch.json").read_text("utf-8"))
    return Hunch((DATA / "hunch.bin").read_bytes(), card["scale"], card["bias"])
