"""Screens words for hazards that are listed as major: which clauses they may touch, best first; recall comes first.

Words alone never make a hazard major: a candidate is a question to ask, which a person answers.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nlp import cues, hunch, slips
from nlp.plain import plain
from nlp.retrieval import READ_CHARACTERS, Index
from nlp.wording import folded
from workflow.library import Grade, LibraryEntry

MOST = 3  # candidates
AS_NEAR = 0.6  # as the best: whoever is further off would only make the question longer
AS_LIKE = 0.6  # as the likest, where it is not all named that the clause is about
# Chosen on ways 1 and 2 of each clause, on sentences of our own and on real reports, each judged by a hunch without it.
SUSPECT, SUSPECT_ENGLISH = -2.7, -1.0  # log odds of the hunch: from there on it is enough by itself
BY_LIKENESS, VOTE = (
    5.0,
    3.0,
)  # what likeness counts beside the share of things named; how much more the likest names count
NAMED = 1.0  # from there on something is named; a hunch alone comes to a tenth
NOTHING = cues.Share(whole=False, much=0.0)  # of an entry that has no words

_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class Candidate:
    """An entry that the words may be of; how_near: to order by, 0 upward, no probability."""

    entry: str
    how_near: float


class MajorScreen:
    """The major entries of a library, ready to be asked; an entry without cue words is found by likeness alone."""

    def __init__(self, entries: Iterable[LibraryEntry], industries: Collection[str] = ()) -> None:
        """industries: those of the company; none: all. An entry of another one needs more than one sign."""
        major = [entry for entry in entries if entry.grade is Grade.MAJOR and (entry.fact or entry.fact_en)]
        spoken = [(number, name) for number, entry in enumerate(major) for name in _names(entry)]
        self._codes = [entry.code for entry in major]
        self._whose = np.array([number for number, _ in spoken], dtype=np.int32)
        self._index = _indexed(tuple(name for _, name in spoken))
        self._elsewhere = {e.code for e in major if industries and e.industry and e.industry not in industries}

    def screen(self, words: str, asked: Collection[str] = (), proposed: str | None = None) -> tuple[Candidate, ...]:
        """At most three, best first; none: nothing in the words speaks for a major hazard.

        asked: entries of which those are left out that ask the same; nothing that was less likely takes their place.
        proposed: the entry that the words are taken for; where it is a major one, it is asked about in any case.
        """
        asks_as = cues.shipped().asks_as
        known = set(map(asks_as, asked))
        found = [one for one in self._as_typed_and_meant(words) if asks_as(one.entry) not in known]
        if proposed in self._codes and asks_as(proposed) not in known | {asks_as(one.entry) for one in found}:
            found.insert(0, Candidate(proposed, max([one.how_near for one in found], default=NAMED)))
        return tuple(found[:MOST])

    def _as_typed_and_meant(self, words: str) -> list[Candidate]:
        """What is put right may have been right: what either speaks for is asked about, each question once."""
        typed = folded(words[:READ_CHARACTERS])
        meant = slips.shipped().put_right(typed)
        both = [*self._candidates(meant), *(self._candidates(typed) if typed != meant else ())]
        best: dict[str, Candidate] = {}
        for one in sorted(both, key=lambda one: -one.how_near):
            best.setdefault(cues.shipped().asks_as(one.entry), one)
        return list(best.values())

    def _candidates(self, said: str) -> tuple[Candidate, ...]:
        suspect = hunch.shipped().log_odds(said) > (SUSPECT if _HAN.search(said) else SUSPECT_ENGLISH)
        shares = cues.shipped().shares(plain(said))
        whole = {code for code, share in shares.items() if share.whole}
        speaking = [code for code in self._codes if suspect + (code in whole) > (code in self._elsewhere)]
        return self._likeliest(speaking, shares, self._alike(said)) if speaking else ()

    def _likeliest(
        self, speaking: Iterable[str], shares: Mapping[str, cues.Share], alike: Mapping[str, float]
    ) -> tuple[Candidate, ...]:
        """Of the entries for which there are signs enough."""
        near = {code: shares.get(code, NOTHING).much + BY_LIKENESS * alike[code] for code in self._codes}
        floor, like = AS_NEAR * max(near.values()), AS_LIKE * max(alike.values())
        best: dict[str, str] = {}  # one of those that ask the same
        for code in sorted(speaking, key=lambda code: (-near[code], code)):
            best.setdefault(cues.shipped().asks_as(code), code)
        nearest, *others = [code for code in best.values() if near[code] >= floor] or [""]
        told = [code for code in others if shares.get(code, NOTHING).whole or alike[code] >= like]
        return tuple(Candidate(code, round(near[code], 3)) for code in filter(None, [nearest, *told]))[:MOST]

    def any_sign(self, words: str) -> bool:
        return bool(self.screen(words))

    def names_one(self, words: str) -> bool:
        """True where nearly all is named that some clause is about: few words may do, and are a report all the same."""
        return any(one.how_near >= NAMED for one in self.screen(words))

    def _alike(self, said: str) -> dict[str, float]:
        """By entry, how like its names the words are; every name speaks, the likest most."""
        likeness = self._index.likeness(folded(said))
        votes = np.bincount(self._whose, likeness**VOTE, len(self._codes)) ** (1 / VOTE)
        return dict(zip(self._codes, votes.tolist(), strict=True))


@lru_cache(maxsize=4)  # most companies of a process share the shipped library
def _indexed(names: tuple[str, ...]) -> Index:
    return Index(names)


def _names(entry: LibraryEntry) -> list[str]:
    said = (entry.name, entry.name_en, *entry.aliases, entry.condition, entry.condition_en, entry.fact, entry.fact_en)
    return [name for name in said if name]
