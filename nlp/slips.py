"""Puts right what was typed or heard for another word: characters that sound alike, English words a letter apart.

Only what nobody knows is touched: a character stays where it stands in any stretch that is known with its neighbour.
And only what is likely a slip: rare words are more often right than slips (`没有证` is no `没有正`, `blending` no
`bleeding`), and one put wrong costs more than one left as it was typed.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

PAIR, LONGEST = 2, 4  # characters of a known stretch
EVERYWHERE = frozenset(
    "的得地了着过个们这那里啊呢吗吧嘛它他她我你您也都就又不没有在是上下去来说看让把被和给很太号楼层米次条台辆名吨"
)
FREQUENT_PAIRS = 500  # of two characters alone only so many are meant: two that sound alike are seldom a slip
SHORTEST_WORD = 5  # letters; shorter words a letter apart are two words
LONG_WORD = 7  # letters; from here on one vowel for another, or a letter too few, is a slip
_VOWELS = frozenset("aeiouy")
_ENDINGS = ("s", "es", "d", "ed", "ing", "er", "ers", "ly")

KNOWN, _READINGS = (Path(__file__).parent / "data" / name for name in ("known.txt", "readings.txt"))
_HAN = re.compile(r"[\u3400-\u9fff]{2,}")
_WORD = re.compile(f"[a-z]{{{SHORTEST_WORD},}}")


@cache
def readings() -> dict[int, str]:
    """Of each character of GB 2312 the first one that is read like it, tones apart; as `str.translate` wants it."""
    rows = (line.split(" ")[1] for line in _READINGS.read_text("utf-8").splitlines())
    return {
        ord(character): first for row in rows for first in row[0] for character in row
    }  # one object for all of them


class Slips:
    """What is known, by how it sounds and is spelt. Threads may share it."""

    def __init__(self, meant: Iterable[str], known: Iterable[str] = ()) -> None:
        """meant: stretches of Chinese characters, and English words after a space; of those that sound alike the first
        counts. known: pairs of characters that are right as they stand, and that nothing else is taken for.
        """
        pairs, self._sure, sounding = _Pairs(known), _Pairs(), dict[str, str]()
        self._words: set[str] = set()
        self._spelt: dict[tuple[str, int, str], list[str]] = defaultdict(list)
        table, frequent = readings(), 0
        for piece in meant:
            if piece[0] == " ":
                word = piece[1:]
                self._words.add(word)
                for place in _kept_by_a_slip(word, len(word)):
                    self._spelt[place].append(word)
            else:
                if len(piece) == PAIR:
                    self._sure.add(piece)
                    pairs.add(piece)
                    frequent += 1
                if len(piece) > PAIR or frequent <= FREQUENT_PAIRS:
                    sounding.setdefault(piece.translate(table), piece)
        self._pairs = pairs
        self._sounding = {size: _Sounding(sounding, size) for size in range(PAIR, LONGEST + 1)}

    def put_right(self, said: str, own: Container[str] = ()) -> str:
        """The folded words, as they were probably meant. own: pairs, and words after a space, that stand as well."""
        put_right = _HAN.sub(lambda found: self._run(found[0], own), said)
        return _WORD.sub(lambda found: found[0] if " " + found[0] in own else self._word(found[0]), put_right)

    def _run(self, run: str, own: Container[str]) -> str:
        unsure = _beside_none(run, self._sure.__contains__)
        if not any(unsure):
            return run
        unknown = _beside_none(run, lambda pair: pair in self._pairs or pair in own)
        sound, made = run.translate(readings()), list(run)
        for size in range(LONGEST, PAIR - 1, -1):
            doubtful = unknown if size == PAIR else unsure  # a longer stretch is seldom like another by chance
            for start in _starts(doubtful, size):
                meant = self._sounding[size].get(sound[start : start + size])
                if meant and self._fits(run, meant, start, doubtful):
                    made[start : start + size] = meant
                    unsure[start : start + size] = unknown[start : start + size] = [False] * size
        return "".join(made)

    def _fits(self, run: str, meant: str, start: int, doubtful: list[bool]) -> bool:
        """What stays says something; nothing changes but what is doubtful, and from one content word to another."""
        places = range(len(meant))
        changed = [at for at in places if run[start + at] != meant[at]]
        if EVERYWHERE.issuperset(meant[at] for at in places if at not in changed):
            return False
        return all(doubtful[start + at] and EVERYWHERE.isdisjoint((run[start + at], meant[at])) for at in changed)

    def _word(self, word: str) -> str:
        if word in self._words or self._is_form(word):
            return word
        for length in (len(word), len(word) + 1, len(word) - 1):
            for place in _kept_by_a_slip(word, length):
                for like in self._spelt.get(place, ()):
                    if _is_slip_of(word, like):
                        return like
        return word

    def _is_form(self, word: str) -> bool:
        """Whether it is a known word with an ending: floods, blending, stopped."""
        stems = [word[: -len(ending)] for ending in _ENDINGS if word.endswith(ending)]
        forms = (form for stem in stems for form in (stem, f"{stem}e", stem[:-1] if stem[-2:-1] == stem[-1:] else stem))
        return any(form in self._words for form in forms)


class _Pairs:
    """Pairs of characters, as the second ones of each first one: a set of strings would take six times the memory."""

    def __init__(self, pairs: Iterable[str] = ()) -> None:
        self._seconds: dict[str, str] = {}
        for pair in pairs:
            self.add(pair)

    def add(self, pair: str) -> None:
        self._seconds[pair[0]] = self._seconds.get(pair[0], "") + pair[1]

    def __contains__(self, pair: str) -> bool:
        return pair[1] in self._seconds.get(pair[0], "")


class _Sounding:
    """The stretches of one length by their sounds: two strings of as many signs each, in the order of the sounds."""

    def __init__(self, sounding: Mapping[str, str], size: int) -> None:
        held = sorted(sound for sound in sounding if len(sound) == size)
        self._sounds, self._meant = "".join(held), "".join(sounding[sound] for sound in held)
        self._size, self._places = size, range(len(held))

    def get(self, sound: str) -> str | None:
        place = bisect_left(self._places, sound, key=lambda place: self._at(self._sounds, place))
        return self._at(self._meant, place) if self._at(self._sounds, place) == sound else None

    def _at(self, signs: str, place: int) -> str:
        return signs[place * self._size : (place + 1) * self._size]


def _beside_none(run: str, is_known: Callable[[str], bool]) -> list[bool]:
    """Of each character whether it makes no known pair, neither with the one before nor with the one after."""
    held = [is_known(run[at : at + PAIR]) for at in range(len(run) - 1)]
    return [not before and not after for before, after in zip([False, *held], [*held, False], strict=True)]


def _starts(doubtful: Sequence[bool], size: int) -> list[int]:
    """Where the stretches of a size begin that hold something doubtful."""
    last = len(doubtful) - size
    found = (range(max(at - size + 1, 0), min(at, last) + 1) for at, is_one in enumerate(doubtful) if is_one)
    return sorted({start for one in found for start in one})


def _kept_by_a_slip(word: str, length: int) -> tuple[tuple[str, int, str], tuple[str, int, str]]:
    """A slip leaves the first letter, and the second or the last one."""
    return (word[0], length, word[1]), (word[0], length, "-" + word[-1])


def _is_slip_of(said: str, meant: str) -> bool:
    """Two neighbours that have changed places, a letter twice; of a long word a letter too few, a vowel for another.

    Other letters in its place, and one more or less at the end, make other words: stain and stair, settle and settled.
    """
    at = next((n for n, (a, b) in enumerate(zip(said, meant, strict=False)) if a != b), min(len(said), len(meant)))
    if len(said) < len(meant):
        return len(meant) >= LONG_WORD and at < len(said) and said[at:] == meant[at + 1 :]
    if len(said) > len(meant):
        return said[at:][1:] == meant[at:] and said[at] == said[at - 1]
    if said[at + 1 :] == meant[at + 1 :]:
        return len(said) >= LONG_WORD and {said[at], meant[at]} <= _VOWELS
    return said[at : at + 2] == meant[at : at + 2][::-1] and said[at + 2 :] == meant[at + 2 :]


@cache
def shipped() -> Slips:
    meant, known = KNOWN.read_text("utf-8").split("\n\n")
    return Slips(meant.split("\n"), known.split())
