"""Lays two texts beside each other: the stretches that both have in one order, the longest found first.

As `difflib.SequenceMatcher` does when nothing is junk, in a fraction of its time: the searching is left to `str`.
"""

from typing import NamedTuple


class Stretch(NamedTuple):
    """Characters that both have: where they begin in the one and in the other, and how many they are."""

    here: int
    there: int
    size: int


def shared(one: str, other: str) -> list[Stretch]:
    """In order, and at the end an empty one behind both texts."""
    found, within = [Stretch(len(one), len(other), 0)], [(0, len(one), 0, len(other))]
    while within:
        here, end, there, other_end = within.pop()
        longest = _longest(one, here, end, other, there, other_end)
        if longest.size:
            found.append(longest)
            within.append((here, longest.here, there, longest.there))
            within.append((longest.here + longest.size, end, longest.there + longest.size, other_end))
    return sorted(found)


def _longest(one: str, here: int, end: int, other: str, there: int, other_end: int) -> Stretch:
    """The longest stretch within these bounds; of equals the first in the one, and there the first in the other."""
    start, size, at = here, 0, here
    while at + size < end:
        if other.find(one[at : at + size + 1], there, other_end) >= 0:
            start, size = at, size + 1
        else:
            at += 1
    return Stretch(start, other.find(one[start : start + size], there, other_end), size)
