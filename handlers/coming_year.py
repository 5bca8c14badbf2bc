"""A calendar without the coming year: who runs the company's bots is told once, before plain weekdays count."""

from datetime import datetime, timedelta

from handlers.unreadable import those_who_run_it
from storage import deliveries, public_holidays
from storage.unit_of_work import House, unit_of_work
from workflow.notices import Lane

# The holidays of a year are announced in the November before it.
LOOKS_AHEAD = timedelta(days=31)


def look_ahead(house: House, now: datetime) -> bool:
    """Tell of a year that is there or near and of which no holiday is known; True where somebody may have to be told.

    However often this is found, each of them hears of a year once.
    """
    with unit_of_work(house, now) as unit:
        years = sorted({unit.today.year, (unit.today + LOOKS_AHEAD).year})
        unknown = [year for year in years if not public_holidays.is_known(unit.connection, year)]
        rows = [
            {
                "cause": f"calendar:{year}",
                "topic": "attention.calendar",
                "recipient_id": person,
                "facts": {"year": year},
                "lane": Lane.NOTICE,
            }
            for year in unknown
            for person in those_who_run_it(unit)
        ]
        deliveries.add(unit.connection, rows, now)
        return bool(rows)
