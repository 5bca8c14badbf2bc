"""Quiet time: what is not urgent waits until its reader is at work."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from storage import directory
from storage.shifts import hours_of, kinds_from
from storage.tables import company
from workflow.calendar import Calendar
from workflow.digest import DIGESTS, ON_TIME
from workflow.notice import Lane
from workflow.shifts import Hours

_COMPANY = select(company.c.time_zone, company.c.quiet, company.c.demo)


@dataclass(frozen=True)
class _Rota:
    """Who rests and who does not. anybody: the hours of whoever is not to be known by theirs."""

    hours: Mapping[str, Hours]
    anybody: Hours
    on_watch: Collection[str]

    def later(self, row: Mapping[str, Any]) -> datetime | None:
        """When the next shift of a notice's reader begins, who is not at work as it could go."""
        whose, moment = self._whose(row), row["not_before"]
        if whose is None or row["recipient_id"] in self.on_watch or whose.on_shift(moment):
            return None
        return whose.next_start(moment)

    def _whose(self, row: Mapping[str, Any]) -> Hours | None:
        """The hours that a row heeds. A pseudonym's are like anybody's: its own would tell who it is.

        What is said to a person in private goes at once, for it is not to be kept; neither strangers nor groups rest.
        """
        known = self.hours.get(row["recipient_id"])
        if row["private"]:
            return self.anybody if known is None else None
        return known


def hold_back(connection: Connection, rows: Sequence[dict[str, Any]], now: datetime) -> None:
    """Have notices for people who are off shift wait for the start of their next one.

    Answers, emergencies and what is major never wait, nor does what only takes the place of a message that stands, nor
    the digest, which comes at the hour that its reader has chosen; a deputy has not chosen that of another's, and no
    hour after an outage is chosen by anybody.
    """
    waiting = [row for row in rows if _waits(row)]
    rota = _rota(connection, {row["recipient_id"] for row in waiting}, now) if waiting else None
    if rota is not None:
        for row in waiting:
            row["not_before"] = rota.later(row) or row["not_before"]


def _waits(row: Mapping[str, Any]) -> bool:
    at_once = row["not_before"] - row["created_at"] <= ON_TIME
    has_its_hour = row["topic"] in DIGESTS and "for" not in row["facts"] and at_once
    return row["lane"] >= Lane.NOTICE and row["replaces"] is None and not has_its_hour


def at_work(connection: Connection, person_id: str, now: datetime) -> bool:
    """True for whoever is on shift or has the watch; for everybody, where nothing waits for that."""
    rota = _rota(connection, {person_id}, now)
    return rota is None or person_id in rota.on_watch or rota.hours[person_id].on_shift(now)


def hours(connection: Connection, person_id: str, now: datetime) -> Hours | None:
    """When somebody is at work; none where nothing waits for people's shifts, and of what is nobody's id."""
    calendar = _letting_be(connection)
    return None if calendar is None else hours_of(connection, calendar, [person_id], now).get(person_id)


def lets_be(connection: Connection) -> bool:
    """True where whoever is off shift is let be: everywhere but in a demo, unless the company says otherwise."""
    return _letting_be(connection) is not None


def _rota(connection: Connection, people: Collection[str], now: datetime) -> _Rota | None:
    """None: in this company nobody is let be."""
    calendar = _letting_be(connection)
    if calendar is None:
        return None
    local = calendar.local(now)
    anybody = Hours(calendar.zone, kinds_from(connection, local.date()))
    on_watch = {person.id for person in directory.on_duty(connection, local)}
    return _Rota(hours_of(connection, calendar, people, now), anybody, on_watch)


def _letting_be(connection: Connection) -> Calendar | None:
    """The company's calendar, where people off shift are let be."""
    found = connection.execute(_COMPANY).one_or_none()
    if found is None:
        return None
    lets_be = not found.demo if found.quiet is None else found.quiet
    return Calendar(ZoneInfo(found.time_zone)) if lets_be else None
