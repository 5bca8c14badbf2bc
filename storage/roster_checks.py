"""Nights and days off that the roster leaves without anybody: in a workbook, and in the days that come.

No workbook is refused for them: they are told, and who is to watch then may not be known yet.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from storage.directory import WATCH
from storage.public_holidays import announced
from storage.shifts import kinds_from
from storage.tables import duty_roster
from storage.workbook_errors import WorkbookError
from storage.workbook_pages import Page, Pages, Record, records_of
from workflow.calendar import is_workday
from workflow.roster import Hole, Watch, holes

AHEAD = timedelta(days=13)  # two weeks, with today
BEFORE = timedelta(days=35)  # what was watched in them is missed when it is watched no more


def holes_in(pages: Pages, today: date) -> Iterator[WorkbookError]:
    """From the first to the last day of the roster, each told by the row after which it begins; and its end.

    The pages have been checked: every cell of them could be read.
    """
    rows = [(page, record) for page, record in records_of(pages, "roster")]
    if not rows:
        return
    left = {record.values["code"]: record.values["left_on"] for _, record in records_of(pages, "people")}
    watches = [_watch(record.values, left) for _, record in rows]
    kinds = announced() | {record.values["day"]: record.values["kind"] for _, record in records_of(pages, "calendar")}
    days = [watch.day for watch in watches]
    for hole in holes(watches, min(days), max(days), lambda day: not is_workday(day, kinds.get(day))):
        page, record = _last_until(hole.first, rows)
        facts = {"part": str(hole.part), "first": hole.first.isoformat(), "last": hole.last.isoformat()}
        yield page.error("nobody_on_watch", record.number, "day", **facts)
    if max(days) < today:
        page, record = _last_until(today, rows)
        yield page.error("roster_over", record.number, "day", last=max(days).isoformat())


def _last_until(day: date, rows: Sequence[tuple[Page, Record]]) -> tuple[Page, Record]:
    return max((row for row in rows if row[1].values["day"] <= day), key=lambda row: row[1].values["day"])


def holes_ahead(connection: Connection, today: date) -> list[Hole] | None:
    """Of the two weeks that begin today, also where the roster has ended long ago. None: there is no roster."""
    last = connection.execute(select(func.max(duty_roster.c.day))).scalar()
    if last is None:
        return None
    near = WATCH.where(duty_roster.c.day.between(min(today, last) - BEFORE, today + AHEAD + timedelta(days=1)))
    kinds = kinds_from(connection, today)
    watches = [Watch(**row) for row in connection.execute(near).mappings()]
    return holes(watches, today, today + AHEAD, lambda day: not is_workday(day, kinds.get(day)))


def _watch(values: Mapping[str, Any], left: Mapping[str, date | None]) -> Watch:
    last, day = left[values["person"]], values["day"]
    there = last is None or last >= day
    return Watch(values["person"], day, values["shift"], values["starts"], values["ends"], there)
