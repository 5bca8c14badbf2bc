"""What is heard of unsealing an anonymous report: by whoever could be the second one, by both, and by the reporter."""

from typing import Any

from handlers.questions import Open, Option
from handlers.told import choice_row
from storage import audit, directory, pseudonyms
from storage.audit import Kind
from storage.pseudonyms import Pseudonyms
from storage.unit_of_work import UnitOfWork
from workflow.events import Event
from workflow.notices import Lane
from workflow.people import Person, in_words
from workflow.unsealing import others


def news(unit: UnitOfWork, key: Pseudonyms | None) -> list[dict[str, Any]]:
    """The rows of what was asked, declined or confirmed in this turn."""
    events = [event for event in unit.events if event.subject_kind == "unsealing"]
    return [row for event in events for row in _OF[event.kind](unit, event, key)]


def _asked(unit: UnitOfWork, event: Event, key: Pseudonyms | None) -> list[dict[str, Any]]:
    opens = Option("look", "unseal_look", opens=Open("confirm_unseal", {"request": event.subject_id}))
    return [
        {**_row(event, "unseal.wanted", person), "facts": _who(unit, event, person), "choices": [choice_row(opens)]}
        for person in others(unit, str(event.actor_id))
    ]


def _declined(unit: UnitOfWork, event: Event, key: Pseudonyms | None) -> list[dict[str, Any]]:
    first = unit.person(str(event.facts["asked_by"]))
    return [{**_row(event, "unseal.declined", first), "facts": _who(unit, event, first)}] if first else []


def _unsealed(unit: UnitOfWork, event: Event, key: Pseudonyms | None) -> list[dict[str, Any]]:
    """Both are told the name, in messages that are kept nowhere; and the reporter, who asked and who confirmed."""
    case = unit.hazard(str(event.facts["hazard"]))
    real = pseudonyms.behind(unit.connection, key, case.reporter_id) if case else None
    reporter = directory.person(unit.connection, real) if real else None
    pair = [unit.person(str(event.facts["asked_by"])), unit.person(str(event.actor_id))]
    both = [person for person in pair if person is not None]
    if case is None or reporter is None:
        return []
    about = {"subject_kind": "hazard", "subject_id": case.id}
    told = {"asked_by": str(event.facts["asked_by"]), "request": event.subject_id}
    audit.record(unit.connection, Kind.UNSEALED, event.at, event.actor_id, **about, facts=told)
    rows = [{**_row(event, "unseal.name", person), "facts": _named(case, reporter, person)} for person in both]
    names = [in_words(person.name, person.name_en, reporter.language) for person in both]
    heard = {**_row(event, "anonymous.unsealed", None), "recipient_id": case.reporter_id, **about}
    return [{**row, "private": True} for row in (*rows, {**heard, "facts": {"names": names}})]


_OF = {"unseal_asked": _asked, "unseal_declined": _declined, "unsealed": _unsealed}


def _row(event: Event, topic: str, person: Person | None) -> dict[str, Any]:
    recipient = person.id if person else ""
    return {"cause": f"event:{event.id}", "topic": topic, "recipient_id": recipient, "lane": Lane.NOTICE}


def _who(unit: UnitOfWork, event: Event, reader: Person) -> dict[str, Any]:
    actor, case = unit.person(str(event.actor_id)), unit.hazard(str(event.facts["hazard"]))
    name = in_words(actor.name, actor.name_en, reader.language) if actor else ""
    return {"number": case.number if case else "", "name": name}


def _named(case: Any, reporter: Person, reader: Person) -> dict[str, Any]:
    name = in_words(reporter.name, reporter.name_en, reader.language)
    return {"number": case.number, "name": name, "code": reporter.code}
