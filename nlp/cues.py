"""Tells which clauses on major hazards some words touch, by what they name; the words are in major_words.toml."""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from nlp.wording import folded

PATTERN = re.compile(r"[.(){}\[\]?*\\]")
LITERAL = re.compile(r"(?:[^.(){}\[\]?*+\\](?![?*{]))*")  # what a name that is a pattern surely begins with
LONGEST_START = 3  # characters
LIKELIER = 0.25  # what a thing adds that need not be named


class _Things:
    """All things by all their names; a name is looked for only where the text holds what it begins with."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self.bits = {thing: 1 << number for number, thing in enumerate(words)}
        self._beginning: dict[str, list[tuple[int, Callable[[str], object]]]] = {}
        for thing, names in words.items():
            for name in filter(None, map(str.strip, _parted(folded(names)))):
                start, look = _looking_for(name.replace("_", " "))
                self._beginning.setdefault(start[:LONGEST_START], []).append((self.bits[thing], look))

    def named_in(self, text: str) -> int:
        """The bits of all that are named."""
        named = 0
        starts = {text[at : at + size] for size in range(LONGEST_START + 1) for at in range(len(text))}
        for start in starts & self._beginning.keys():
            for bit, look in self._beginning[start]:
                if not named & bit and look(text):
                    named |= bit
        return named


def _looking_for(name: str) -> tuple[str, Callable[[str], object]]:
    """What the name begins with, and what is true of a text that holds it; an English word begins where a word does."""
    english = "a" <= name[0] <= "z"
    if not PATTERN.search(name):
        word = f" {name}" if english else name
        return word, lambda text: word in text
    start = LITERAL.match(name)
    return start[0] if start else "", re.compile(f"(?<![a-z0-9]){name}" if english else name).search


class _Combination(NamedTuple):
    """Things that touch a clause when all of them are named together; the bits of each."""

    things: int
    size: int
    likelier: int

    def share(self, named: int) -> "Share":
        held = (self.things & named).bit_count()
        return Share(held == self.size, held / self.size + LIKELIER * (self.likelier & named).bit_count())


class Share(NamedTuple):
    """whole: all of the things are named; much: 0 none, 1 all, more: and what makes it likelier."""

    whole: bool
    much: float


class Cues:
    """The table of words, made ready to look up."""

    def __init__(
        self, words: Mapping[str, str], clauses: Mapping[str, list[str]], groups: Iterable[Sequence[str]] = ()
    ) -> None:
        """groups: entries that ask the same."""
        self._things = _Things(words)
        self._clauses = {entry: [self._combination(rule) for rule in rules] for entry, rules in clauses.items()}
        self._group = {entry: group[0] for group in groups for entry in group}

    def asks_as(self, entry: str) -> str:
        """The same for all entries that ask the same."""
        return self._group.get(entry, entry)

    def shares(self, text: str) -> dict[str, Share]:
        """By entry: how much of its best combination the plain text names."""
        named = self._things.named_in(text)
        return {entry: max([rule.share(named) for rule in rules]) for entry, rules in self._clauses.items()}

    def _combination(self, rule: str) -> _Combination:
        things = [thing for thing in rule.split() if thing[0] != "+"]
        likelier = [thing[1:] for thing in rule.split() if thing[0] == "+"]
        bits = self._things.bits
        return _Combination(sum(bits[t] for t in things), len(things), sum(bits[t] for t in likelier))


def _parted(names: str) -> Iterator[str]:
    """The names between the | that stand in no bracket."""
    depth, start = 0, 0
    for place, letter in enumerate(names):
        depth += (letter == "(") - (letter == ")")
        if letter == "|" and not depth:
            yield names[start:place]
            start = place + 1
    yield names[start:]


@cache
def shipped() -> Cues:
    table = tomllib.loads(Path(__file__).with_name("major_words.toml").read_text("utf-8"))
    return Cues(table["words"], table["clauses"], table["alike"]["groups"])
