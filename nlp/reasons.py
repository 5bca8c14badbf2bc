"""Why words sound like a known hazard: which of its names they are like, and what they have in common with it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from nlp.wording import folded

READ_CHARACTERS = 400
ENOUGH = 2  # Chinese characters, or letters of a word: one alone tells of nothing

_TOKEN = re.compile(r"[a-z\d]+|[^\W_]")


@dataclass(frozen=True)
class Likeness:
    """A name of a hazard, and the stretches that the words share with it, in the order of the words."""

    name: str
    shared: tuple[str, ...]


def likeness(words: str, names: Iterable[str]) -> Likeness | None:
    """The name that shares the largest part of itself with the words; None where none shares anything to speak of."""
    said = _tokens(words[:READ_CHARACTERS])
    compared = [(name, _shared(said, _tokens(name))) for name in names]
    found = [(sum(map(len, shared)) / len(folded(name)), name, shared) for name, shared in compared if shared]
    if not found:
        return None
    _, name, shared = max(found, key=lambda one: one[0])
    return Likeness(name, shared)


def _tokens(text: str) -> list[str]:
    """Each Chinese character, each word or number of Latin letters."""
    return _TOKEN.findall(folded(text))


def _shared(said: list[str], name: list[str]) -> tuple[str, ...]:
    blocks = SequenceMatcher(None, said, name, autojunk=False).get_matching_blocks()
    stretches = (_joined(said[block.a : block.a + block.size]) for block in blocks)
    return tuple(dict.fromkeys(stretch for stretch in stretches if len(stretch) >= ENOUGH))


def _joined(tokens: list[str]) -> str:
    """Words apart, Chinese characters together."""
    return re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", " ".join(tokens))
