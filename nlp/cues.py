"""Tells which clauses on major hazards some words touch, by what they name; the words are in major_words.toml."""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from nlp.wording import folded

PATTERN = re.compile(r"[.(){}\[\]?*\\]")
LIKELIER = 0.25  # what a thing adds that need not be named


class _Thing:
    """One thing by all its names."""

    def __init__(self, names: str) -> None:
        words = [name.strip() for name in _parted(folded(names)) if name.strip()]
        self._words = [_at_edge(word, " ") for word in words if not PATTERN.search(word)]
        patterns = [_at_edge(word, "(?<![a-z0-9])") for word in words if PATTERN.search(word)]
        self._pattern = re.compile("|".join(patterns)) if patterns else None

    def named_in(self, text: str) -> bool:
        return any(map(text.__contains__, self._words)) or bool(self._pattern and self._pattern.search(text))


@dataclass(frozen=True)
class _Combination:
    """Things that touch a clause when all of them are named together."""

    things: tuple[str, ...]
    likelier: tuple[str, ...]


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
        self._things = {name: _Thing(names) for name, names in words.items()}
        self._clauses = {entry: [_combination(rule) for rule in rules] for entry, rules in clauses.items()}
        self._group = {entry: group[0] for group in groups for entry in group}

    def asks_as(self, entry: str) -> str:
        """The same for all entries that ask the same."""
        return self._group.get(entry, entry)

    def shares(self, text: str) -> dict[str, Share]:
        """By entry: how much of its best combination the plain text names."""
        named = cache(lambda thing: self._things[thing].named_in(text))
        return {entry: max(_share(rule, named) for rule in rules) for entry, rules in self._clauses.items()}


def _share(rule: _Combination, named: Callable[[str], bool]) -> Share:
    held = sum(map(named, rule.things))
    return Share(held == len(rule.things), held / len(rule.things) + LIKELIER * sum(map(named, rule.likelier)))


def _combination(rule: str) -> _Combination:
    things = rule.split()
    must = tuple(thing for thing in things if thing[0] != "+")
    return _Combination(must, tuple(thing[1:] for thing in things if thing[0] == "+"))


def _parted(names: str) -> Iterator[str]:
    """The names between the | that stand in no bracket."""
    depth, start = 0, 0
    for place, letter in enumerate(names):
        depth += (letter == "(") - (letter == ")")
        if letter == "|" and not depth:
            yield names[start:place]
            start = place + 1
    yield names[start:]


def _at_edge(word: str, edge: str) -> str:
    """An English word begins where a word begins."""
    return (edge if "a" <= word[0] <= "z" else "") + word.replace("_", " ")


@cache
def shipped() -> Cues:
    table = tomllib.loads(Path(__file__).with_name("major_words.toml").read_text("utf-8"))
    return Cues(table["words"], table["clauses"], table["alike"]["groups"])
