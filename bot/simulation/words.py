"""What simulated people say, as `words.toml` has it."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_WORDS = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))

SURNAMES: str = _WORDS["names"]["surnames"]
GIVEN: str = _WORDS["names"]["given"]
NIGHT_SHIFT: str = _WORDS["names"]["night"]
DAY_SHIFT: str = _WORDS["names"]["day"]
# By language.
PLACES: Mapping[str, Sequence[str]] = _WORDS["places"]
SLOPPY: Mapping[str, Sequence[str]] = _WORDS["sloppy"]
ALARMS: Mapping[str, Sequence[str]] = _WORDS["alarms"]
AWAY: Mapping[str, Sequence[str]] = _WORDS["away"]
# By the topic of a question.
SAID: Mapping[str, Sequence[str]] = _WORDS["said"]
PLAIN: Sequence[str] = SAID[""]


@dataclass(frozen=True)
class Season:
    """months: 1 to 12. share: of that time's reports so many are of this. told: in these words, by language."""

    months: frozenset[int]
    share: float
    told: Mapping[str, Sequence[str]]


SEASONS: Sequence[Season] = [
    Season(frozenset(each["months"]), each["share"], {name: each[name] for name in ("zh_CN", "en")})
    for each in _WORDS["season"]
]
