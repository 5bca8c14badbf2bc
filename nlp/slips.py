"""Puts right what was typed or heard for another word: characters that sound alike, English words a letter apart.

Only what nobody knows is touched: a character stays where it stands in any stretch that is known with its neighbour.
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
SHORTEST_WORD = 5  # letters; shorter words a letter apart are two words

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
        table = readings()
        for piece in meant:
            if piece[0] == " ":
                word = piece[1:]
                self._words.add(word)
                for place in _kept_by_a_slip(word, len(word)):
                    self._spelt[place].append(word)
            else:
                sounding.setdefault(piece.translate(table), piece)
                if len(piece) == PAIR:
                    self._sure.add(piece)
                    pairs.add(piece)
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
        """Something stays, and nothing changes but what is doubtful."""
        said = run[start : start + len(meant)]
        changed = [n for n, sign in enumerate(meant) if said[n] != sign]
        if len(meant) == PAIR and any(said[n] in EVERYWHERE for n in changed):
            return False
        return len(changed) < len(meant) and all(doubtful[start + n] for n in changed)

    def _word(self, word: str) -> str:
        if word in self._words:
            return word
        for length in (len(word), len(word) + 1, len(word) - 1):
            for place in _kept_by_a_slip(word, length):
                for like in self._spelt.get(place, ()):
                    if _a_letter_apart(word, like):
                        return like
        return word


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


def _a_letter_apart(one: str, other: str) -> bool:
    """By one letter more, less or other, or by two neighbours that have changed places."""
    short, long = sorted((one, other), key=len)
    at = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    return one[at + 1 :] == other[at + 1 :] or (
        one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    )


@cache
def shipped() -> Slips:
    meant, known = KNOWN.read_text("utf-8").split("\n\n")
    return Slips(meant.split("\n"), known.split())
