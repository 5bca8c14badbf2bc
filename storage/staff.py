"""Who belongs to which department, as it was known on each day: figures of a day past are divided by those of then.

A row holds from the day `since` to the day before `until`. What was there before any of this was kept is taken as the
company's own tables date it.
"""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, and_, delete, insert, or_, select, update

from storage.tables import memberships, people, staff_intervals

FOREVER = date.max
_DAY = timedelta(days=1)
_HELD = select(
    people.c.id, people.c.left_on, memberships.c.department_id, memberships.c.since, memberships.c.until
).join_from(people, memberships, memberships.c.person_id == people.c.id)
_KEPT = select(staff_intervals.c.person_id, staff_intervals.c.department, staff_intervals.c.since)


def keep_staff(connection: Connection, today: date) -> None:
    """Put down who has come and gone since it was put down last. One process does it at a time."""
    if connection.execute(select(staff_intervals.c.person_id).limit(1)).first() is None:
        _begin(connection, today)
        return
    kept = {(row.person_id, row.department): row.since for row in _now(connection)}
    holds = _belong(connection, today)
    gone = [{"person": key[0], "of": key[1], "day": since} for key, since in kept.items() if key not in holds]
    for row in gone:
        _end(connection, row, today)
    fresh = [_row(person, department, today, FOREVER) for person, department in sorted(holds - kept.keys())]
    if fresh:
        connection.execute(insert(staff_intervals), fresh)


def _now(connection: Connection) -> Any:
    return connection.execute(_KEPT.where(staff_intervals.c.until == FOREVER))


def _belong(connection: Connection, today: date) -> set[tuple[str, str]]:
    holds = memberships.c.since <= today, or_(memberships.c.until.is_(None), memberships.c.until >= today)
    works = or_(people.c.left_on.is_(None), people.c.left_on >= today)
    return {(row.id, row.department_id or "") for row in connection.execute(_HELD.where(*holds, works))}


def _end(connection: Connection, row: dict[str, Any], today: date) -> None:
    """Whoever came and went on one day did not belong there at its end."""
    table = staff_intervals.c
    theirs = and_(table.person_id == row["person"], table.department == row["of"], table.since == row["day"])
    if row["day"] >= today:
        connection.execute(delete(staff_intervals).where(theirs))
    else:
        connection.execute(update(staff_intervals).where(theirs).values(until=today))


def _begin(connection: Connection, today: date) -> None:
    spans: dict[tuple[str, str, date], date] = {}
    for row in connection.execute(_HELD.where(memberships.c.since <= today)):
        ends = [day + _DAY for day in (row.until, row.left_on) if day is not None]
        until = min(ends, default=FOREVER)
        key = row.id, row.department_id or "", row.since
        if until > row.since:
            spans[key] = max(spans.get(key, date.min), until if until <= today else FOREVER)
    if spans:
        connection.execute(insert(staff_intervals), [_row(*key, until) for key, until in spans.items()])


def _row(person: str, department: str, since: date, until: date) -> dict[str, Any]:
    return {"person_id": person, "department": department, "since": since, "until": until}
