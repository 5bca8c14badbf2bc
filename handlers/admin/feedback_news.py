"""Who hears of feedback: whoever runs the bot of what was said, whoever said it of the answer."""

from typing import Any

from handlers.questions import Open, Option
from handlers.told import choice_row
from handlers.unreadable import those_who_run_it
from storage import directory
from storage.queries import Viewer
from storage.unit_of_work import UnitOfWork
from workflow.events import Event
from workflow.feedback import KIND
from workflow.notices import Lane
from workflow.people import Person


def news(unit: UnitOfWork, by: Person) -> list[dict[str, Any]]:
    """Whoever runs the bot hears what was said, whoever said it the answer."""
    rows = []
    for event in (event for event in unit.events if event.subject_kind == KIND):
        topic, readers, options = _hearers(unit, event)
        rows += [_row(unit, event, topic, reader, by, options) for reader in readers if unit.reachable(reader)]
    return rows


def _hearers(unit: UnitOfWork, event: Event) -> tuple[str, list[str], tuple[Option, ...]]:
    if event.kind == "feedback_given":
        opens = Open("answer_feedback", {"feedback": event.subject_id})
        return "feedback.came", those_who_run_it(unit), (Option("answer", "answer_it", opens=opens),)
    giver = directory.first_actor(unit.connection, KIND, event.subject_id)
    return "feedback.answered", [giver] if giver else [], ()


def _row(
    unit: UnitOfWork, event: Event, topic: str, reader_id: str, by: Person, options: tuple[Option, ...]
) -> dict[str, Any]:
    reader = unit.person(reader_id) or by
    facts = {"name": Viewer(reader, unit.now, unit.today).named(by.name, by.name_en), "words": event.words["words"]}
    choices = [choice_row(option) for option in options]
    told = {"cause": f"event:{event.id}", "topic": topic, "facts": facts, "choices": choices, "lane": Lane.NOTICE}
    return {**told, "recipient_id": reader_id}
