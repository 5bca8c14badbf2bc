"""When people are at work: their shift or team, the clock of their site, and the calendar."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, select

from storage.tables import areas, calendar_days, memberships, people, shifts, sites
from workflow.calendar import Calendar, DayKind
from workflow.shifts import FARTHEST, MONDAY_TO_FRIDAY, USUAL, Hours, Rotation, Shift

_WHO = (
    select(people.c.id, people.c.shift, sites.c.time_zone, memberships.c.since, memberships.c.until)
    .join_from(people, memberships, memberships.c.person_id == people.c.id, isouter=True)
    .join(areas, areas.c.id == memberships.c.area_id, isouter=True)
    .join(sites, sites.c.id == areas.c.site_id, isouter=True)
    .where(people.c.id.in_(bindparam("people", expanding=True)))
    .order_by(memberships.c.id.desc())
)
_KINDS = select(calendar_days.c.day, calendar_days.c.kind).where(
    calendar_days.c.day.between(bindparam("first"), bindparam("last"))
)


def hours_of(
    connection: Connection, calendar: Calendar, person_ids: Collection[str], now: datetime
) -> dict[str, Hours]:
    """The hours of people of the company, by id, good for a year from now; what is nobody's id has none."""
    rows = connection.execute(_WHO, {"people": list(person_ids)}).all()
    today = calendar.local(now).date()
    kinds, known = kinds_from(connection, today), patterns(connection)
    zones = {row.id: row.time_zone for row in rows if row.time_zone and _holds(row, today)}  # of the first of several
    return {
        row.id: Hours(ZoneInfo(zones.get(row.id, calendar.zone.key)), kinds, known.get(row.shift, USUAL))
        for row in rows
    }


def month_of(connection: Connection, calendar: Calendar, person_id: str, day: date) -> Hours:
    """The hours of one person, good from the first day of a day's month on."""
    noon = datetime.combine(day.replace(day=1), time(12), calendar.zone)
    return hours_of(connection, calendar, [person_id], noon)[person_id]


def kinds_from(connection: Connection, today: date) -> Mapping[date, DayKind]:
    """The days that the calendar sets apart, from the day before yesterday on: at another site it may still be that."""
    span = {"first": today - timedelta(days=2), "last": today + FARTHEST}
    return {row.day: DayKind(row.kind) for row in connection.execute(_KINDS, span)}


def _holds(row: Any, today: date) -> bool:
    return row.since <= today and (row.until is None or today <= row.until)


def patterns(connection: Connection) -> dict[str, Shift | Rotation]:
    """Every shift and every team by its code."""
    rows = connection.execute(select(shifts)).all()
    plain = {
        row.code: Shift(row.starts, row.ends, frozenset(row.weekdays) or MONDAY_TO_FRIDAY)
        for row in rows
        if row.starts is not None
    }
    teams = {row.code: Rotation([plain.get(code) for code in row.cycle], row.since) for row in rows if row.cycle}
    return {**plain, **teams}
