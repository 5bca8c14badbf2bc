"""Whether people name themselves in what they write, however they space it, and the words without their name."""

import re
import unicodedata
from collections.abc import Iterable

INSTEAD = "***"
SHORTEST = 2  # a single letter or character is part of other words
_BETWEEN = r"[\s\-_.·,，、\u200b-\u200f\u2060\ufeff]*"  # what stands between the parts of a name, seen or not


def named(words: str, names: Iterable[str]) -> list[str]:
    """Those of a person's own names, codes and numbers that stand in the words."""
    return [name for name in names if (pattern := _pattern(name)) is not None and pattern.search(_plain(words))]


def without(words: str, names: Iterable[str]) -> str:
    """The words with every one of these names struck out."""
    for name in sorted(names, key=len, reverse=True):
        if (pattern := _pattern(name)) is not None:
            for found in reversed(list(pattern.finditer(_plain(words)))):
                words = words[: found.start()] + INSTEAD + words[found.end() :]
    return words


def _pattern(name: str) -> re.Pattern[str] | None:
    """The name in any spacing and case, its parts in either order; no part of a longer word or number."""
    parts = re.findall(r"\w+", _plain(name))
    letters = "".join(parts)
    if len(letters) < SHORTEST:
        return None
    orders = {letters, "".join(reversed(parts))}
    spelt = "|".join(sorted(_BETWEEN.join(map(re.escape, order)) for order in orders))
    return re.compile(rf"(?<![a-z0-9])(?:{spelt})(?![a-z0-9])" if letters.isascii() else spelt, re.IGNORECASE)


def _plain(text: str) -> str:
    """Full-width letters and digits as the usual ones; each character stays in its place."""
    usual = ((unicodedata.normalize("NFKC", character), character) for character in text)
    return "".join(normal if len(normal) == 1 else character for normal, character in usual)
