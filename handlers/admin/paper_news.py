"""The paper that somebody has asked for, on its way to the chat in which they asked: its file is made as it is sent."""

from typing import Any

from handlers.finding import Message
from storage.unit_of_work import UnitOfWork
from templates.period_words import period_name
from workflow.events import Event
from workflow.notices import Lane
from workflow.paper_orders import ORDERED
from workflow.people import Person

READY = "made.ready"


def news(unit: UnitOfWork, message: Message, person: Person) -> list[dict[str, Any]]:
    """What was asked for in this turn. It is an answer: it waits for no shift, and counts among no notices."""
    return [_row(unit, event, message, person) for event in unit.events if event.kind == ORDERED]


def _row(unit: UnitOfWork, event: Event, message: Message, person: Person) -> dict[str, Any]:
    facts = {name: str(event.facts[name]) for name in ("made", "number", "hazard", "period")}
    case = unit.hazard(facts["hazard"]) if facts["hazard"] else None
    about = case.number if case else period_name(person.language, facts["period"])
    ordered = {**facts, "language": person.language, "as_of": event.at.isoformat()}
    return {
        "cause": f"event:{event.id}",
        "topic": READY,
        "recipient_id": person.id,
        "facts": {"file": ordered, "made": facts["made"], "number": facts["number"], "about": about},
        "lane": Lane.ANSWER,
        "bot": message.incoming.bot,
        "address": message.incoming.sender,
    }
