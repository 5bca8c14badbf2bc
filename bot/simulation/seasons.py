"""What goes wrong when: how many reports a day brings, and in which words, by the month and the day."""

import random
import re
from collections.abc import Collection, Sequence
from datetime import date

from bot.simulation.words import PLACES, SEASONS, SLOPPY
from workflow.calendar import SATURDAY, DayKind
from workflow.library import Grade, LibraryEntry

MAJOR_SHARE, SLOPPY_SHARE = 0.004, 0.04
# How busy days are: on Saturdays and Sundays few are there, on public holidays hardly anybody.
WEEKEND, HOLIDAY = 0.35, 0.08
BUSY_MONTHS = {6: 1.25, 7: 1.3, 8: 1.2, 1: 1.1, 2: 0.8}


def busy(day: date, kind: DayKind | None) -> float:
    """How many reports a day brings, to those of a plain working day as 1."""
    if kind is DayKind.REST and day.weekday() < SATURDAY:
        return HOLIDAY
    rests = kind is DayKind.REST or (kind is None and day.weekday() >= SATURDAY)
    return BUSY_MONTHS.get(day.month, 1.0) * (WEEKEND if rests else 1.0)


class Phrases:
    """What people write: the many names by which the library knows its hazards, and what the season brings.

    industries: what the company does; empty where it does not say, and then its people find the hazards of all.
    """

    def __init__(self, library: Sequence[LibraryEntry], industries: Collection[str]) -> None:
        found = [entry for entry in library if not industries or entry.industry in (None, *industries)]
        self._usual = {language: _told(found, language, major=False) for language in ("zh_CN", "en")}
        self._major = {language: _told(found, language, major=True) for language in ("zh_CN", "en")}

    def of(self, chance: random.Random, month: int, place: str, language: str) -> str:
        """A report as somebody of this language writes it; place: what they call where they are."""
        if chance.random() < SLOPPY_SHARE:
            return chance.choice(SLOPPY[language])
        what = self._what(chance, month, language)
        return f"{place}{what}" if language == "zh_CN" else f"{what}, {place}"

    def major(self, chance: random.Random, language: str) -> str:
        """What is listed as a major hazard."""
        return chance.choice(self._major[language])

    def again(self, chance: random.Random, language: str) -> str:
        """What somebody says who is asked to say more."""
        return chance.choice(self._usual[language])

    def _what(self, chance: random.Random, month: int, language: str) -> str:
        for season in SEASONS:
            if month in season.months and chance.random() < season.share:
                return chance.choice(season.told[language])
        return chance.choice((self._major if chance.random() < MAJOR_SHARE else self._usual)[language])


def _told(library: Sequence[LibraryEntry], language: str, *, major: bool) -> list[str]:
    entries = sorted(
        (entry for entry in library if (entry.grade is Grade.MAJOR) == major), key=lambda entry: entry.code
    )
    names = (alias for entry in entries for alias in entry.aliases)
    elsewhere = re.compile("|".join(PLACES[language]))
    return [name for name in names if name.isascii() == (language == "en") and not elsewhere.search(name)]
