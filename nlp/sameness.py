"""Whether two sentences tell of one hazard: what they share, and what in them speaks against it.

Another floor, machine, side, day or defect is another hazard, however alike the words are.
"""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from operator import attrgetter, mul
from typing import TypeAlias

from nlp.alignment import Stretch, shared
from nlp.concepts import FAULT, NUMBER, PLACE, SIGN, THING, Token, levelled
from nlp.marks import SIDES, Marks, marks
from nlp.respelling import respelt

# Logistic regression over the pairs of tests/bench/judgement (see similar.py there, which refits it); in the order of
# `evidence`, after the constant.
WEIGHTS: tuple[float, ...] = (
    0.16, 1.49, 0.72, -3.62, -0.41, 0.4, -2.06, -1.39, -3.17, -0.47,
    -0.48, -1.83, -1.77, -1.06, -2.62, 0.42, 0.18, 0.68, -1.53, -2.16,
)  # fmt: skip

OF_NUMBERS = 3
# Oil is not water: as strong as another machine. Set by hand, for hardly any of those pairs is about it.
OTHER_LEAK = -3.0
_ALL_FOR_IT = WEIGHTS[0] + sum(weight for weight in WEIGHTS[1:] if weight > 0)

Said: TypeAlias = Callable[[Marks], set[str]]

_SHORT_SWAP, _FLANK = 4, 3  # tokens


def chance(one: str, other: str, *, besides: float = 0.0) -> float:
    """How probable it is that two reports tell of one hazard, in [0, 1].

    besides: log-odds of what is known besides the words (place, machine, picture).
    """
    found = (1.0, *evidence(one, other))
    against = OTHER_LEAK * _conflict(marks(levelled(one)), marks(levelled(other)), attrgetter("leaks"))
    return 1 / (1 + math.exp(-besides - against - sum(map(mul, WEIGHTS, found))))


def is_hopeless(one: str, other: str, least: float, *, besides: float = 0.0) -> bool:
    """True where numbers alone keep it below this chance, whatever else speaks for it; much quicker than `chance`."""
    numbers, _ = _apart(marks(levelled(one)).figures, marks(levelled(other)).figures)
    return bool(numbers) and 1 / (1 + math.exp(-besides - WEIGHTS[OF_NUMBERS] - _ALL_FOR_IT)) < least


def evidence(one: str, other: str) -> tuple[float, ...]:
    """What the words say for and against it, each in about [0, 1]; the same both ways round but for slips."""
    first = levelled(one)
    a, b = marks(first), marks(respelt(first, levelled(other)))
    tongues = a.words.isascii() != b.words.isascii()
    # where the languages differ, what is named is all that the two can share
    contained, common = _in_common(a.named, b.named) if tongues else _in_common(a.weights, b.weights)
    numbers, more = _apart(a.figures, b.figures)
    return (
        contained,
        common,
        numbers,
        more,
        _both_name(a, b, NUMBER),
        *(_conflict(a, b, of) for of in (attrgetter("floors"), attrgetter("days"))),
        float(any(_other_side(pair, a, b) for pair in a.sides)),
        *(_other_name(a, b, of) for of in (attrgetter("rooms"), attrgetter("machines"))),
        _swapped(a.tokens, b.tokens),
        *(_disjoint(a.names[kind], b.names[kind]) for kind in (THING, FAULT, PLACE)),
        *(_both_name(a, b, kind) for kind in (THING, FAULT, PLACE)),
        float(tongues),
        1 / math.log(2 + min(len(a.tokens), len(b.tokens))),
    )


def _in_common(a: Mapping[tuple[str, str], float], b: Mapping[tuple[str, str], float]) -> tuple[float, float]:
    """How much of the smaller one is in the other, and how much of both is common."""
    common = sum(weight for key, weight in a.items() if key in b)
    whole, other = sum(a.values()), sum(b.values())
    return common / (min(whole, other) or 1.0), common / (whole + other - common or 1.0)


def _apart(a: list[str], b: list[str]) -> tuple[float, float]:
    """Both hold what the other has not; only one of them does."""
    if not a or not b:
        return 0.0, float(a != b)
    only, others = Counter(a) - Counter(b), Counter(b) - Counter(a)
    return float(bool(only) and bool(others)), float(bool(only) != bool(others))


def _both_name(a: Marks, b: Marks, kind: str) -> float:
    return float(not a.names[kind].isdisjoint(b.names[kind]))


def _conflict(a: Marks, b: Marks, of: Said) -> float:
    """Each says what the other does not."""
    here = of(a)
    return float(bool(here and here - of(b) and of(b) - here))


def _other_name(a: Marks, b: Marks, of: Said) -> float:
    """Each has a name of this sort that the other has not: 硫化车间, 炼胶车间."""
    here = of(a)
    if not here or here & of(b):
        return 0.0
    return float(any(name not in b.words for name in here) and any(name not in a.words for name in of(b)))


def _other_side(pair: Sequence[str], a: Marks, b: Marks) -> bool:
    if a.sides[pair] * b.side(pair) >= 0:
        return False
    return pair in SIDES or _other_end(pair if a.sides[pair] > 0 else pair[::-1], a, b)


def _other_end(end: Sequence[str], a: Marks, b: Marks) -> bool:
    """One says 上法兰, the other 下法兰."""
    here, there = list(a.beside(end[0])), list(b.beside(end[1]))
    ahead = {after for _, after in here} & {after for _, after in there}
    behind = {before for before, _ in here} & {before for before, _ in there}
    return bool((ahead | behind) - {""})


def _swapped(a: tuple[Token, ...], b: tuple[Token, ...]) -> float:
    """How much of both stands around a word that is another one there: 清洗槽边有水, 淬火槽边有水."""
    whole, around = max(len(a), len(b), 1), 0.0
    for before, after in pairwise([Stretch(0, 0, 0), *shared(*_as_letters(a, b))]):
        here = a[before.here + before.size : after.here]
        there = b[before.there + before.size : after.there]
        flank = before.size + after.size
        if flank >= _FLANK and max(len(here), len(there)) <= _SHORT_SWAP and _says(here) and _says(there):
            around += flank / whole
    return min(around, 1.0)


def _as_letters(*texts: tuple[Token, ...]) -> list[str]:
    """Each as one text that has a letter for each token, the same for the same."""
    letters: dict[tuple[str, str], str] = {}
    return ["".join(letters.setdefault(token, chr(len(letters))) for token in text) for text in texts]


def _says(swapped: tuple[Token, ...]) -> bool:
    """One sign alone is as often a manner of speaking."""
    return len(swapped) > 1 or any(token.kind != SIGN for token in swapped)


def _disjoint(a: set[str], b: set[str]) -> float:
    """The share of what the poorer one names that the other does not; nothing where one names none."""
    return 1 - len(a & b) / min(len(a), len(b)) if a and b else 0.0
