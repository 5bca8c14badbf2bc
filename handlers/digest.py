"""The digest of a morning: given its clock, and told when that rings: that of the day, the week or the month."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from handlers.digest_editions import HOUR, MOST_BUTTONS, edition_of, eyes
from handlers.shift_begins import set_clocks
from handlers.told import choice_row
from storage import clocks, digests, lists, quiet
from storage.clocks import Due
from storage.daily_figures import follow, follow_all
from storage.shifts import month_of
from storage.staff import keep_staff
from storage.unit_of_work import House, UnitOfWork, unit_of_work
from workflow.deputies import told_instead
from workflow.digest import (
    CLOCK,
    DAILY_DIGEST,
    ON_TIME,
    edition,
    has_read,
    next_morning,
    scope,
    without_scope,
)
from workflow.enrolling import those_asked
from workflow.notice import Lane
from workflow.people import Membership, Person, Role, in_words
from workflow.reach import Reach
from workflow.standing import DayOf

Row = dict[str, Any]
MOST_BATCHES = 20  # a few seconds' work: where all is counted anew, a digest tells what is counted until then


def keep_figures(house: House, now: datetime) -> int:
    """Count what has happened since, and set the clocks of managers and team leaders; how many events were counted."""
    with unit_of_work(house, now) as unit:
        counted = follow(unit.connection, _day_of(unit))
        keep_staff(unit.connection, unit.today)
        for person in digests.managers_without_clock(unit.connection, unit.today):
            hour = digests.chosen(unit.connection, person.id).at
            unit.start_timer("person", person.id, CLOCK, next_morning(now, hour, unit.zone_of(person)))
        set_clocks(unit, now)
    return counted


def _day_of(unit: UnitOfWork) -> DayOf:
    return lambda moment: unit.calendar.local(moment).date()


def ring_digest(unit: UnitOfWork, due: Due, now: datetime) -> list[Row]:
    """How the cases stand this morning, once however many mornings were missed, and one on a day."""
    person = unit.person(due.subject_id)
    right = scope(person, unit.today) if person else None
    held = without_scope(person, unit.today) if person else None
    if person is None or (right is None and held is None):
        clocks.stop(unit.connection, due, now)
        return []
    hour, zone = digests.chosen(unit.connection, person.id).at, unit.zone_of(person)
    if not clocks.move_on(unit.connection, due, due.step + 1, next_morning(now, hour, zone)):
        return []
    if right is None:
        return _nothing_to_manage(unit, person, held) if held else []
    reader = _reader(unit, person, right)
    on_time = next_morning(now - ON_TIME, hour, zone) <= now
    which = _edition(unit, due, person, reader, now, on_time=on_time) if reader else None
    if reader is None or which is None:
        return []
    told = {"cause": f"timer:{due.id}:{due.step}", "timer_id": due.id, "recipient_id": reader.id}
    return [{**told, **digest(unit, person, right, now, which, reader)}]


def _edition(unit: UnitOfWork, due: Due, person: Person, reader: Person, now: datetime, *, on_time: bool) -> str | None:
    """Which one is due on this day of its reader; that of a week or month whose day was lost to an outage is due until
    it is told. None: none goes out now, and what is lost with it is told by the next.

    on_time: at the hour of their choice it comes on shift or not; after an outage nobody is called from their bed.
    """
    zone = unit.zone_of(reader)
    day = now.astimezone(zone).date()
    hours = month_of(unit.connection, unit.calendar, reader.id, day)
    if on_time:  # on a day off what cannot wait would wait for a deputy's shift all the same
        goes = hours.works(day) or (reader.id == person.id and _cannot_wait(unit, person, now))
    else:
        goes = hours.on_shift(now)
    if not goes:
        return None
    told = digests.told_on(unit.connection, due.id, zone, day)
    if day in told:
        return None
    return edition(day, has_read(hours.works, {*told, day}))


def _reader(unit: UnitOfWork, person: Person, right: Reach) -> Person | None:
    """The manager, or who acts for them while they are away; nobody, where that one's own digest tells all of it."""
    acting = unit.person(told_instead(unit, person.id))
    if acting is None or acting.id == person.id:
        return person
    own = scope(acting, unit.today)
    tells_all = own is not None and (own.company or (not right.company and right.department_ids <= own.department_ids))
    return None if tells_all else acting


def _cannot_wait(unit: UnitOfWork, person: Person, now: datetime) -> bool:
    """On a day off a manager is let be unless a major hazard is overdue, or nothing stops its danger."""
    if not quiet.lets_be(unit.connection):
        return True
    return any(item["light"] == "red" for item in lists.major(unit.connection, eyes(person, now, unit.today), 0).items)


def digest(
    unit: UnitOfWork,
    person: Person,
    right: Reach,
    now: datetime,
    which: str = DAILY_DIGEST,
    reader: Person | None = None,
) -> Row:
    """What a manager reads: topic, facts and buttons. reader: who reads it in their place."""
    follow_all(unit.connection, _day_of(unit), MOST_BATCHES)
    acting = reader or person
    viewer = eyes(replace(person, language=acting.language), now, unit.today)
    told = edition_of(unit.connection, unit.calendar.zone, viewer, right, which, acting)
    own = acting.id == person.id
    facts = told.facts if own else {**told.facts, "for": person.id}
    buttons = [choice_row(option) for option in (*told.options(), *((HOUR,) if own else ()))[:MOST_BUTTONS]]
    return {"topic": which, "facts": facts, "choices": buttons, "lane": Lane.BULK}


def _nothing_to_manage(unit: UnitOfWork, person: Person, held: Membership) -> list[Row]:
    """Once of each such membership: the administrators can say in the workbook which department it is of."""
    told = {"cause": f"digest:{person.id}:{held.role}:{held.since}", "topic": "digest.no_scope", "lane": Lane.NOTICE}
    return [
        {
            **told,
            "recipient_id": reader.id,
            "facts": {"name": in_words(person.name, person.name_en, reader.language), "role": str(held.role)},
        }
        for reader in unit.holders(Role.ADMINISTRATOR) or those_asked(unit, besides=person.id)
    ]
