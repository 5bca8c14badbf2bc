"""Somebody cannot be reached any more: their work goes over to others, who hear of it in one message each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlers.bound_groups import unbind
from handlers.finding import Message
from handlers.questions import Open, Option
from handlers.told import choice_row, consequences
from storage import handing_over, names, reached
from storage.queries import Viewer
from storage.unit_of_work import UnitOfWork
from workflow import leaving
from workflow.hazard import Hazard
from workflow.leaving import Handed
from workflow.notices import Lane
from workflow.people import Language, Person, in_words

Row = dict[str, Any]
MOST_LISTED = 4
TO_DO = Option("to_do", "to_do", opens=Open("to_do"))


@dataclass(frozen=True)
class Case:
    """A part of a case that went over."""

    hazard: Hazard
    handed: Handed


@dataclass(frozen=True)
class Work:
    """What was in somebody's hands: how much went over to whom, and how much nobody could be found for.

    rows: what those who have it now are told.
    """

    of: Person
    rows: Sequence[Row] = ()
    heirs: Sequence[Person] = ()
    total: int = 0
    left: int = 0

    def in_words(self, language: Language) -> dict[str, Any]:
        """The same as facts of a message."""
        heirs = [in_words(heir.name, heir.name_en, language) for heir in self.heirs]
        return {"total": self.total, "left": self.left, "heirs": heirs}


def lose(unit: UnitOfWork, bot: str, address: str, said: str, now: datetime) -> Work | None:
    """Nobody is reached at an address any more. Of somebody with no other one the work is handed over.

    None where its person is reached elsewhere, and once it is lost: each loss is one.
    """
    unbind(unit, bot, address, None, now)  # nobody's address may be a group's
    person_id = reached.lose(unit.connection, bot, address, said, now)
    person = unit.person(person_id) if person_id and not unit.reachable(person_id) else None
    if person is None:
        return None
    unit.web.end(person.id, None, now)
    return hand_over(unit, person, now)


def hand_over(unit: UnitOfWork, person: Person, now: datetime) -> Work:
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
    rows += [_to_heir(unit, cause, heir, person, cases, now) for heir, cases in mine]
    return Work(person, rows, heirs, sum(len(cases) for _, cases in mine), left)


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
