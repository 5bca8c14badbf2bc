"""The work of a day, told its person once when their shift begins; and who has a clock for that."""

from datetime import datetime
from typing import Any

from handlers.day_of_work import day_of_work
from handlers.gathered import still_waiting
from handlers.listed import case_options
from handlers.questions import Open, Option
from handlers.shift_begins import gets_list
from handlers.told import choice_row
from storage import budget, clocks, digests, gathered, to_do
from storage.clocks import Due
from storage.engine import read_transaction
from storage.queries import Viewer
from storage.unit_of_work import House, UnitOfWork, unit_of_work
from workflow.deputies import told_instead
from workflow.digest import scope
from workflow.notice import Lane
from workflow.people import Person
from workflow.shifts import Hours
from workflow.to_do import CLOCK, MORNING, near

Row = dict[str, Any]
LIST = Option("to_do", "to_do", opens=Open("to_do"))
OFF = Option("off", "to_do_off", opens=Open("choose_to_do", {"off": True}))
GATHERED = Option("gathered", "gathered", opens=Open("gathered_list"))
MOST_BUTTONS = 4


def set_clocks(house: House, now: datetime) -> int:
    """Set the clock of everybody who has work in hand and none yet; how many were set."""
    with read_transaction(house.engine) as connection:
        ids = to_do.without_clock(connection, house.calendar.local(now).date())
    return sum(_set_clock(house, person_id, now) for person_id in ids)


def _set_clock(house: House, person_id: str, now: datetime) -> bool:
    """False for whoever has no shift within a year, or reads of it in a digest."""
    with unit_of_work(house, now) as unit:
        person = unit.person(person_id)
        if person is None or clocks.runs(unit.connection, "person", person_id, CLOCK):
            return False
        starts = unit.hours_of(person).next_start(now)
        if starts <= now or _reads_digest(unit, person, starts):
            return False
        unit.start_timer("person", person_id, CLOCK, starts)
        return True


def _reads_digest(unit: UnitOfWork, person: Person, starts: datetime) -> bool:
    """Whether a digest comes at about the time when their shift begins: it says what waits for them."""
    chosen = digests.chosen(unit.connection, person.id)
    manages = scope(person, unit.today) is not None and not chosen.off
    return manages and near(chosen.at, starts.astimezone(unit.zone_of(person)).time())


def ring_to_do(unit: UnitOfWork, due: Due, now: datetime) -> list[Row]:
    """How somebody's work stands, once however many mornings were missed, and not after their shift.

    Who has nothing to do hears nothing, and has no clock until they have.
    """
    person = unit.person(due.subject_id)
    if person is None or not person.works_on(unit.today):
        clocks.stop(unit.connection, due, now)
        return []
    hours = unit.hours_of(person)
    starts = hours.next_start(now)
    facts = day_of_work(unit.connection, Viewer(person, now, unit.today), unit.zone_of(person))
    if facts is None or starts <= now or _reads_digest(unit, person, starts):
        clocks.stop(unit.connection, due, now)
        return []
    if not clocks.move_on(unit.connection, due, due.step + 1, starts) or not _is_time(unit, person, hours, now):
        return []
    if told_instead(unit, person.id) != person.id:
        return []  # they are away: the list of their first morning back tells all of it
    told = {"cause": f"timer:{due.id}:{due.step}", "recipient_id": person.id, "lane": Lane.BULK}
    return [{**told, **_with_gathered(unit, person, facts, now)}]


def _is_time(unit: UnitOfWork, person: Person, hours: Hours, now: datetime) -> bool:
    """At work, and with room for one more: what was gathered is told with it, so that it may be the last of the day.

    A team leader to whom a shift is handed over hears in that list how much waits for them.
    """
    left = budget.left(unit.connection, person.id, now)
    return hours.on_shift(now) and (left is None or left > 0) and not gets_list(unit, person, now)


def _with_gathered(unit: UnitOfWork, person: Person, facts: dict[str, Any], now: datetime) -> Row:
    """What was left over from the day before needs no message of its own."""
    ids = still_waiting(unit, person.id, now)
    gathered.tell(unit.connection, ids)
    more = (GATHERED,) if ids else ()
    options = (*case_options(facts["items"]), LIST, *more, OFF)[:MOST_BUTTONS]
    cases = gathered.page(unit.connection, Viewer(person, now, unit.today), ids, 0).total
    told = {**facts, "gathered": cases, "notices": ids}
    return {"topic": MORNING, "facts": told, "choices": [choice_row(option) for option in options]}
