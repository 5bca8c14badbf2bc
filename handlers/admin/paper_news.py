"""The papers that were asked for, on their way: each file is made as its notice is sent; and who is to sign, or has."""

from typing import Any

from handlers.finding import Message
from handlers.questions import Open, Option
from handlers.told import choice_row
from storage.unit_of_work import UnitOfWork
from templates.period_words import period_name
from workflow.desk import OrderedPaper
from workflow.events import Event
from workflow.notices import Lane
from workflow.order_papers import OfOrder
from workflow.paper_orders import KIND, ORDERED
from workflow.paper_signing import SENT, SIGNED, SIGNED_ONES
from workflow.people import Person, Role, in_words
from workflow.permissions import Action, reach

Row = dict[str, Any]


def news(unit: UnitOfWork, message: Message, person: Person) -> list[Row]:
    """What became of papers in this turn."""
    found: list[Row] = []
    for event in (event for event in unit.events if event.subject_kind == KIND):
        if event.kind == ORDERED:
            found.append(_ready(unit, event, message, person))
        elif (paper := unit.paper(event.subject_id)) is not None:
            found += _of_signature(unit, event, paper, message, person)
    return found


def _ready(unit: UnitOfWork, event: Event, message: Message, person: Person) -> Row:
    """An answer to whoever asks: it waits for no shift, and counts among no notices."""
    facts = {name: str(event.facts[name]) for name in ("made", "number", "hazard", "period")}
    case = unit.hazard(facts["hazard"]) if facts["hazard"] else None
    if case is None:
        about = period_name(person.language, facts["period"])
    else:
        about = (case.source_id or "") if facts["made"] in set(OfOrder) else case.number
    ordered = {**facts, "language": person.language, "as_of": event.at.isoformat()}
    told = {"file": ordered, "made": facts["made"], "number": facts["number"], "about": about}
    row = _row(event, "made.ready", person, told, _next(event, person, unit))
    return {**row, **_here(message)}


def _next(event: Event, person: Person, unit: UnitOfWork) -> tuple[Option, ...]:
    """Who sees the whole company has its statistics signed; the principal signs at once."""
    if event.facts["made"] not in SIGNED_ONES:
        return ()
    if reach(person, Action.SIGN, unit.today).reaches:
        return (_opens("sign", "sign_paper", event.subject_id),)
    whole = reach(person, Action.EXPORT, unit.today).company
    return (_opens("send_to_sign", "send_to_sign", event.subject_id),) if whole else ()


def _opens(value: str, script: str, order_id: str) -> Option:
    return Option(value, value, opens=Open(script, {"order": order_id}))


def _of_signature(unit: UnitOfWork, event: Event, paper: OrderedPaper, message: Message, person: Person) -> list[Row]:
    if event.kind == SENT:
        choices = (_opens("sign", "sign_paper", paper.order_id), _opens("not_sign", "refuse_to_sign", paper.order_id))
        readers = [each for each in unit.holders(Role.EXECUTIVE) if unit.reachable(each.id)]
        return [_row(event, "made.to_sign", each, _told(paper, person, each, file=True), choices) for each in readers]
    asked = unit.person(paper.ordered_by)
    rows = []
    if asked is not None and asked.id != person.id and unit.reachable(asked.id):
        topic = "made.signed" if event.kind == SIGNED else "made.not_signed"
        told = _told(paper, person, asked, file=event.kind == SIGNED)
        rows.append(_row(event, topic, asked, {**told, **event.words}))
    if event.kind == SIGNED:
        told = _told(paper, person, person, file=True)
        rows.append({**_row(event, "made.signed", person, told), **_here(message)})
    return rows


def _told(paper: OrderedPaper, by: Person, reader: Person, *, file: bool) -> Row:
    """file: it goes along, made once more from its record, with the signature that it has by then."""
    about = {"made": paper.made, "number": paper.number, "about": period_name(reader.language, paper.period)}
    told: Row = {**about, "by": in_words(by.name, by.name_en, reader.language)}
    if file:
        kept = {"made": paper.made, "number": paper.number, "hazard": "", "period": paper.period}
        told["file"] = {**kept, "language": reader.language, "as_of": paper.as_of.isoformat()}
    return told


def _here(message: Message) -> Row:
    """To the chat in which it was said."""
    return {"lane": Lane.ANSWER, "bot": message.incoming.bot, "address": message.incoming.sender}


def _row(event: Event, topic: str, person: Person, facts: Row, options: tuple[Option, ...] = ()) -> Row:
    return {
        "cause": f"event:{event.id}",
        "topic": topic,
        "recipient_id": person.id,
        "facts": facts,
        "choices": [choice_row(option) for option in options],
        "lane": Lane.NOTICE,
    }
