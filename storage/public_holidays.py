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
# 全国年节及纪念日放假办法, as of 2025: one of these that falls on a weekend is made up for on a weekday.
STATUTORY_DAYS = 13
FEWEST_MONTHS = 4  # over which they are spread, when the spring festival is in January and mid-autumn in October
SATURDAY = 5


def load(connection: Connection) -> None:
    """Bring the calendar to the announced holidays, where the company has not said otherwise."""
    known: dict[date, Values] = {
        day: {"day": day, "kind": kind.value, "shipped": True} for day, kind in announced().items()
    }
    upsert(connection, calendar_days, ("day",), known.values(), _unless_their_own)
    withdrawn = (calendar_days.c.shipped, calendar_days.c.day.not_in(known))
    connection.execute(delete(calendar_days).where(*withdrawn))


def is_known(connection: Connection, year: int) -> bool:
    """Whether the public holidays of a year have come with the product, or stand in the company's own workbook.

    A few days of its own, or a summer in which the plant stands still, are not the holidays of a year.
    """
    of_it = calendar_days.c.day.between(date(year, 1, 1), date(year, 12, 31))
    rows = connection.execute(select(calendar_days).where(of_it)).all()
    free = [row.day for row in rows if row.kind == DayKind.REST and row.day.weekday() < SATURDAY]
    theirs = len(free) >= STATUTORY_DAYS and len({day.month for day in free}) >= FEWEST_MONTHS
    return theirs or any(row.shipped for row in rows)


def announced() -> dict[date, DayKind]:
    """What sets a day apart, from the first year on."""
    kinds = {DayKind.REST: constants.holidays, DayKind.WORK: constants.workdays}
    return {day: kind for kind, days in kinds.items() for day in days if day.year >= FIRST_YEAR}


def _unless_their_own(old: Mapping[str, Any], differences: Values) -> Values:
    return differences if old["shipped"] else {}
