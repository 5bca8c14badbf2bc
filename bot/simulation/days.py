"""What a day brings: who will report something and when, and now and then an alarm."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.simulation.everybody import Everybody, Someone
from bot.simulation.people import Deed
from bot.simulation.seasons import Phrases, busy
from bot.simulation.words import ALARMS, AWAY
from workflow.calendar import DayKind

ALARMS_A_YEAR = 0.012  # to each person
AWAY_A_YEAR = 2.0  # so often each person is away and names a deputy
# Nobody is away any more when the story ends: whoever goes on from there would wonder who hears what.
BACK_BEFORE_END = timedelta(days=16)
CAMPAIGN = 3.0  # so many times as many reports
# Before the end nothing is begun any more, so that no conversation breaks off in the midst.
QUIET_END = timedelta(hours=2)


@dataclass(frozen=True)
class Story:
    """What is told: until when, by which seed, how many reports a working day brings, how many have pictures.

    major_on: a day on which, whatever else, a major hazard is reported. digests_from: a day before which no manager
    reads a digest yet. campaign_from: the day from which everybody looks out for hazards.
    """

    until: datetime
    seed: int
    reports: float
    pictures: float
    major_on: date | None = None
    digests_from: date = date.min
    campaign_from: date = date.max


class Days:
    """One day after another."""

    def __init__(self, story: Story, who: Everybody, phrases: Phrases) -> None:
        self._story = story
        self._who = who
        self._phrases = phrases
        self._chance = random.Random(f"life {story.seed}")
        self._leave = random.Random(f"leave {story.seed}")

    def reports(self, day: date, kind: DayKind | None) -> Iterator[Deed]:
        """What will be reported on a day. kind: as the calendar sets it apart."""
        there = self._who.shifts_of(day)
        wanted = self._story.reports * busy(day, kind) * (CAMPAIGN if day >= self._story.campaign_from else 1)
        number = int(wanted) + (self._chance.random() < wanted % 1)
        alarms = int(self._chance.random() < ALARMS_A_YEAR * len(self._who.by_id) / 365)
        for n in range((number + alarms) if there else 0):
            [(person, begins, ends)] = self._chance.choices(there, [person.talks for person, _, _ in there])
            at = begins + (ends - begins) * self._chance.uniform(0.05, 0.9)
            if at < self._story.until - QUIET_END:
                yield self._alarm(person, at) if n == number else self._report(person, at, day.month)
        if day == self._story.major_on and there:
            yield self._major(*self._chance.choice(there))

    def deputies(self, day: date) -> Iterator[Deed]:
        """Who will say on a day that they are away, in the first half of their shift."""
        for person, begins, ends in self._who.shifts_of(day):
            at = begins + (ends - begins) * self._leave.uniform(0.05, 0.5)
            if self._leave.random() < AWAY_A_YEAR / 365 and at < self._story.until - BACK_BEFORE_END:
                yield Deed(at, person.code, text=self._leave.choice(AWAY[person.language]))

    def _report(self, person: Someone, at: datetime, month: int) -> Deed:
        place = self._who.place(self._chance, person)
        words = self._phrases.of(self._chance, month, place, person.language)
        photos = self._chance.choice((1, 1, 2)) if self._chance.random() < self._story.pictures else 0
        return Deed(at, person.code, text=words, photos=photos)

    def _alarm(self, person: Someone, at: datetime) -> Deed:
        return Deed(at, person.code, text=self._there(person, self._chance.choice(ALARMS[person.language])))

    def _major(self, person: Someone, begins: datetime, ends: datetime) -> Deed:
        """Reported by somebody who is sure of it."""
        person.is_sure = True
        words = self._there(person, self._phrases.major(self._chance, person.language))
        return Deed(begins + (ends - begins) / 2, person.code, text=words, photos=1)

    def _there(self, person: Someone, what: str) -> str:
        place = self._who.place(self._chance, person)
        return f"{place}{what}" if person.language == "zh_CN" else f"{what}, {place}"
