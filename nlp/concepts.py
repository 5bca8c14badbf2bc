"""Reads words as what they name: things, faults, places, numbers; people's many words for one thing become one."""

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from nlp.wording import with_numbers

READ_CHARACTERS = 400
THING, FAULT, PLACE, ALIKE, NUMBER, WORD, SIGN = "thing", "fault", "place", "alike", "number", "word", "sign"

_WORDS = tomllib.loads((Path(__file__).parent / "similar_words.toml").read_text("utf-8"))
_KINDS = {"things": THING, "faults": FAULT, "places": PLACE, "alike": ALIKE}
_FIGURES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_IN_FIGURES = re.compile(rf"\b({'|'.join(_FIGURES)})\b")
# 1个, 1处: how people say "a"; no number of anything.
_A = re.compile(r"(?<!\d)1(?=[个台条处只些名下直旦般样段边块根道把张次点起部])")
_GROUND = re.compile("地[上下](?![室车水管沟])")  # said of the floor alike
_ORDINAL = re.compile(r"\b(first|second|third|fourth|fifth|sixth|seventh|eighth)\b")
_NTH = {
    word: str(n)
    for n, word in enumerate(["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"], start=1)
}
_FILLER = frozenset(
    [
        *"的了那这个只台有在就还是被让把给都也很着过处吧啊哈呢嘛嘞勒些与和及到从往来去说得",
        "a",
        "an",
        "the",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "it",
        "its",
        "this",
        "that",
        "there",
        "and",
        "or",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "with",
        "by",
        "from",
        "has",
        "have",
        "had",
        "his",
        "her",
        "their",
        "he",
        "she",
        "they",
        "we",
        "i",
        "you",
        "up",
        "so",
        "as",
        "into",
        "when",
        "which",
        "who",
        "while",
    ]
)
_ENDINGS = ("ing", "ed", "es", "s")
_SHORTEST = 3  # letters that are left of a word without its ending


class Token(NamedTuple):
    """What a piece of text names: the plainest word for it."""

    kind: str
    name: str


@lru_cache(maxsize=512)
def levelled(words: str) -> str:
    """The words with numbers as figures, and without a "one" that counts nothing."""
    said = _GROUND.sub("地面", _A.sub("", with_numbers(words[:READ_CHARACTERS])))
    said = _IN_FIGURES.sub(lambda found: str(_FIGURES.index(found[1])), said)
    return _ORDINAL.sub(lambda found: _NTH[found[1]], said)


def _groups() -> Iterator[tuple[str, Token]]:
    for table, kind in _KINDS.items():
        for group in _WORDS[table]:
            words = [levelled(word.strip()) for word in group.split(",")]
            yield from ((word, Token(kind, words[0])) for word in words)


def _known() -> dict[str, Token]:
    known: dict[str, Token] = {}
    for word, meant in _groups():
        known.setdefault(word, meant)
    return known


_KNOWN = _known()
_LENGTHS: dict[str, list[int]] = {}  # of the known words that begin with a character, longest first
for _word in sorted(_KNOWN, key=len, reverse=True):
    if len(_word) not in _LENGTHS.setdefault(_word[0], []):
        _LENGTHS[_word[0]].append(len(_word))
_TOKEN = re.compile(r"(?P<number>\d+(?:\.\d+)?(?:[a-e](?![a-z]))?)|(?P<word>[a-z]+)|(?P<sign>[\u3400-\u9fff])")


def tokens(said: str) -> tuple[Token, ...]:
    """What levelled words name, in order; filler left out."""
    return tuple(_read(said))


def _read(said: str) -> Iterator[Token]:
    at = 0
    while at < len(said):
        if said[at] in _LENGTHS and (known := _known_at(said, at)):
            yield _KNOWN[known]
            at += len(known)
        elif match := _TOKEN.match(said, at):
            at, word, kind = match.end(), match[0], match.lastgroup or ""
            if word not in _FILLER:
                yield Token(kind, _stem(word) if kind == WORD else word)
        else:
            at += 1


def _known_at(said: str, at: int) -> str:
    """The longest known word that stands here, or none; an English one ends where it ends, a Chinese one anywhere."""
    for length in _LENGTHS[said[at]]:
        word = said[at : at + length]
        if word in _KNOWN and not (word[0].isascii() and _goes_on(said, at + length)):
            return word
    return ""


def _goes_on(said: str, at: int) -> bool:
    after = said[at : at + 1]
    return after.isascii() and after.isalpha()


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word[: -len(ending)]
    return word
