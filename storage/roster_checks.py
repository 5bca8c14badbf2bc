"""Nights and days off that the roster leaves without anybody: in a workbook, and in the days that come.

No workbook is refused for them: they are told, and who is to watch then may not be known yet.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, select

from storage.public_holidays import announced
from storage.shifts import kinds_from
from storage.tables import duty_roster
from storage.workbook_errors import WorkbookError
from storage.workbook_pages import Pages, records_of
from workflow.calendar import is_workday
from workflow.roster import Hole, Watch, holes

AHEAD = timedelta(days=13)  # two weeks, with today
BEFORE = timedelta(days=35)  # what was watched in them is missed when it is watched no more


def holes_in(pages: Pages) -> Iterator[WorkbookError]:
    """From the first to the last day of the roster, each told by the row after which it begins.

    The pages have been checked: every cell of them could be read.
    """
    rows = [(page, record) for page, record in records_of(pages, "roster")]
    watches = [_watch(record.values) for _, record in rows]
    if not rows:
        return
    kinds = announced() | {record.values["day"]: record.values["kind"] for _, record in records_of(pages, "calendar")}
    days = [watch.day for watch in watches]
    for hole in holes(watches, min(days), max(days), lambda day: not is_workday(day, kinds.get(day))):
        page, record = max(
            (row for row in rows if row[1].values["day"] <= hole.first), key=lambda row: row[1].values["day"]
        )
        facts = {"part": str(hole.part), "first": hole.first.isoformat(), "last": hole.last.isoformat()}
        yield page.error("nobody_on_watch", record.number, "day", **facts)


def holes_ahead(connection: Connection, today: date) -> list[Hole] | None:
    """Of the two weeks that begin today. None: there is no roster."""
    near = select(duty_roster).where(duty_roster.c.day.between(today - BEFORE, today + AHEAD + timedelta(days=1)))
    rows = connection.execute(near).all()
    if not rows:
        return None
    kinds = kinds_from(connection, today)
    watches = [Watch(row.person_id, row.day, row.shift, row.starts, row.ends) for row in rows]
    return holes(watches, today, today + AHEAD, lambda day: not is_workday(day, kinds.get(day)))


def _watch(values: Mapping[str, Any]) -> Watch:
    return Watch(values["person"], values["day"], values["shift"], values["starts"], values["ends"])
