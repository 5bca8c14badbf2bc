"""The beginning of a shift: its clock, set for every team leader, and the list that they get as it rings."""

from datetime import datetime
from typing import Any

from handlers.hand_over import options_of
from handlers.shift_list import facts_of
from handlers.told import choice_row
from storage import clocks, hand_overs, lists
from storage.clocks import Due
from storage.queries import Viewer
from storage.unit_of_work import UnitOfWork
from workflow.hand_over import CLOCK, LIST, leads
from workflow.notice import Lane
from workflow.people import Person


def set_clocks(unit: UnitOfWork, now: datetime) -> None:
    """Every team leader hears of the next shift of theirs as it begins."""
    for person in hand_overs.leaders_without_clock(unit.connection, unit.today):
        starts = unit.hours_of(person).next_start(now)
        if leads(person, unit.today) and starts > now:
            unit.start_timer("person", person.id, CLOCK, starts)


def ring_hand_over(unit: UnitOfWork, due: Due, now: datetime) -> list[dict[str, Any]]:
    """What the shift takes over that has begun; of shifts that have passed meanwhile nothing."""
    person = unit.person(due.subject_id)
    hours = unit.hours_of(person) if person and leads(person, unit.today) else None
    following = hours.next_start(now) if hours else now
    if person is None or hours is None or following <= now:
        clocks.stop(unit.connection, due, now)
        return []
    if not clocks.move_on(unit.connection, due, due.step + 1, following):
        return []
    starts = hours.started(now)
    if starts is None:
        return []
    shift = hand_overs.open_there(unit.connection, Viewer(person, now, unit.today))
    begun = (unit.connection, person.id, starts, shift.total, shift.held)
    if not (hand_overs.begin(*begun) or hand_overs.begin_anew(*begun)) or not (shift.total or shift.held):
        return []
    told = {"cause": f"timer:{due.id}:{due.step}", "timer_id": due.id, "recipient_id": person.id}
    waits = lists.to_do(unit.connection, Viewer(person, now, unit.today), 0).total
    facts = {**facts_of(shift, waits), "starts": starts.isoformat(), "taken_at": None, "may_take": True}
    return [
        {
            **told,
            "topic": LIST,
            "facts": facts,
            "choices": [choice_row(option) for option in options_of(facts)],
            "lane": Lane.NOTICE,
        }
    ]


def gets_list(unit: UnitOfWork, person: Person, now: datetime) -> bool:
    """True for a team leader to whom the hand-over of this moment's shift goes as it begins: they get one message."""
    if not leads(person, unit.today) or unit.hours_of(person).started(now) is None:
        return False
    shift = hand_overs.open_there(unit.connection, Viewer(person, now, unit.today))
    return bool(shift.total or shift.held)
