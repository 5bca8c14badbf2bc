"""Everybody of a company as a simulation knows them: where they work, when they are there, how they are."""

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from operator import attrgetter

from sqlalchemy import Connection, select

from bot.simulation.people import Temper, temper_of
from storage.shifts import hours_of
from storage.tables import addresses, areas, departments, memberships, people
from workflow.calendar import Calendar
from workflow.people import Role
from workflow.shifts import Hours

SLOW_DEPARTMENTS = frozenset({"ZH", "CC"})
# Who reports: those on the spot more than those in offices.
TALKS = {Role.WORKER: 1.0, Role.TEAM_LEADER: 1.5, Role.SAFETY_OFFICER: 1.5}
ELSEWHERE = 0.15  # of their reports so many are of another place than where they work
OFTEN = timedelta(days=30)  # hours are good for a year; what the calendar says of the next is read in good time


@dataclass
class Someone:
    """A person. places: what they call where they work. talks: how much they report, to a worker as 1."""

    id: str
    code: str
    language: str
    shift: str
    hired_on: date | None
    left_on: date | None
    temper: Temper
    talks: float
    places: Sequence[str] = ()
    asked: int = 0  # questions in a row, within one conversation
    asked_last: datetime | None = None
    is_sure: bool = False  # that what they report is major

    def is_here(self, day: date) -> bool:
        """They work for the company on a day."""
        return (self.hired_on is None or self.hired_on <= day) and (self.left_on is None or day <= self.left_on)


@dataclass
class Everybody:
    """By id and by code; `plan` says when who is there."""

    calendar: Calendar
    by_id: Mapping[str, Someone]
    places: Sequence[str]
    _hours: Mapping[str, Hours] = field(default_factory=dict)
    _read: datetime | None = None

    @property
    def by_code(self) -> Mapping[str, Someone]:
        return {person.code: person for person in self.by_id.values()}

    def look_at_calendar(self, connection: Connection, now: datetime) -> None:
        """Read everybody's hours, where that was long ago."""
        if self._read is None or now - self._read > OFTEN:
            self._hours, self._read = hours_of(connection, self.calendar, list(self.by_id), now), now

    def at_work(self, person: Someone, moment: datetime) -> datetime:
        """The moment itself where they are at work then, else one soon after their next shift begins."""
        hours = self._hours[person.id]
        if hours.on_shift(moment):
            return moment
        return hours.next_start(moment) + timedelta(minutes=person.temper.chance.uniform(1, 50))

    def shifts_of(self, day: date) -> list[tuple[Someone, datetime, datetime]]:
        """Who begins a shift on a day, and from when to when it lasts."""
        midnight = datetime.combine(day, time(), self.calendar.zone)
        spans: dict[str, tuple[datetime, datetime] | None] = {}
        there = []
        for person in self.by_id.values():
            if person.shift not in spans:
                spans[person.shift] = _span(self._hours[person.id], midnight)
            span = spans[person.shift]
            if span is not None and person.is_here(day):
                there.append((person, *span))
        return there

    def place(self, chance: random.Random, person: Someone) -> str:
        """Where what they report is."""
        known = self.places if chance.random() < ELSEWHERE or not person.places else person.places
        return chance.choice(known)


def _span(hours: Hours, midnight: datetime) -> tuple[datetime, datetime] | None:
    starts = hours.next_start(midnight - timedelta(microseconds=1))
    if not midnight <= starts < midnight + timedelta(days=1):
        return None
    shift = hours.pattern.on(midnight.date(), hours.kinds.get(midnight.date()))
    return (starts, starts + shift.lasts) if shift is not None else None


def everybody(connection: Connection, calendar: Calendar, seed: int) -> Everybody:
    """All who have ever worked for the company, as its tables have them."""
    held = defaultdict(list)
    for row in connection.execute(_HELD):
        held[row.person_id].append(row)
    named = {row.id: (row.path, (row.name, *row.aliases)) for row in connection.execute(select(areas))}
    bots = set(connection.execute(select(addresses.c.person_id)).scalars())
    rows = [row for row in sorted(connection.execute(select(people)), key=attrgetter("code")) if row.id in bots]
    found = {row.id: _someone(row, held[row.id], named, seed) for row in rows}
    return Everybody(calendar, found, [names[0] for _, names in named.values()])


_HELD = (
    select(memberships.c.person_id, memberships.c.role, memberships.c.area_id, departments.c.code)
    .join_from(memberships, departments, memberships.c.department_id == departments.c.id, isouter=True)
    .order_by(memberships.c.id)
)


def _someone(row, held, named, seed: int) -> Someone:  # type: ignore[no-untyped-def]
    slow = any(each.code in SLOW_DEPARTMENTS for each in held)
    talks = max((TALKS.get(Role(each.role), 0.1) for each in held), default=0.1)
    paths = {named[each.area_id][0] for each in held if each.area_id}
    english = row.language != "zh_CN"
    places = [name for path, names in named.values() if _within(path, paths) for name in _called(names, english)]
    temper = temper_of(seed, row.code, slow_department=slow)
    return Someone(row.id, row.code, row.language, row.shift, row.hired_on, row.left_on, temper, talks, sorted(places))


def _within(path: str, paths: set[str]) -> bool:
    return any(path.startswith(each) for each in paths)


def _called(names: Sequence[str], english: bool) -> Iterator[str]:
    return (name for name in names if name.isascii() == english)
