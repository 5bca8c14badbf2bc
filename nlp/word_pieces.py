"""Finds the word pieces of a language: pairs of pieces that stand together most often become one, again and again.

That is what the library's own trainer does (Sennrich et al., "Neural Machine Translation of Rare Words with Subword
Units", 2016), which however decides between pairs of one frequency by the order of a hash table, another one in every
process: two trainings with one seed were of different words.
"""

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise

INSIDE = "##"  # before a piece that begins no word

Pair = tuple[str, str]


def word_pieces(words: Iterable[str], most: int, least: int) -> list[str]:
    """At most so many pieces of words: letters by alphabet, then what was put together, the most frequent first.

    least: times that two pieces have to stand together to become one.
    """
    counted = Counter(words)
    known = sorted(counted)
    parts = [[known_word[0], *(INSIDE + letter for letter in known_word[1:])] for known_word in known]
    pieces = dict.fromkeys(sorted({piece for word in parts for piece in word}))
    merging = _Merging(parts, [counted[word] for word in known])
    while len(pieces) < most and (pair := merging.most_frequent(least)):
        pieces.setdefault(merging.joined(pair))
    return list(pieces)


class _Merging:
    """Words in pieces, with how often two pieces stand together, and in which words."""

    def __init__(self, parts: list[list[str]], counts: list[int]) -> None:
        self._parts, self._counts = parts, counts
        self._times: Counter[Pair] = Counter()
        self._holders: dict[Pair, set[int]] = defaultdict(set)
        for number in range(len(parts)):
            self._count(number, 1)
        self._queue = [(-times, pair) for pair, times in self._times.items()]
        heapq.heapify(self._queue)

    def most_frequent(self, least: int) -> Pair | None:
        """Of equally frequent ones the first by alphabet; None where none is frequent enough."""
        while self._queue:
            times, pair = heapq.heappop(self._queue)
            if self._times[pair] == -times >= least:
                return pair
        return None

    def joined(self, pair: Pair) -> str:
        """Makes one of the two wherever they stand together."""
        whole = pair[0] + pair[1].removeprefix(INSIDE)
        changed: set[Pair] = set()
        for number in sorted(self._holders.pop(pair)):
            changed.update(pairwise(self._parts[number]))
            self._count(number, -1)
            self._parts[number] = _with(self._parts[number], pair, whole)
            self._count(number, 1)
            changed.update(pairwise(self._parts[number]))
        for other in changed:
            if self._times[other] > 0:
                heapq.heappush(self._queue, (-self._times[other], other))
        return whole

    def _count(self, number: int, sign: int) -> None:
        for pair in pairwise(self._parts[number]):
            self._times[pair] += sign * self._counts[number]
            if sign > 0:
                self._holders[pair].add(number)


def _with(parts: list[str], pair: Pair, whole: str) -> list[str]:
    made, at = [], 0
    while at < len(parts):
        meets = tuple(parts[at : at + 2]) == pair
        made.append(whole if meets else parts[at])
        at += 1 + meets
    return made
