"""Knows which cases say a word: the words of all of them in memory, found by any part, safe for several threads."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from nlp.wording import folded

# Cases whose words stand in one text, one a line: to look through few long texts is much quicker than through many.
TOGETHER = 64
TAGS = 4  # that a case bears at most
_NONE = -1


@dataclass(frozen=True)
class SaidCase:
    """A case as far as a search goes. tags: ids and codes of what it is about. received: seconds since the epoch."""

    id: str
    words: str
    tags: Sequence[str]
    is_open: bool
    received: float


@dataclass(frozen=True)
class Sought:
    """A word to look for; a case that bears one of these tags, or is one of these cases, counts as holding it."""

    word: str
    tags: Collection[str] = ()
    cases: Collection[str] = ()


class Said:
    """Every case has a slot, and a line in the text of that slot's neighbours."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._slots: dict[str, int] = {}
        self._ids: list[str] = []
        self._texts: list[str] = []
        self._codes: dict[str, int] = {}
        self._tags: NDArray[np.int32] = np.zeros((0, TAGS), np.int32)
        self._open: NDArray[np.bool_] = np.zeros(0, np.bool_)
        self._received: NDArray[np.float64] = np.zeros(0)

    def __len__(self) -> int:
        return len(self._ids)

    def put(self, case: SaidCase) -> None:
        """Add a case, or take what is known of it now in the place of what was known before."""
        with self._lock:
            slot = self._slots.get(case.id)
            slot = self._new_slot(case.id) if slot is None else slot
            self._write(slot, folded(case.words).replace("\n", " "))
            codes = [self._codes.setdefault(tag, len(self._codes)) for tag in case.tags]
            self._tags[slot] = [*codes, *[_NONE] * (TAGS - len(codes))]
            self._open[slot], self._received[slot] = case.is_open, case.received

    def saying(self, sought: Sequence[Sought]) -> list[str]:
        """The ids of the cases that hold every one of these; the open ones first, then those received last."""
        with self._lock:
            held = np.ones(len(self._ids), np.bool_)
            for one in sought:
                held &= self._holding(one)
            slots = np.flatnonzero(held)
            slots = slots[np.lexsort((-self._received[slots], ~self._open[slots]))]
            return [self._ids[slot] for slot in slots]

    def _holding(self, sought: Sought) -> NDArray[np.bool_]:
        held = self._said(folded(sought.word))
        codes = [self._codes[tag] for tag in sought.tags if tag in self._codes]
        if codes:
            held |= np.isin(self._tags[: len(held)], codes).any(axis=1)
        held[[self._slots[case] for case in sought.cases if case in self._slots]] = True
        return held

    def _said(self, word: str) -> NDArray[np.bool_]:
        held = np.zeros(len(self._ids), np.bool_)
        texts = self._texts if word else ()
        held[[slot for number, text in enumerate(texts) if word in text for slot in _lines(text, word, number)]] = True
        return held

    def _new_slot(self, case_id: str) -> int:
        slot = self._slots[case_id] = len(self._ids)
        self._ids.append(case_id)
        if slot % TOGETHER == 0:
            self._texts.append("")
        else:
            self._texts[-1] += "\n"
        if slot == len(self._open):
            more = max(1024, slot // 2)
            self._tags = np.concatenate([self._tags, np.full((more, TAGS), _NONE, np.int32)])
            self._open = np.concatenate([self._open, np.zeros(more, np.bool_)])
            self._received = np.concatenate([self._received, np.zeros(more)])
        return slot

    def _write(self, slot: int, line: str) -> None:
        number, place = divmod(slot, TOGETHER)
        lines = self._texts[number].split("\n")
        lines[place] = line
        self._texts[number] = "\n".join(lines)


def _lines(text: str, word: str, number: int) -> list[int]:
    """The slots of the cases in a text that hold a word."""
    slot, held, end = number * TOGETHER, list[int](), 0
    while (at := text.find(word, end)) >= 0:
        slot += text.count("\n", end, at)
        held.append(slot)
        end = text.find("\n", at)
        if end < 0:
            break
    return held
