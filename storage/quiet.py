"""Quiet time: what is not urgent waits until its reader is at work."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from storage import directory
from storage.shifts import hours_of, kinds_from
from storage.tables import company
from workflow.calendar import Calendar
from workflow.notice import Lane
from workflow.shifts import Hours

_COMPANY = select(company.c.time_zone, company.c.quiet, company.c.demo)


def hold_back(connection: Connection, rows: Sequence[dict[str, Any]], now: datetime) -> None:
    """Have notices for people who are off shift wait for the start of their next one.

    Answers, emergencies and what is major never wait, nor does what only takes the place of a message that stands.
    """
    waiting = [row for row in rows if row["lane"] >= Lane.NOTICE and row["replaces"] is None]
    found = connection.execute(_COMPANY).one_or_none() if waiting else None
    if found is None or not (not found.demo if found.quiet is None else found.quiet):
        return
    calendar = Calendar(ZoneInfo(found.time_zone))
    hours = hours_of(connection, calendar, {row["recipient_id"] for row in waiting}, now)
    anybody = Hours(calendar.zone, kinds_from(connection, calendar.local(now).date()))
    on_watch = {person.id for person in directory.on_duty(connection, calendar.local(now))}
    for row in waiting:
        whose = _whose(row, hours, anybody)
        if whose and row["recipient_id"] not in on_watch and not whose.on_shift(row["not_before"]):
            row["not_before"] = whose.next_start(row["not_before"])


def _whose(row: Mapping[str, Any], hours: Mapping[str, Hours], anybody: Hours) -> Hours | None:
    """The hours that a row heeds. A pseudonym's are like anybody's: its own would tell who it is.

    What is said to a person in private goes at once, for it is not to be kept; and neither strangers nor groups rest.
    """
    known = hours.get(row["recipient_id"])
    if row["private"]:
        return anybody if known is None else None
    return known
