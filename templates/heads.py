"""A head of the audit's chain as people read it out to one another: its number, eight signs, four words.

The words are those of head_words/<language>.txt, 256 of them, picked by the first four bytes of the SHA-256 of number
and link; with the eight signs of the link they are 64 bits of two different digests. docs/audit.md says so to whoever
compares without this program.
"""

from functools import cache
from hashlib import sha256
from pathlib import Path

LANGUAGES = ("zh_CN", "en")
ROOM = Path(__file__).parent / "head_words"
WORDS = 4
SIGNS = 8


def words_of(language: str, number: int, link: str) -> str:
    """Four words with spaces between. link: 64 hexadecimal signs."""
    picked = sha256(f"{number} {link}".encode()).digest()[:WORDS]
    return " ".join(_words(language)[byte] for byte in picked)


def in_short(language: str, number: int, link: str) -> str:
    """One line: "1042 3fa9c2d1 lantern meadow oak robin"."""
    return f"{number} {link[:SIGNS]} {words_of(language, number, link)}"


def in_every_language(number: int, link: str) -> dict[str, str]:
    """The four words, by language."""
    return {language: words_of(language, number, link) for language in LANGUAGES}


@cache
def _words(language: str) -> list[str]:
    return (ROOM / f"{language}.txt").read_text(encoding="utf-8").split()
