"""Somebody cannot be reached any more: their work goes over to others, who hear of it in one message each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlers.finding import Message
from handlers.questions import Open, Option
from handlers.told import choice_row, consequences
from storage import deliveries, handing_over, names, reached
from storage.queries import Viewer
from storage.unit_of_work import House, UnitOfWork, unit_of_work
from workflow import leaving
from workflow.enrolling import ASKED, those_asked
from workflow.hazard import Hazard
from workflow.leaving import Handed
from workflow.notices import Lane
from workflow.people import Person, in_words

Row = dict[str, Any]
MOST_LISTED = 4
TO_DO = Option("to_do", "to_do", opens=Open("to_do"))


@dataclass(frozen=True)
class Case:
    """A part of a case that went over."""

    hazard: Hazard
    handed: Handed


def lose(unit: UnitOfWork, bot: str, address: str, why: str, now: datetime) -> list[Row]:
    """Nobody is reached at an address any more. Of somebody with no other one the work is handed over.

    The rows are what others are told of it. Once for each loss: an address that is lost already gives none.
    """
    person_id = reached.lose(unit.connection, bot, address, why, now)
    person = unit.person(person_id) if person_id and not unit.reachable(person_id) else None
    return hand_over(unit, person, now) if person is not None else []


def lose_all(house: House, bot: str, addresses: Iterable[str], why: str, now: datetime) -> None:
    """Lose several addresses, in a process that does not send: each in a transaction of its own, whole or not yet."""
    for address in addresses:
        with unit_of_work(house, now) as unit:
            deliveries.add_unclaimed(unit.connection, lose(unit, bot, address, why, now), now)


def hand_over(unit: UnitOfWork, person: Person, now: datetime) -> list[Row]:
    """Everything open that is in somebody's hands to their head, or to whoever watches over safety; and tell them."""
    moved, rows, left = [], [], 0
    for hazard_id in handing_over.cases_of(unit.connection, person.id):
        hazard = unit.hazard(hazard_id)
        if hazard is None:
            continue
        handed = leaving.hand_over(unit, hazard, person, now)
        rows += consequences(unit, hazard)
        moved += [Case(hazard, each) for each in handed]
        left += not handed
    heirs = [who for name in dict.fromkeys(case.handed.to for case in moved) if (who := unit.person(name)) is not None]
    mine = [(heir, [case for case in moved if case.handed.to == heir.id]) for heir in heirs]
    cause = f"lost:{person.id}:{now.isoformat()}"
    to_heirs = [_to_heir(unit, cause, heir, person, cases, now) for heir, cases in mine]
    return [*rows, *to_heirs, *_to_officers(unit, cause, person, mine, left)]


def _to_heir(unit: UnitOfWork, cause: str, heir: Person, gone: Person, cases: Sequence[Case], now: datetime) -> Row:
    viewer = Viewer(heir, now, unit.today)
    facts = {
        "who": viewer.named(gone.name, gone.name_en),
        "cases": [_line(unit, viewer, case) for case in cases[:MOST_LISTED]],
        "total": len(cases),
    }
    told = {"topic": "leaving.yours", "facts": facts, "choices": [choice_row(TO_DO)]}
    return {"cause": cause, "recipient_id": heir.id, "lane": Lane.NOTICE, **told}


def _line(unit: UnitOfWork, viewer: Viewer, case: Case) -> dict[str, str]:
    hazard = case.hazard
    place = names.place(unit.connection, viewer, hazard.area_id, None)["area"]
    return {"number": hazard.number, "part": case.handed.part, "area": place, "due_at": hazard.due_at.isoformat()}


def _to_officers(
    unit: UnitOfWork, cause: str, gone: Person, mine: Sequence[tuple[Person, Sequence[Case]]], left: int
) -> list[Row]:
    """Who cannot be reached, and where their work went; of somebody with none and no say nobody has to hear."""
    counts = gone.roles_on(unit.today) & {*ASKED}
    if not (mine or left or counts):
        return []
    total = sum(len(cases) for _, cases in mine)
    return [
        {
            "cause": cause,
            "topic": "leaving.gone",
            "recipient_id": officer.id,
            "facts": {
                "who": in_words(gone.name, gone.name_en, officer.language),
                "total": total,
                "left": left,
                "heirs": [in_words(heir.name, heir.name_en, officer.language) for heir, _ in mine],
            },
            "lane": Lane.NOTICE,
        }
        for officer in those_asked(unit, besides=gone.id)
    ]


def arrive(unit: UnitOfWork, person: Person, message: Message, now: datetime) -> list[Row]:
    """Somebody writes from elsewhere than before, or is back: there they are told from now on.

    Who was out of reach hears what went over to others; it stays with them.
    """
    incoming = message.incoming
    before = unit.reachable(person.id)
    lost_at = reached.arrive(unit.connection, incoming.bot, incoming.sender, now)
    taken = handing_over.taken_from(unit.connection, person.id, lost_at) if lost_at and not before else []
    if not taken:
        return []
    facts = {"numbers": taken[:MOST_LISTED], "total": len(taken)}
    answer = {"topic": "leaving.back", "facts": facts, "bot": incoming.bot, "address": incoming.sender}
    cause = f"inbox:{message.parts[-1]}"
    return [{"cause": cause, "recipient_id": person.id, "lane": Lane.ANSWER, **answer}]
