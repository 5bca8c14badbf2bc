"""Digests as people have chosen them, and what a digest calls things."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time, timedelta, tzinfo

from sqlalchemy import Connection, select, update

from storage.directory import holders
from storage.tables import departments, notices, people, timers
from workflow.digest import CLOCK, DIGESTS, MANAGE, USUAL, bounds
from workflow.people import Language, Person, in_words

# Which digest is due on a day depends on those of its month, and on those of the month in which its week began.
LOOKED_BACK = timedelta(days=70)


@dataclass(frozen=True)
class Chosen:
    """When somebody reads their digest. off: they want none."""

    at: time
    off: bool


def chosen(connection: Connection, person_id: str) -> Chosen:
    mine = select(people.c.digest_at, people.c.digest_off).where(people.c.id == person_id)
    row = connection.execute(mine).one_or_none()
    return Chosen(row.digest_at or USUAL, row.digest_off) if row else Chosen(USUAL, off=True)


def choose(connection: Connection, person_id: str, at: time, *, off: bool) -> None:
    connection.execute(update(people).where(people.c.id == person_id).values(digest_at=at, digest_off=off))


def managers_without_clock(connection: Connection, today: date) -> list[Person]:
    """Managers for whom no digest is set, though they have not said that they want none."""
    found = {person.id: person for role in sorted(MANAGE) for person in holders(connection, role, today)}
    running = (timers.c.subject_kind == "person", timers.c.clock == CLOCK, timers.c.stopped_at.is_(None))
    set_already = set(connection.execute(select(timers.c.subject_id).where(*running)).scalars())
    wants_none = set(connection.execute(select(people.c.id).where(people.c.digest_off)).scalars())
    return [person for id_, person in sorted(found.items()) if id_ not in set_already | wants_none]


def told_on(connection: Connection, timer_id: str, zone: tzinfo, today: date) -> set[date]:
    """The days at a site, two months back, on which a clock of digests has told one, to whomever."""
    since = bounds(today - LOOKED_BACK, zone)[0]
    of_clock = (notices.c.timer_id == timer_id, notices.c.topic.in_(sorted(DIGESTS)), notices.c.state != "cancelled")
    told = select(notices.c.created_at).where(*of_clock)
    lately = connection.execute(told.where(notices.c.created_at >= since)).scalars()
    return {at.astimezone(zone).date() for at in lately}


def department_names(connection: Connection, ids: Collection[str], language: Language) -> dict[str, str]:
    """The names of departments by their ids."""
    named = select(departments.c.id, departments.c.name, departments.c.name_en).where(departments.c.id.in_(list(ids)))
    return {row.id: in_words(row.name, row.name_en, language) for row in connection.execute(named)}
