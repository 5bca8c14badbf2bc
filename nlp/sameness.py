"""Whether two sentences tell of one hazard: what they share, and what in them speaks against it.

Another floor, machine, side, day or defect is another hazard, however alike the words are.
"""

import math
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from operator import mul

from nlp.alignment import Stretch, shared
from nlp.concepts import FAULT, NUMBER, PLACE, SIGN, THING, Token, levelled
from nlp.marks import ENDS, Marks, marks
from nlp.respelling import respelt

# Logistic regression over the pairs of tests/bench/judgement (see similar.py there, which refits it); in the order of
# `evidence`, after the constant.
WEIGHTS: tuple[float, ...] = (
    0.16, 1.49, 0.72, -3.62, -0.41, 0.4, -2.06, -1.39, -3.17, -0.47,
    -0.48, -1.83, -1.77, -1.06, -2.62, 0.42, 0.18, 0.68, -1.53, -2.16,
)  # fmt: skip

OF_NUMBERS = 3
_ALL_FOR_IT = WEIGHTS[0] + sum(weight for weight in WEIGHTS[1:] if weight > 0)

_SHORT_SWAP, _FLANK = 4, 3  # tokens


def chance(one: str, other: str, *, besides: float = 0.0) -> float:
    """How probable it is that two reports tell of one hazard, in [0, 1].

    besides: log-odds of what is known besides the words (place, machine, picture).
    """
    found = (1.0, *evidence(one, other))
    return 1 / (1 + math.exp(-besides - sum(map(mul, WEIGHTS, found))))


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
        _conflict(a.floors, b.floors),
        _conflict(a.days, b.days),
        _sides(a, b),
        _other_name(a.rooms, a.words, b.rooms, b.words),
        _other_name(a.machines, a.words, b.machines, b.words),
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


def _conflict(a: set[str], b: set[str]) -> float:
    return float(bool(a - b) and bool(b - a))


def _other_name(a: set[str], one: str, b: set[str], other: str) -> float:
    """Each has a name of this sort that the other has not: 硫化车间, 炼胶车间."""
    return float(any(name not in other for name in a) and any(name not in one for name in b) and not a & b)


def _sides(a: Marks, b: Marks) -> float:
    if any(here * there < 0 for here, there in zip(a.sides, b.sides, strict=True)):
        return 1.0
    ends = zip(ENDS, a.ends, b.ends, strict=True)
    return float(
        any(here * there < 0 and _ends_apart(end if here > 0 else end[::-1], a, b) for end, here, there in ends)
    )


def _ends_apart(end: str, a: Marks, b: Marks) -> bool:
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
    return ["".join(letters.setdefault(token.key, chr(len(letters))) for token in text) for text in texts]


def _says(swapped: tuple[Token, ...]) -> bool:
    """One sign alone is as often a manner of speaking."""
    return len(swapped) > 1 or any(token.kind != SIGN for token in swapped)


def _disjoint(a: set[str], b: set[str]) -> float:
    """The share of what the poorer one names that the other does not; nothing where one names none."""
    return 1 - len(a & b) / min(len(a), len(b)) if a and b else 0.0
