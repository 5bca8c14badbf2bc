"""China's public holidays and the days worked for them, as they come with the product, and which years are known.

What the company's workbook says of a day stands before them, and stays when a new release brings other years.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from chinese_calendar import constants
from sqlalchemy import Connection, delete, select

from storage.tables import calendar_days
from storage.upsert import Values, upsert
from workflow.calendar import DayKind

FIRST_YEAR = 2025  # nothing earlier is asked for


def load(connection: Connection) -> None:
    """Bring the calendar to the announced holidays, where the company has not said otherwise."""
    known: dict[date, Values] = {
        day: {"day": day, "kind": kind.value, "shipped": True} for day, kind in announced().items()
    }
    upsert(connection, calendar_days, ("day",), known.values(), _unless_their_own)
    withdrawn = (calendar_days.c.shipped, calendar_days.c.day.not_in(known))
    connection.execute(delete(calendar_days).where(*withdrawn))


def is_known(connection: Connection, year: int) -> bool:
    """Whether anything is known of a year that sets it apart from plain weekdays."""
    of_it = calendar_days.c.day.between(date(year, 1, 1), date(year, 12, 31))
    return connection.execute(select(calendar_days.c.day).where(of_it).limit(1)).first() is not None


def announced() -> dict[date, DayKind]:
    """What sets a day apart, from the first year on."""
    kinds = {DayKind.REST: constants.holidays, DayKind.WORK: constants.workdays}
    return {day: kind for kind, days in kinds.items() for day in days if day.year >= FIRST_YEAR}


def _unless_their_own(old: Mapping[str, Any], differences: Values) -> Values:
    return differences if old["shipped"] else {}
