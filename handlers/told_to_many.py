"""Who hears of what is said to many: of a broadcast, a survey, and a question to like places."""

from typing import Any

from handlers.questions import Open, Option
from handlers.told import choice_row
from storage import elsewhere
from storage.queries import Viewer
from storage.unit_of_work import UnitOfWork
from workflow.events import Event
from workflow.notices import Lane
from workflow.people import Person, Role, in_words


def news(unit: UnitOfWork) -> list[dict[str, Any]]:
    """The rows of what was sent, asked or answered in this turn."""
    return [row for event in unit.events if event.kind in _OF for row in _OF[event.kind](unit, event)]


def _broadcast(unit: UnitOfWork, event: Event) -> list[dict[str, Any]]:
    area = unit.area(str(event.facts["area"])) if event.facts["area"] else None
    role = Role(str(event.facts["role"])) if event.facts["role"] else None
    return [
        _row(event, "broadcast.told", reader, {"words": event.words["words"], "by": _name(unit, event, reader)})
        for reader in _readers(unit, event, role, area.path if area else "")
    ]


def _survey(unit: UnitOfWork, event: Event) -> list[dict[str, Any]]:
    begin = choice_row(
        Option("answer_survey", "answer_survey", opens=Open("answer_survey", {"survey": event.subject_id}))
    )
    told = {"until": str(event.facts["until"])}
    return [{**_row(event, "survey.asked", reader, told), "choices": [begin]} for reader in _readers(unit, event)]


def _readers(unit: UnitOfWork, event: Event, role: Role | None = None, path: str = "") -> list[Person]:
    """All of a role and a place but whoever sends it."""
    readers = (unit.person(who) for who in unit.staff(role, path) if who != event.actor_id)
    return [reader for reader in readers if reader is not None]


def _asked(unit: UnitOfWork, event: Event) -> list[dict[str, Any]]:
    """One message for each place, to whoever is asked there."""
    rows = []
    for place in elsewhere.of_round(unit.connection, event.subject_id):
        reader = unit.person(place.asked_id)
        if reader is not None:
            told = elsewhere.told_of(place, Viewer(reader, unit.now, unit.today))
            row = _row(event, "elsewhere.asked", reader, told)
            rows.append({**row, "cause": f"event:{event.id}:{place.answer_id}", "choices": _answers(place.answer_id)})
    return rows


def _answers(answer_id: str) -> list[dict[str, Any]]:
    return [
        choice_row(Option(value, value, opens=Open("answer_elsewhere", {"answer": answer_id, "found": found})))
        for value, found in (("not_here", False), ("here_too", True))
    ]


def _answered(unit: UnitOfWork, event: Event) -> list[dict[str, Any]]:
    """Whoever asked hears of what was found, and when all have answered; the rest stands on the list."""
    places = elsewhere.of_round(unit.connection, str(event.facts["round"]))
    waits = sum(place.found is None for place in places)
    asker = unit.person(places[0].asked_by_id) if places else None
    if asker is None or (waits and not event.facts["found"]) or asker.id == event.actor_id:
        return []
    where = next(place for place in places if place.area_id == event.facts["area"])
    said = {"place": in_words(where.name, where.name_en, asker.language), "found": event.facts["found"]}
    told = {"number": where.number, "words": event.words["answer"], "waits": waits, "total": len(places), **said}
    look = choice_row(Option("look_round", "look_round", opens=Open("ask_elsewhere", {"hazard": where.hazard_id})))
    return [{**_row(event, "elsewhere.answered", asker, told), "choices": [look]}]


_OF = {"broadcast": _broadcast, "survey_sent": _survey, "elsewhere_asked": _asked, "elsewhere_answered": _answered}


def _row(event: Event, topic: str, reader: Person, facts: dict[str, Any]) -> dict[str, Any]:
    lane = Lane.BULK if topic in {"broadcast.told", "survey.asked"} else Lane.NOTICE
    return {"cause": f"event:{event.id}", "topic": topic, "recipient_id": reader.id, "lane": lane, "facts": facts}


def _name(unit: UnitOfWork, event: Event, reader: Person) -> str:
    by = unit.person(str(event.actor_id))
    return in_words(by.name, by.name_en, reader.language) if by else ""
