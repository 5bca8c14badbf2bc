"""Whether two sentences tell of one hazard: what they share, and what in them speaks against it.

Another floor, machine, side, day or defect is another hazard, however alike the words are.
"""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from nlp.concepts import FAULT, NUMBER, PLACE, SIGN, THING, Token, levelled, tokens
from nlp.respelling import respelt

# Logistic regression over the pairs of tests/bench/judgement (see similar.py there, which refits it); in the order of
# `evidence`, after the constant.
WEIGHTS: tuple[float, ...] = (
    0.16, 1.49, 0.72, -3.62, -0.41, 0.4, -2.06, -1.39, -3.17, -0.47,
    -0.48, -1.83, -1.77, -1.06, -2.62, 0.42, 0.18, 0.68, -1.53, -2.16,
)  # fmt: skip

OF_NUMBERS = 3
_ALL_FOR_IT = WEIGHTS[0] + sum(weight for weight in WEIGHTS[1:] if weight > 0)

_WEIGHT = {THING: 3.0, FAULT: 2.0, PLACE: 2.5, SIGN: 0.5, "pair": 1.0, "word": 1.5, "alike": 0.5}
_SHORT_SWAP, _FLANK = 4, 3  # tokens

_FLOOR = re.compile(
    r"(负|-|b(?=\d))?(\d+)\s*(?:楼(?!梯)|层|f\b|平台|步)|(?:floor|level|lift|deck)s? (b?)(\d+)|"
    r"(\d+)(?:st|nd|rd|th)?[- ]?(?:floor|lift)\b|\b(b)(\d)(?!\d)|"
    r"(底层|顶层|地面层|夹层|屋顶层|地下室|0米|ground floor|basement|upper deck|lower deck)"
)
_LABEL = re.compile(
    r"(?<![a-z])[a-z](?=[栋座区库仓台线楼班])|(?<=[\u3400-\u9fff])[a-z](?=[\u3400-\u9fff])|"
    r"\b(?:bay|stairwell|line|hall) [a-z]\b"
)
_ROOM = re.compile(r"[\u3400-\u9fff]{2}(?:车间|间|房|室|区|库|站|棚|楼|仓|组|厂|现场)")
_MACHINE = re.compile(r"[\u3400-\u9fff]{1,2}(?:机|泵|炉|床|槽|釜|梯|车)(?!间|架)")
_DAY = re.compile(
    r"\d+月(?:\d+)?|\d+[号日](?=[早上下晚夜白])|(?:周|星期)[1-7末日]|今年|去年|前年|国庆|端午|春节|中秋|清明|元旦|5一|\d季度|"
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d+|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day"
)
# Where either is said and the other is not, it is said of another side.
_SIDES = ("左右", "东西", "东南", "东北", "西南", "西北", "南北")
_ENGLISH_SIDES = (("left", "right"), ("front", "rear"), ("east", "west"), ("north", "south"), ("upper", "lower"))
# These are said of much else: they count where what stands beside them is the same.
_ENDS = ("上下", "前后", "进出", "入出", "里外", "头尾", "甲乙", "内外", "正后", "早夜", "白夜", "大小")


def chance(one: str, other: str, *, besides: float = 0.0) -> float:
    """How probable it is that two reports tell of one hazard, in [0, 1].

    besides: log-odds of what is known besides the words (place, machine, picture).
    """
    found = (1.0, *evidence(one, other))
    return 1 / (1 + math.exp(-besides - sum(w * x for w, x in zip(WEIGHTS, found, strict=True))))


def is_hopeless(one: str, other: str, least: float, *, besides: float = 0.0) -> bool:
    """True where numbers alone keep it below this chance, whatever else speaks for it; much quicker than `chance`."""
    first, second = levelled(one), levelled(other)
    numbers, _ = _apart(_figures(first, tokens(first)), _figures(second, tokens(second)))
    return bool(numbers) and 1 / (1 + math.exp(-besides - WEIGHTS[OF_NUMBERS] - _ALL_FOR_IT)) < least


def evidence(one: str, other: str) -> tuple[float, ...]:
    """What the words say for and against it, each in about [0, 1]; the same both ways round but for slips."""
    first = levelled(one)
    second = respelt(first, levelled(other))
    a, b = tokens(first), tokens(second)
    tongues = first.isascii() != second.isascii()
    # where the languages differ, what is named is all that the two can share
    contained, common = _shared(*(_weights(found, named_only=tongues) for found in (a, b)))
    numbers, more = _apart(_figures(first, a), _figures(second, b))
    return (
        contained,
        common,
        numbers,
        more,
        float(bool(_names(a, NUMBER) & _names(b, NUMBER))),
        *(_conflict(of(first), of(second)) for of in (_floors, _days)),
        _sides(first, second),
        *(_other_name(pattern, first, second) for pattern in (_ROOM, _MACHINE)),
        _swapped(a, b),
        *(_disjoint(_names(a, kind), _names(b, kind)) for kind in (THING, FAULT, PLACE)),
        *(float(bool(_names(a, kind) & _names(b, kind))) for kind in (THING, FAULT, PLACE)),
        float(tongues),
        1 / math.log(2 + min(len(a), len(b))),
    )


def _weights(found: tuple[Token, ...], *, named_only: bool) -> dict[tuple[str, str], float]:
    """What a text holds, with how much each of it says; neighbouring signs count as a pair too."""
    kinds = (THING, FAULT, PLACE) if named_only else _WEIGHT
    held = {token.key: _WEIGHT[token.kind] for token in found if token.kind in kinds}
    pairs = (
        ("pair", left.name + right.name)
        for left, right in pairwise(found)
        if left.kind == right.kind == SIGN and not named_only
    )
    return {**held, **dict.fromkeys(pairs, _WEIGHT["pair"])}


def _shared(a: dict[tuple[str, str], float], b: dict[tuple[str, str], float]) -> tuple[float, float]:
    """How much of the smaller one is in the other, and how much of both is common."""
    common = sum(weight for key, weight in a.items() if key in b)
    whole, other = sum(a.values()), sum(b.values())
    return common / (min(whole, other) or 1.0), common / (whole + other - common or 1.0)


def _apart(a: list[str], b: list[str]) -> tuple[float, float]:
    """Both hold what the other has not; only one of them does."""
    only, others = Counter(a) - Counter(b), Counter(b) - Counter(a)
    return float(bool(only) and bool(others)), float(bool(only) != bool(others))


def _conflict(a: Collection[str], b: Collection[str]) -> float:
    return _apart(sorted(set(a)), sorted(set(b)))[0]


def _floors(said: str) -> set[str]:
    return {_floor(*found.groups("")) for found in _FLOOR.finditer(said)}


def _floor(below: str, han: str, deep: str, level: str, nth: str, b: str, basement: str, named: str) -> str:
    number = han or level or nth or basement
    return f"{'-' if below or deep or b else ''}{number}" if number else named


def _figures(said: str, found: tuple[Token, ...]) -> list[str]:
    """The numbers, and the letters that stand for one: A栋, bay C."""
    return [t.name for t in found if t.kind == NUMBER] + [label[0] for label in _LABEL.finditer(said)]


def _other_name(pattern: re.Pattern[str], one: str, other: str) -> float:
    """Each has a name of this sort that the other has not: 硫化车间, 炼胶车间."""
    a, b = ({found[0] for found in pattern.finditer(said)} for said in (one, other))
    return float(any(name not in other for name in a) and any(name not in one for name in b) and not a & b)


def _days(said: str) -> set[str]:
    return {found[0] for found in _DAY.finditer(said)}


def _sides(one: str, other: str) -> float:
    if any(_takes_sides(pair, one, other) or _takes_sides(pair, other, one) for pair in (*_SIDES, *_ENGLISH_SIDES)):
        return 1.0
    return float(any(_other_end(pair, one, other) or _other_end(pair, other, one) for pair in _ENDS))


def _takes_sides(pair: Sequence[str], one: str, other: str) -> bool:
    this, that = pair
    return this in one and that not in one and that in other and this not in other


def _other_end(pair: Sequence[str], one: str, other: str) -> bool:
    """One says 上法兰, the other 下法兰."""
    if not _takes_sides(pair, one, other):
        return False
    here, there = list(_beside(pair[0], one)), list(_beside(pair[1], other))
    ahead = {after for _, after in here} & {after for _, after in there}
    behind = {before for before, _ in here} & {before for before, _ in there}
    return bool((ahead | behind) - {""})


def _beside(sign: str, said: str) -> Iterator[tuple[str, str]]:
    for found in re.finditer(sign, said):
        yield said[max(found.start() - 1, 0) : found.start()], said[found.end() : found.end() + 1]


def _swapped(a: tuple[Token, ...], b: tuple[Token, ...]) -> float:
    """How much of both stands around a word that is another one there: 清洗槽边有水, 淬火槽边有水."""
    steps = SequenceMatcher(None, [t.key for t in a], [t.key for t in b], autojunk=False).get_opcodes()
    whole, around = max(len(a), len(b), 1), 0.0
    for number, (kind, a1, a2, b1, b2) in enumerate(steps):
        beside = [steps[n] for n in (number - 1, number + 1) if 0 <= n < len(steps) and steps[n][0] == "equal"]
        flank = sum(end - start for _, start, end, _, _ in beside)
        if (
            kind == "replace"
            and max(a2 - a1, b2 - b1) <= _SHORT_SWAP
            and flank >= _FLANK
            and _says(a[a1:a2])
            and _says(b[b1:b2])
        ):
            around += flank / whole
    return min(around, 1.0)


def _says(swapped: tuple[Token, ...]) -> bool:
    """One sign alone is as often a manner of speaking."""
    return len(swapped) > 1 or any(token.kind != SIGN for token in swapped)


def _names(found: tuple[Token, ...], kind: str) -> set[str]:
    return {token.name for token in found if token.kind == kind}


def _disjoint(a: set[str], b: set[str]) -> float:
    """The share of what the poorer one names that the other does not; nothing where one names none."""
    return 1 - len(a & b) / min(len(a), len(b)) if a and b else 0.0
