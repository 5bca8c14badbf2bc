"""What an order of an authority leads to in cases of it besides the one that was worked on in a turn."""

from typing import Any

from handlers.told import consequences
from storage.unit_of_work import UnitOfWork


def news(unit: UnitOfWork) -> list[dict[str, Any]]:
    """Whoever has a case that a re-check found not in order is told as of any other that is opened again."""
    again = [event.facts["failed"] for event in unit.events if event.kind == "order_rechecked"]
    cases = [unit.hazard(case) for failed in again if isinstance(failed, list) for case in failed]
    return [row for case in cases if case is not None for row in consequences(unit, case)]
