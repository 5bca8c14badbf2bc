"""Finds cases by their words and pictures: for each piece of text the cases that hold it, as arrays."""

import math
from array import array
from collections.abc import Iterable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from nlp.concepts import levelled
from nlp.known_case import BITS_APART, KnownCase
from nlp.marks import marks

LOOKED_AT = 5  # cases whose words come nearest, to be compared sentence by sentence

_SATURATION, _LENGTHS = 1.2, 0.5  # BM25's k1 and b
_COMMON = 0.2  # a gram of more cases than this share finds nothing, and costs most of the time
_FEW = 2000  # cases, among which nothing is too common to be looked at
_HAN = chr(0x3400)  # before it no character is Chinese
_HALF = 64
_SHIFTS = (0, _HALF, 2 * _HALF)
_NEAR_BEST = 0.3  # of the best score; below it nothing is compared


class Postings:
    """Every case has a slot; what is removed leaves its slot dead."""

    def __init__(self) -> None:
        self.of: dict[str, int] = {}
        self._cases: list[KnownCase | None] = []
        self._holders: dict[str, array[int]] = {}
        self._norms: NDArray[np.float32] = np.zeros(0, np.float32)
        self._shut: NDArray[np.bool_] = np.zeros(0, np.bool_)
        self._total_length = 0
        self._pictures: array[int] = array("Q")
        self._shown_by: list[int] = []

    def holds(self, case: KnownCase) -> bool:
        slot = self.of.get(case.id)
        return slot is not None and self._cases[slot] == case

    @property
    def is_mostly_dead(self) -> bool:
        return len(self._cases) > _FEW + 2 * len(self.of)

    def living(self) -> list[KnownCase]:
        return [case for case in self._cases if case is not None]

    def enter(self, case: KnownCase) -> None:
        slot, grams = len(self._cases), grams_of(case)
        if slot >= len(self._norms):
            more = max(1024, slot)
            self._norms = np.concatenate([self._norms, np.zeros(more, np.float32)])
            self._shut = np.concatenate([self._shut, np.zeros(more, np.bool_)])
        self._shut[slot] = case.closed_at is not None
        self._norms[slot] = self._norm(len(grams), slot + 1)
        for gram in grams:
            self._holders.setdefault(gram, array("I")).append(slot)
        self._cases.append(case)
        self.of[case.id] = slot
        for likeness in filter(None, case.photos):
            self._pictures.extend(_parts(likeness))
            self._shown_by.append(slot)

    def leave(self, case_id: str) -> None:
        slot = self.of.pop(case_id, None)
        if slot is not None:
            self._cases[slot] = None
            self._norms[slot] = 0

    def near(self, grams: Iterable[str], photos: Iterable[str], *, shut: bool) -> list[KnownCase]:
        """Those with the likeliest words, and those with the same picture."""
        count = len(self._cases)
        held = [self._holders[gram] for gram in grams if gram in self._holders]
        telling = [slots for slots in held if len(slots) < max(_FEW, _COMMON * count)]
        rarity = [math.log(1 + (count - len(slots) + 0.5) / (len(slots) + 0.5)) for slots in telling]
        holders = np.frombuffer(b"".join(telling), np.uint32)
        scores = np.bincount(holders, np.repeat(rarity, [len(slots) for slots in telling]), count) * self._norms[:count]
        scores[self._shut[:count] != shut] = 0
        found = {*_best(scores), *self._with_picture(photos)}
        near = [case for slot in sorted(found) if (case := self._cases[slot]) is not None]
        return [case for case in near if (case.closed_at is not None) == shut]

    def _norm(self, length: int, cases: int) -> float:
        """What a text of this length gains by each gram that is found in it; by BM25, with each gram said once."""
        self._total_length += length
        usual = self._total_length / cases or 1
        return (_SATURATION + 1) / (1 + _SATURATION * (1 - _LENGTHS + _LENGTHS * length / usual))

    def _with_picture(self, likenesses: Iterable[str]) -> list[int]:
        if not self._shown_by:
            return []
        shown = np.frombuffer(self._pictures, np.uint64).reshape(-1, len(_SHIFTS))
        found: list[int] = []
        for likeness in filter(None, likenesses):
            apart = np.bitwise_count(shown ^ np.array(_parts(likeness), np.uint64)).sum(axis=1)
            found += [self._shown_by[n] for n in np.flatnonzero(apart <= BITS_APART)]
        return found


def grams_of(case: KnownCase) -> list[str]:
    """What a case is found by: what its words name, each character, each two of them, where it is; every one once."""
    said = levelled(case.words)
    named = [token.name for token in marks(said).tokens]
    pairs = [sign + following for sign, following in pairwise(said) if sign >= _HAN and following >= _HAN]
    where = [f"@{place}" for place in (*case.area_path.split("/"), case.equipment) if place]
    return list(dict.fromkeys([*named, *pairs, *where]))


def _best(scores: NDArray[np.float32]) -> list[int]:
    """The slots with the highest scores above nothing."""
    if not len(scores):
        return []
    slots = np.flatnonzero(scores > max(_NEAR_BEST * scores.max(), 0))
    if len(slots) > LOOKED_AT:
        slots = slots[np.argpartition(scores[slots], -LOOKED_AT)[-LOOKED_AT:]]
    return [int(slot) for slot in slots]


def _parts(likeness: str) -> tuple[int, ...]:
    whole = int(likeness, 16)
    return tuple((whole >> shift) & (2**_HALF - 1) for shift in _SHIFTS)
