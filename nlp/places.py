"""Finds in running text the area and the equipment that a worker names."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from nlp.wording import with_numbers

READ_CHARACTERS = 400  # where it is stands at the start; the rest of a long text would only cost time

# How sure: steps set by judgement, not measured. From 0.9 a place may be proposed, below it a person should choose.
NAMED = 0.95  # the area by its name, or equipment and its area together
IMPLIED = 0.9  # equipment alone: its area is where it stands
NESTED = 0.7  # two areas in one breath, as in 冲压车间配电房: the inner one is meant
MOVED = 0.6  # equipment named together with another area than its own: forklifts wander
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
    """An area (`area_id` None) or a piece of equipment (`area_id`: where it stands), with every name people use."""

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
        places = {place.id: place for place in (*areas, *equipment)}
        self._rank = {id: number for number, id in enumerate(places)}
        self._home = {place.id: place.area_id for place in places.values() if place.area_id}
        self._names = _by_name(places.values())
        self._shortened = _by_shortened_name(self._names)

    def find(self, words: str) -> FoundPlace:
        """The place in any text, of any length; only the first characters are read."""
        text = _comparable(words[:READ_CHARACTERS])
        if mentions := _longest(_exact(text, self._names)):
            return self._settled(text, mentions)
        found = self._settled(text, _longest(_nearly(text, self._names, self._shortened)))
        return FoundPlace(found.area_id, found.equipment_id, min(found.confidence, NEARLY))

    def _settled(self, text: str, mentions: Sequence[_Mention]) -> FoundPlace:
        areas = [mention for mention in mentions if not mention.places & self._home.keys()]
        machines = _narrowed([mention.places for mention in mentions if mention not in areas])
        area, confidence = self._area(text, areas)
        if not machines:
            return FoundPlace(area, None, confidence)
        named = {id for mention in areas for id in mention.places}
        return self._at({id for id in machines if self._home[id] in named} or machines, named, area)

    def _area(self, text: str, mentions: Sequence[_Mention]) -> tuple[str | None, float]:
        if not mentions:
            return None, 0.0
        meant = _narrowed([mention.places for mention in mentions])
        if len(meant) == 1:
            return self._first(meant), NAMED
        if len(mentions) > 1 and len(mentions[-1].places) == 1 and _in_one_breath(text, mentions):
            return self._first(mentions[-1].places), NESTED
        return self._first(mentions[0].places), AMBIGUOUS

    def _at(self, machines: Set[str], named: Set[str], area: str | None) -> FoundPlace:
        """The machines meant and the areas named, brought together; of several machines none is picked."""
        homes = {self._home[id] for id in machines}
        home, machine = self._first(homes), self._first(machines) if len(machines) == 1 else None
        if len(homes) > 1:
            return FoundPlace(area or home, None, AMBIGUOUS)
        if area is None or home in named:
            return FoundPlace(home, machine, NAMED if home in named else IMPLIED)
        return FoundPlace(area, machine, MOVED)

    def _first(self, ids: Iterable[str]) -> str:
        return min(ids, key=lambda id: self._rank.get(id, 0))


def _comparable(words: str) -> str:
    """Text in which 三号门, 3#门 and 3 号门 are one, and so are No. 3 gate and #3 gate; `|` stands for a pause."""
    text = _NUMBERED.sub(lambda found: f"{found[1] or found[2]}号", with_numbers(words).replace("|", " "))
    text = _LATIN_NUMBERED.sub(lambda found: f" {found[1] or found[2]} ", text)
    return _SPACE_AT_HAN.sub("", _GAP.sub(" ", _PAUSE.sub("|", text))).strip()


def _by_name(places: Iterable[Place]) -> Mapping[str, frozenset[str]]:
    """Every name, either way round (gate 3, 3 gate), with what it may mean; an area's name is never a machine's."""
    names: dict[str, set[str]] = defaultdict(set)
    areas: set[str] = set()
    for place in sorted(places, key=lambda place: place.area_id is not None):
        spoken = {form for name in place.names for form in _either_way_round(_comparable(name)) if len(form) > 1}
        if place.area_id is None:
            areas |= spoken
        for name in spoken if place.area_id is None else spoken - areas:
            names[name].add(place.id)
    return {name: frozenset(ids) for name, ids in names.items()}


def _either_way_round(name: str) -> tuple[str, ...]:
    turned = _NUMBER_FIRST.fullmatch(name) or _NUMBER_LAST.fullmatch(name)
    if not turned:
        return (name,)
    gap = "" if re.search(f"[{_HAN}]", name) else " "
    return name, f"{turned[2]}{gap}{turned[1]}"


def _by_shortened_name(names: Mapping[str, frozenset[str]]) -> Mapping[str, frozenset[str]]:
    """The names without one of their characters, to meet a name said too short."""
    shortened: dict[str, frozenset[str]] = {}
    for name, places in names.items():
        for form in _without_one_character(name):
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


def _narrowed(choices: Sequence[frozenset[str]]) -> frozenset[str]:
    """What all mentions agree on; everything mentioned where they do not."""
    common = frozenset.intersection(*choices) if choices else frozenset()
    return common or frozenset().union(*choices)


def _in_one_breath(text: str, mentions: Sequence[_Mention]) -> bool:
    gaps = [text[one.end : other.start] for one, other in pairwise(mentions)]
    return all(gap in ("", "的", "里", "里的", "内", "内的") for gap in gaps)
