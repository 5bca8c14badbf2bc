"""What an order of an authority leads to in cases of it besides the one that was worked on in a turn."""

from typing import Any

from handlers.told import consequences
from storage.unit_of_work import UnitOfWork
from workflow.events import Event


def news(unit: UnitOfWork) -> list[dict[str, Any]]:
    """Whoever has one of those cases is told as of any other that is reported, or opened again."""
    listed = [_besides(event) for event in unit.events if event.subject_kind == "order"]
    cases = [unit.hazard(case) for ids in listed for case in ids]
    return [row for case in cases if case is not None for row in consequences(unit, case)]


def _besides(event: Event) -> list[str]:
    """Those that a re-check found not in order; all that were entered together but the first, which the turn tells."""
    match event.kind:
        case "order_rechecked":
            return _ids(event, "failed")
        case "order_entered":
            return _ids(event, "hazards")[1:]
    return []


def _ids(event: Event, fact: str) -> list[str]:
    listed = event.facts[fact]
    return listed if isinstance(listed, list) else []
