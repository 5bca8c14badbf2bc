"""A night without a good backup: who runs the company's bots is told, once of each night."""

from datetime import datetime

from handlers.unreadable import those_who_run_it
from storage import backup_nights, deliveries
from storage.unit_of_work import House, unit_of_work
from workflow.notices import Lane


def tell(house: House, now: datetime) -> None:
    """Of the night that ends today, if its backup is doubtful, or was not made and is not tried again."""
    with unit_of_work(house, now) as unit:
        outcome = backup_nights.gone_wrong(unit.connection, unit.today)
        if outcome is None:
            return
        told = {
            "cause": f"backup:{unit.today}:{outcome}",
            "topic": "attention.backup",
            "facts": {"day": unit.today.isoformat(), "outcome": str(outcome)},
            "lane": Lane.NOTICE,
        }
        deliveries.add(unit.connection, [{**told, "recipient_id": person} for person in those_who_run_it(unit)], now)
