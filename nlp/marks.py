"""What in a text tells one hazard from another, looked for once: what it names, numbers, floors, rooms, days, sides."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise

from nlp.concepts import ALIKE, FAULT, NUMBER, PLACE, SIGN, THING, WORD, tokens

PAIR = "pair"
_WEIGHT = {THING: 3.0, FAULT: 2.0, PLACE: 2.5, SIGN: 0.5, PAIR: 1.0, WORD: 1.5, ALIKE: 0.5}
_NAMED = (THING, FAULT, PLACE)

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
_LEAK = re.compile(
    r"[漏渗滴喷冒跑溢][了着出]?(油|水|气|汽|电|雨|氨|氯|酸|碱|粉|料|浆|铝|铁水|钢水)|"
    r"\b(oil|water|air|gas|steam|acid|ammonia|rain)\b.{0,12}?\b(?:leak|drip|seep)|"
    r"\b(?:leak|drip|seep)(?:s|ing|ed|ping)? (?:of )?(oil|water|air|gas|steam|acid|ammonia|rain)\b"
)
_LEAKS = {"汽": "气", "oil": "油", "water": "水", "air": "气", "gas": "气", "steam": "气", "acid": "酸"} | {
    "ammonia": "氨",
    "rain": "雨",
}
# Where either is said and the other is not, it is said of another side.
SIDES = (
    *("左右", "东西", "东南", "东北", "西南", "西北", "南北"),
    *(("left", "right"), ("front", "rear"), ("east", "west"), ("north", "south"), ("upper", "lower")),
)
# These are said of much else: they count where what stands beside them is the same.
ENDS = ("上下", "前后", "进出", "入出", "里外", "头尾", "甲乙", "内外", "正后", "早夜", "白夜", "大小")


class Marks:
    """Of levelled words; each is looked for when it is first asked for."""

    def __init__(self, words: str) -> None:
        self.words, self.tokens = words, tokens(words)

    @cached_property
    def names(self) -> Mapping[str, set[str]]:
        """What it names, by kind."""
        names: dict[str, set[str]] = defaultdict(set)
        for token in self.tokens:
            names[token.kind].add(token.name)
        return names

    @cached_property
    def leaks(self) -> set[str]:
        """What is said to leak."""
        named = (next(filter(None, found.groups())) for found in _LEAK.finditer(self.words))
        return {_LEAKS.get(name, name) for name in named}

    @cached_property
    def weights(self) -> Mapping[tuple[str, str], float]:
        """What it holds but numbers, with how much each of it says; neighbouring signs count as a pair too."""
        signs = [left.name + right.name for left, right in pairwise(self.tokens) if left.kind == right.kind == SIGN]
        held = dict.fromkeys(((PAIR, sign) for sign in signs), _WEIGHT[PAIR])
        return held | {token: _WEIGHT[token.kind] for token in self.tokens if token.kind != NUMBER}

    @cached_property
    def named(self) -> Mapping[tuple[str, str], float]:
        """The weights of things, faults and places alone."""
        return {key: weight for key, weight in self.weights.items() if key[0] in _NAMED}

    @cached_property
    def figures(self) -> list[str]:
        """The numbers, and the letters that stand for one: A栋, bay C."""
        numbers = [token.name for token in self.tokens if token.kind == NUMBER]
        return numbers + [label[0] for label in _LABEL.finditer(self.words)]

    @cached_property
    def floors(self) -> set[str]:
        return {_floor(*found.groups("")) for found in _FLOOR.finditer(self.words)}

    @cached_property
    def days(self) -> set[str]:
        return {found[0] for found in _DAY.finditer(self.words)}

    @cached_property
    def rooms(self) -> set[str]:
        return {found[0] for found in _ROOM.finditer(self.words)}

    @cached_property
    def machines(self) -> set[str]:
        return {found[0] for found in _MACHINE.finditer(self.words)}

    @cached_property
    def sides(self) -> Mapping[Sequence[str], int]:
        """Of the sides and ends of which one alone is said: as `side` has it."""
        return {pair: said for pair in (*SIDES, *ENDS) if (said := self.side(pair))}

    def side(self, pair: Sequence[str]) -> int:
        """1 where the first of the two alone is said, -1 where the second is, else 0."""
        return (pair[0] in self.words) - (pair[1] in self.words)

    def beside(self, sign: str) -> Iterator[tuple[str, str]]:
        """What stands before and behind it, wherever it is said; nothing at the edges of the text."""
        for found in re.finditer(sign, self.words):
            yield self.words[max(found.start() - 1, 0) : found.start()], self.words[found.end() : found.end() + 1]


@lru_cache(maxsize=128)  # a report is compared with several cases
def marks(words: str) -> Marks:
    """Of levelled words."""
    return Marks(words)


def _floor(below: str, han: str, deep: str, level: str, nth: str, b: str, basement: str, named: str) -> str:
    number = han or level or nth or basement
    return f"{'-' if below or deep or b else ''}{number}" if number else named
