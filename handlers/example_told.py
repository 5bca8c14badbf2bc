"""The Monday of an example case: everybody hears of it, when their shift begins."""

from datetime import datetime
from typing import Any

from handlers.my_hazards import card_option
from handlers.told import choice_row
from storage import clocks, example_cases
from storage.clocks import Due
from storage.unit_of_work import UnitOfWork
from workflow import sharing_examples
from workflow.example_cases import of_case
from workflow.notice import Lane
from workflow.permissions import Action, allowed


def ring_example(unit: UnitOfWork, due: Due, now: datetime) -> list[dict[str, Any]]:
    """One row for everybody; nothing where the case was opened again, or another process was first."""
    example = of_case(unit.examples.all(), due.subject_id)
    if not clocks.stop(unit.connection, due, now) or example is None or not example.waits:
        return []
    hazard = unit.hazard(due.subject_id)
    if not sharing_examples.tell(unit, hazard, due.subject_id, now) or hazard is None:
        return []
    facts = {**example_cases.words_of(unit.connection, hazard.id), "category": str(hazard.category)}
    show = choice_row(card_option("show", hazard.id))
    readers = [reader for who in unit.staff(None, "") if (reader := unit.person(who)) is not None]
    return [
        {
            **{"cause": f"timer:{due.id}:{due.step}", "topic": "example.told", "recipient_id": reader.id},
            **{"lane": Lane.BULK, "facts": facts},
            "choices": [show] if allowed(reader, Action.SEE, hazard, unit.today) else [],
        }
        for reader in readers
    ]
