"""Knows which cases are like a report: an index in memory, kept as cases come and go, safe for several threads."""

import math
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from nlp.concepts import SIGN, levelled, tokens
from nlp.sameness import chance
from nlp.wording import folded

# Below this too few of those asked would say yes: of the pairs written for this, 95 in 100 above it were one hazard.
SURE_ENOUGH = 0.75
LOOKED_AT = 5  # cases whose words come nearest, compared sentence by sentence

# Log-odds of what is known besides the words; by judgement, no pairs with it were at hand.
SAME_MACHINE, OTHER_MACHINE = 1.5, -3.0
SAME_PLACE, OTHER_PLACE = 0.5, -3.0
SAME_PICTURE = 4.0

_SATURATION, _LENGTHS = 1.2, 0.5  # BM25's k1 and b
_COMMON = 0.2  # a gram of more cases than this share finds nothing, and costs most of the time
_FEW = 2000  # cases, among which nothing is too common to be looked at
_BITS_APART = 12  # of 143; the same as storage/likeness.py takes for one picture
_HAN = 0x3400  # code point; below it no character is Chinese
_HALF = 64
_SHIFTS = (0, _HALF, 2 * _HALF)
_NEAR_BEST = 0.3  # of the best score; below it nothing is compared


@dataclass(frozen=True)
class KnownCase:
    """A case as far as likeness goes, or a report that may become one.

    area_path: "/id/id/", empty where the place is not known for sure. photos: likenesses, 36 hexadecimal digits each.
    closed_at: none while it is open.
    """

    id: str
    words: str
    area_path: str = ""
    equipment: str | None = None
    photos: tuple[str, ...] = ()
    closed_at: datetime | None = None


@dataclass(frozen=True)
class Alike:
    """A case, and how probable it is that it is the same hazard, in [0, 1]."""

    case: KnownCase
    chance: float


class SimilarCases:
    """Cases by their words."""

    def __init__(self, cases: Iterable[KnownCase] = ()) -> None:
        self._lock = Lock()
        self._slots = _Slots()
        for case in cases:
            self._slots.enter(case)

    def __len__(self) -> int:
        return len(self._slots.of)

    def __contains__(self, case_id: str) -> bool:
        return case_id in self._slots.of

    def put(self, case: KnownCase) -> None:
        """Add a case, or take what is known of it now in the place of what was known before."""
        with self._lock:
            if self._slots.holds(case):
                return
            self._leave(case.id)
            self._slots.enter(case)

    def remove(self, case_id: str) -> None:
        """Forget a case; nothing happens where it is not known."""
        with self._lock:
            self._leave(case_id)

    def _leave(self, case_id: str) -> None:
        self._slots.leave(case_id)
        if self._slots.is_mostly_dead:
            living = self._slots.living()
            self._slots = _Slots()
            for case in living:
                self._slots.enter(case)

    def like(self, report: KnownCase, *, shut: bool = False, least: float = SURE_ENOUGH) -> list[Alike]:
        """Open cases that may be the same hazard as the report, likeliest first, each with at least this chance.

        shut: those among the closed ones instead.
        """
        grams = _grams(report)
        with self._lock:
            near = self._slots.near(grams, report.photos, shut=shut)
        others = [case for case in near if case.id != report.id]
        alike = [Alike(case, chance(report.words, case.words, besides=_besides(report, case))) for case in others]
        return sorted((one for one in alike if one.chance >= least), key=lambda one: -one.chance)

    def saying(self, words: Sequence[str]) -> list[str]:
        """The ids of cases whose words hold every one of these, be they two characters long; the last entered first."""
        with self._lock:
            return self._slots.saying([folded(word) for word in words])


class _Slots:
    """Every case has a slot; what is removed leaves its slot dead."""

    def __init__(self) -> None:
        self.of: dict[str, int] = {}
        self._cases: list[KnownCase | None] = []
        self._folded: list[str] = []
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
        slot, grams = len(self._cases), _grams(case)
        if slot >= len(self._norms):
            more = max(1024, slot)
            self._norms = np.concatenate([self._norms, np.zeros(more, np.float32)])
            self._shut = np.concatenate([self._shut, np.zeros(more, np.bool_)])
        self._shut[slot] = case.closed_at is not None
        self._norms[slot] = self._norm(len(grams), slot + 1)
        for gram in grams:
            self._holders.setdefault(gram, array("I")).append(slot)
        self._cases.append(case)
        self._folded.append(folded(case.words))
        self.of[case.id] = slot
        for likeness in filter(None, case.photos):
            self._pictures.extend(_parts(likeness))
            self._shown_by.append(slot)

    def leave(self, case_id: str) -> None:
        slot = self.of.pop(case_id, None)
        if slot is not None:
            self._cases[slot] = None
            self._folded[slot] = ""
            self._norms[slot] = 0

    def near(self, grams: Iterable[str], photos: Iterable[str], *, shut: bool) -> list[KnownCase]:
        """Those with the likeliest words, and those with the same picture."""
        count = len(self._cases)
        scores = np.zeros(count, np.float32)
        norms = self._norms[:count]
        for gram in grams:
            holders = self._holders.get(gram)
            if holders is not None and (len(holders) < _FEW or len(holders) < _COMMON * count):
                slots = np.frombuffer(holders, np.uint32)
                scores[slots] += math.log(1 + (count - len(slots) + 0.5) / (len(slots) + 0.5)) * norms[slots]
        scores[self._shut[:count] != shut] = 0
        found = {*_best(scores), *self._with_picture(photos)}
        near = [case for slot in sorted(found) if (case := self._cases[slot]) is not None]
        return [case for case in near if (case.closed_at is not None) == shut]

    def saying(self, words: Iterable[str]) -> list[str]:
        found: Sequence[int] = range(len(self._folded))
        for word in words:
            found = [slot for slot in found if word in self._folded[slot]]
        cases = [self._cases[slot] for slot in reversed(found)]
        return [case.id for case in cases if case is not None]

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
            found += [self._shown_by[n] for n in np.flatnonzero(apart <= _BITS_APART)]
        return found


def same_picture(one: str, other: str) -> bool:
    """True when two likenesses are of one picture."""
    return bool(one) and bool(other) and (int(one, 16) ^ int(other, 16)).bit_count() <= _BITS_APART


def same_spot(one: KnownCase, other: KnownCase) -> bool:
    """True at one machine, or at one place as far as both are known; a place within another one is that."""
    if one.equipment and other.equipment:
        return one.equipment == other.equipment
    return bool(one.area_path and other.area_path) and _nested(one.area_path, other.area_path)


def _nested(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _grams(case: KnownCase) -> list[str]:
    """What a case is found by: what its words name, each character, each two of them, where it is; every one once."""
    said = levelled(case.words)
    found = tokens(said)
    named = [token.name for token in found]
    signs = [said[token.start] for token in found if token.kind == SIGN]
    pairs = [said[at : at + 2] for at in range(len(said) - 1) if min(map(ord, said[at : at + 2])) >= _HAN]
    where = [f"@{place}" for place in (*case.area_path.split("/"), case.equipment) if place]
    return list(dict.fromkeys([*named, *signs, *pairs, *where]))


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


def _besides(report: KnownCase, case: KnownCase) -> float:
    """Log-odds by machine, place and picture."""
    odds = SAME_PICTURE * any(same_picture(one, other) for one in report.photos for other in case.photos)
    if report.equipment and case.equipment:
        return odds + (SAME_MACHINE if report.equipment == case.equipment else OTHER_MACHINE)
    if not report.area_path or not case.area_path:
        return odds
    return odds + (SAME_PLACE if _nested(report.area_path, case.area_path) else OTHER_PLACE)
