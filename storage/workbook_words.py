"""Which words of a workbook stand for which sheet, column and code; the words themselves are in workbook_words.toml."""

import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


def titles(sheet: str) -> list[str]:
    """What a sheet may be called, the usual title first."""
    return list(_words()[sheet]["title"])


def headings(sheet: str, field: str) -> list[str]:
    """What the column of a field may be headed, the usual heading first."""
    return list(_words()[sheet][field])


def usual_words(vocabulary: str) -> list[list[str]]:
    """What an operator is told to write, in the order of the codes: of each the Chinese and the English word."""
    return [words[:2] for words in _words()["words"][vocabulary].values()]


@cache
def meanings(vocabulary: str) -> dict[str, str]:
    """Folded word or code -> code."""
    codes: dict[str, list[str]] = _words()["words"][vocabulary]
    return {folded(word): code for code, words in codes.items() for word in (code, *words)}


def folded(word: str) -> str:
    """A word without the differences nobody sees: full or half width, case, blanks around it."""
    return unicodedata.normalize("NFKC", word).strip().casefold()
