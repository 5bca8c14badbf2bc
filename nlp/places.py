"""Finds in running text the area and the equipment that a worker names."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from nlp.put_right import denies, last_put_right
from nlp.wording import with_numbers

READ_CHARACTERS = 400  # where it is stands at the start; the rest of a long text would only cost time

# How sure: steps set by judgement, not measured. From 0.9 a place may be proposed, below it a person should choose.
NAMED = 0.95  # the area by its name, alone or together with equipment that stands there
IMPLIED = 0.9  # equipment alone, by a name of its own as 2号冲床: its area is where it stands
GENERIC = 0.7  # equipment by a name that others may share, as 配电箱: the company may have more than it listed
NESTED = 0.7  # two areas in one breath that are not part of each other: Chinese goes from large to small
MOVED = 0.6  # equipment by a name of its own, in another area: forklifts wander
NEARLY = 0.6  # a name with one character too many or too few
AMBIGUOUS = 0.4  # two places equally good: the first one named

_HAN = "\u3400-\u9fff"
_NUMBERED = re.compile(r"(?:(?<![a-z])(?:no\.?|number)|#)\s*(\d+)|(\d+)\s*[#号號]")
_LATIN_NUMBERED = re.compile(r"(?<=[a-z])\s*(\d+)号|(\d+)号\s*(?=[a-z])")
_PAUSE = re.compile(r"\s*[,.;:!?。、…\n]+\s*")
_GAP = re.compile(r"[^\w|]+")
_SPACE_AT_HAN = re.compile(f" (?=[{_HAN}])|(?<=[{_HAN}]) ")
_NUMBER_FIRST = re.compile(r"(\d+号?) ?(\D+)")
_NUMBER_LAST = re.compile(r"(\D+?) ?(\d+号?)")
_KEPT = frozenset("0123456789号|")  # never the character too many or too few: it would be another gate


@dataclass(frozen=True)
class Place:
    """An area or a piece of equipment with every name people use.

    area_id: of equipment, the area where it stands; of an area, the one it is part of, or None.
    """

    id: str
    names: tuple[str, ...]
    area_id: str | None


@dataclass(frozen=True)
class FoundPlace:
    """What the words point to; confidence in [0, 1], 0 where nothing was found."""

    area_id: str | None
    equipment_id: str | None
    confidence: float


NOWHERE = FoundPlace(None, None, 0.0)


@dataclass(frozen=True)
class _Mention:
    start: int
    end: int
    places: frozenset[str]


class PlaceFinder:
    """Knows the places of one company. Names may be shared; what is said beside them then decides."""

    def __init__(self, areas: Iterable[Place], equipment: Iterable[Place]) -> None:
        areas, equipment = self._places = tuple(areas), tuple(equipment)
        self._rank = {place.id: number for number, place in enumerate((*areas, *equipment))}
        self._home = {place.id: place.area_id for place in equipment if place.area_id}
        self._around = _with_all_around(areas)

    @cached_property
    def _names(self) -> Mapping[str, frozenset[str]]:
        return _by_name(*self._places)

    @cached_property
    def _shortened(self) -> Mapping[str, frozenset[str]]:
        return _by_shortened_name(self._names)

    def find(self, words: str) -> FoundPlace:
        """The place in any text, of any length; only the first characters are read.

        Where the words put themselves right, it is the place that they name last.
        """
        text = _comparable(words[:READ_CHARACTERS])
        righted = last_put_right(text)
        last = self._found(righted) if righted else NOWHERE
        return last if last.confidence >= IMPLIED else self._found(text)

    def _found(self, text: str) -> FoundPlace:
        if mentions := _longest(_exact(text, self._names)):
            return self._settled(text, _not_denied(text, mentions))
        found = self._settled(text, _longest(_nearly(text, self._names, self._shortened)))
        return FoundPlace(found.area_id, found.equipment_id, min(found.confidence, NEARLY))

    def besides(self, words: str) -> str:
        """What the words say besides the places that they name; spelt as they are compared, `|` for a pause."""
        text = _comparable(words[:READ_CHARACTERS])
        for mention in reversed(_longest(_exact(text, self._names))):
            text = f"{text[: mention.start]} {text[mention.end :]}"
        return text

    def are_apart(self, one: FoundPlace, other: FoundPlace) -> bool:
        """True of two places of which none is part of the other; nowhere is apart from nothing."""
        if one.area_id is None or other.area_id is None:
            return False
        machines = {one.equipment_id, other.equipment_id} - {None}
        return len(machines) > 1 or self._inner(one.area_id, other.area_id) is None

    def _settled(self, text: str, mentions: Sequence[_Mention]) -> FoundPlace:
        areas = [mention for mention in mentions if not mention.places & self._home.keys()]
        machines = [mention for mention in mentions if mention not in areas]
        own_name = any(_its_own(text[mention.start : mention.end]) for mention in machines)
        area, confidence = self._area(text, areas)
        meant = _narrowed([mention.places for mention in machines])
        if area is None:
            return self._by_machine(meant, own_name)
        here = self._here(meant, frozenset[str]().union(*(mention.places for mention in areas)))
        if len(here) == 1:
            machine, spot = here.popitem()
            return FoundPlace(spot, machine, NAMED)
        wandered = not here and own_name and len(meant) == 1
        return FoundPlace(area, self._first(meant) if wandered else None, MOVED if wandered else confidence)

    def _area(self, text: str, mentions: Sequence[_Mention]) -> tuple[str | None, float]:
        """Of all areas named, the one inside another that was named too; else the only one; else the first."""
        named = frozenset[str]().union(*(mention.places for mention in mentions))
        inside = {id for id in named if self._around[id] & named > {id}} or named
        innermost = [id for id in inside if not any(id in self._around[other] for other in inside - {id})]
        if len(innermost) <= 1:
            return next(iter(innermost), None), NAMED
        if len(mentions[-1].places) == 1 and _in_one_breath(text, mentions):
            return self._first(mentions[-1].places), NESTED
        return self._first(mentions[0].places), AMBIGUOUS

    def _by_machine(self, machines: Set[str], own_name: bool) -> FoundPlace:
        """No area was named: it is where the machine stands. Of several machines none is picked."""
        homes = {self._home[id] for id in machines}
        if not homes:
            return NOWHERE
        if len(homes) > 1:
            return FoundPlace(self._first(homes), None, AMBIGUOUS)
        machine = self._first(machines) if len(machines) == 1 else None
        return FoundPlace(self._first(homes), machine, IMPLIED if own_name else GENERIC)

    def _here(self, machines: Set[str], named: Set[str]) -> dict[str, str]:
        """The machines that stand in, or around, an area that was named, each with the innermost such area."""
        inner = {id: {spot for area in named if (spot := self._inner(area, self._home[id]))} for id in machines}
        return {id: min(spots, key=self._depth_first) for id, spots in inner.items() if spots}

    def _depth_first(self, area: str) -> tuple[int, int]:
        return -len(self._around[area]), self._rank[area]

    def _inner(self, one: str, other: str) -> str | None:
        """Of two areas of which one is part of the other, the inner one."""
        return one if other in self._around[one] else other if one in self._around.get(other, ()) else None

    def _first(self, ids: Iterable[str]) -> str:
        return min(ids, key=lambda id: self._rank.get(id, 0))


def _with_all_around(areas: Iterable[Place]) -> Mapping[str, frozenset[str]]:
    """Each area with the areas it is part of, itself among them."""
    parents = {area.id: area.area_id for area in areas}
    around: dict[str, frozenset[str]] = {}
    for id in parents:
        path: list[str] = []
        outer: str | None = id
        while outer is not None and outer not in path:
            path.append(outer)
            outer = parents.get(outer)
        around[id] = frozenset(path)
    return around


def _comparable(words: str) -> str:
    """Text in which 三号门, 3#门 and 3 号门 are one, and so are No. 3 gate and #3 gate; `|` stands for a pause."""
    text = _NUMBERED.sub(lambda found: f"{found[1] or found[2]}号", with_numbers(words).replace("|", " "))
    text = _LATIN_NUMBERED.sub(lambda found: f" {found[1] or found[2]} ", text)
    return _SPACE_AT_HAN.sub("", _GAP.sub(" ", _PAUSE.sub("|", text))).strip()


def _by_name(areas: Iterable[Place], equipment: Iterable[Place]) -> Mapping[str, frozenset[str]]:
    """Every name, either way round (gate 3, 3 gate), with what it may mean; an area's name is never a machine's."""
    return _said(equipment) | _said(areas)


def _said(places: Iterable[Place]) -> dict[str, frozenset[str]]:
    said: dict[str, frozenset[str]] = {}
    for place in places:
        for form in {form for name in place.names for form in _either_way_round(_comparable(name)) if len(form) > 1}:
            said[form] = said.get(form, frozenset()) | {place.id}
    return said


def _either_way_round(name: str) -> tuple[str, ...]:
    turned = _NUMBER_FIRST.fullmatch(name) or _NUMBER_LAST.fullmatch(name)
    if not turned:
        return (name,)
    gap = "" if re.search(f"[{_HAN}]", name) else " "
    return name, f"{turned[2]}{gap}{turned[1]}"


def _its_own(name: str) -> bool:
    """Whether a name can mean but one machine: it has a number, two English words, or five Chinese characters."""
    return " " in name or any(map(str.isdigit, name)) or (len(name) >= 5 and not name.isascii())


def _by_shortened_name(names: Mapping[str, frozenset[str]]) -> Mapping[str, frozenset[str]]:
    """The names less one character, to meet a name said too short; from five on, for 电动叉车 is no 电动车."""
    shortened: dict[str, frozenset[str]] = {}
    for name, places in names.items():
        for form in _without_one_character(name) if len(name) >= 5 else ():
            shortened[form] = shortened.get(form, frozenset()) | places
    return shortened


def _without_one_character(name: str) -> Iterator[str]:
    """From four characters on, and never the first, the last or one of the number."""
    if len(name) >= 4:
        yield from (name[:i] + name[i + 1 :] for i in range(1, len(name) - 1) if name[i] not in _KEPT)


def _exact(text: str, names: Mapping[str, frozenset[str]]) -> Iterator[_Mention]:
    for start, end in _windows(text, {len(name) for name in names}):
        if places := names.get(text[start:end]):
            yield _Mention(start, end, places)


def _nearly(
    text: str, names: Mapping[str, frozenset[str]], shortened: Mapping[str, frozenset[str]]
) -> Iterator[_Mention]:
    yield from _exact(text, shortened)
    ends = {(name[0], name[-1]) for name in names}
    for start, end in _windows(text, {len(name) + 1 for name in names}):
        if (text[start], text[end - 1]) in ends:
            for form in _without_one_character(text[start:end]):
                if places := names.get(form):
                    yield _Mention(start, end, places)


def _windows(text: str, lengths: Set[int]) -> Iterator[tuple[int, int]]:
    """Every stretch of these lengths that does not cut a number or a Latin word in two."""
    inside = [a.isascii() and b.isascii() and a.isalnum() and b.isalnum() for a, b in pairwise(text)]
    edges = [True, *(not cut for cut in inside), True]
    for start in range(len(text)):
        if edges[start]:
            yield from ((start, start + n) for n in lengths if start + n <= len(text) and edges[start + n])


def _longest(mentions: Iterable[_Mention]) -> list[_Mention]:
    """In the order of the text; of two that overlap, the longer."""
    kept: list[_Mention] = []
    for mention in sorted(mentions, key=lambda mention: (mention.start - mention.end, mention.start)):
        if all(mention.end <= other.start or other.end <= mention.start for other in kept):
            kept.append(mention)
    return sorted(kept, key=lambda mention: mention.start)


def _not_denied(text: str, mentions: Sequence[_Mention]) -> Sequence[_Mention]:
    """A place that is denied (不是食堂，是仓库) counts only where no other is named."""
    denied = frozenset[str]().union(*(mention.places for mention in mentions if denies(text[: mention.start])))
    return [mention for mention in mentions if not mention.places <= denied] or mentions


def _narrowed(choices: Sequence[frozenset[str]]) -> frozenset[str]:
    """What all mentions agree on; everything mentioned where they do not."""
    common = frozenset.intersection(*choices) if choices else frozenset()
    return common or frozenset().union(*choices)


def _in_one_breath(text: str, mentions: Sequence[_Mention]) -> bool:
    gaps = [text[one.end : other.start] for one, other in pairwise(mentions)]
    return all(gap in ("", "的", "里", "里的", "内", "内的") for gap in gaps)
