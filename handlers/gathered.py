"""The list of a day: what went over the budget of somebody's notices, told in one message."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from handlers.listed import case_options, listed
from handlers.questions import Open, Option
from handlers.told import choice_row
from storage import budget, clocks, deliveries, gathered, held_back
from storage.clocks import Due
from storage.queries import Viewer
from storage.unit_of_work import UnitOfWork
from workflow.budget import AFTER_THE_MORNING, GATHERING, LIST
from workflow.digest import bounds
from workflow.notice import Lane
from workflow.people import Person

Row = dict[str, Any]
MORE = Option("more", "more", opens=Open("gathered_list"))


def ring_gathered(unit: UnitOfWork, due: Due, now: datetime) -> list[Row]:
    """Tell what has been gathered, while its reader is at work; the clock stops when nothing is left.

    The clock is moved on first: whoever gathers one more at this moment waits for it, and sets another one.
    """
    if not clocks.move_on(unit.connection, due, due.step + 1, now + GATHERING):
        return []
    held = replace(due, step=due.step + 1)
    ids, told = still_waiting(unit, due.subject_id, now), []
    person = unit.person(due.subject_id)
    if person is None or not person.works_on(unit.today):
        held_back.drop(unit.connection, ids)
    elif ids:
        row = _list(unit, person, ids, now) if unit.at_work(person.id) else None
        if row is None:
            again = unit.hours_of(person).next_start(now) + AFTER_THE_MORNING
            clocks.move_on(unit.connection, held, held.step, again)
            return []
        gathered.tell(unit.connection, ids)
        told = [{"cause": f"timer:{due.id}:{due.step}", "recipient_id": person.id, "lane": Lane.NOTICE, **row}]
    first = gathered.first(unit.connection, due.subject_id)
    if first is None:
        clocks.stop(unit.connection, held, now)
    else:
        clocks.move_on(unit.connection, held, held.step, max(first, now) + GATHERING)
    return told


def still_waiting(unit: UnitOfWork, person_id: str, now: datetime) -> list[str]:
    """The notices that are to be told in the next list; those whose cause has ended meanwhile are dropped."""
    waiting = gathered.waiting(unit.connection, person_id, now)
    ids = gathered.live(unit.connection, waiting)
    held_back.drop(unit.connection, {*waiting} - {*ids})
    return ids


def _list(unit: UnitOfWork, person: Person, ids: list[str], now: datetime) -> Row | None:
    """The message, in the place of the day's earlier one where the day has room for no other; None: not today."""
    room = budget.left(unit.connection, person.id, now)
    if room is None or room > 0:
        return _message(unit, person, ids, now)
    begins, _ = bounds(now.astimezone(unit.zone_of(person)).date(), unit.zone_of(person))
    last = gathered.latest(unit.connection, person.id, begins)
    if last is None or last.topic != LIST or not _can_be_edited(unit, last.id):
        return None
    told = gathered.live(unit.connection, last.facts["notices"])
    return {**_message(unit, person, [*told, *ids], now), "replaces": last.id}


def _can_be_edited(unit: UnitOfWork, notice_id: str) -> bool:
    receipt = deliveries.receipt_of(unit.connection, notice_id)
    return receipt is not None and receipt.bot in unit.edits


def _message(unit: UnitOfWork, person: Person, ids: list[str], now: datetime) -> Row:
    page = gathered.page(unit.connection, Viewer(person, now, unit.today), ids, 0)
    options = [*case_options(page.items), *([MORE] if page.more else [])]
    facts = {**listed(page), "notices": ids}
    return {"topic": LIST, "facts": facts, "choices": [choice_row(option) for option in options]}
