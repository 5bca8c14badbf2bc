"""What those hear who were made deputies, are none any more, or whose deputy cannot."""

from typing import Any

from handlers.deputy import TO_DO
from handlers.questions import Open, Option
from handlers.told import choice_row
from storage.unit_of_work import UnitOfWork
from workflow.events import Event
from workflow.notices import Lane
from workflow.people import in_words


def news(unit: UnitOfWork) -> list[dict[str, Any]]:
    """One message for each thing that was said of a deputy in this turn."""
    found = (_told(unit, event) for event in unit.events if event.subject_kind == "deputyship")
    return [row for row in found if row is not None]


# Event -> the topic, and which of the two hears of the other.
_HEARS = {
    "deputy_named": ("deputy.yours", "deputy", "person"),
    "deputy_ended": ("deputy.over", "deputy", "person"),
    "deputy_replaced": ("deputy.replaced", "deputy", "person"),
    "deputy_refused": ("deputy.refused", "person", "deputy"),
}


def _told(unit: UnitOfWork, event: Event) -> dict[str, Any] | None:
    if event.facts.get("now") == event.facts["deputy"]:
        return None  # the same deputy, whom the new days were told
    topic, hears, of = _HEARS[event.kind]
    if event.kind == "deputy_ended" and event.actor_id != event.facts["person"]:
        topic = "deputy.ended"  # an officer says so: whoever was away may be away still
    reader, other = unit.person(str(event.facts[hears])), unit.person(str(event.facts[of]))
    if reader is None or other is None or not unit.reachable(reader.id):
        return None
    return {
        "cause": f"event:{event.id}",
        "topic": topic,
        "recipient_id": reader.id,
        "facts": {"name": in_words(other.name, other.name_en, reader.language), **_days(event)},
        "choices": [choice_row(option) for option in _options(event)],
        "lane": Lane.NOTICE,
    }


def _days(event: Event) -> dict[str, Any]:
    return {name: event.facts[name] for name in ("since", "until") if name in event.facts}


def _options(event: Event) -> tuple[Option, ...]:
    if event.kind == "deputy_named":
        refuse = Open("refuse_deputyship", {"deputyship": event.subject_id})
        return (TO_DO, Option("refuse", "cannot_deputise", opens=refuse))
    if event.kind == "deputy_refused":
        return (Option("other", "other_deputy", opens=Open("name_deputy")),)
    return ()
