"""The rows of those who stand in for others: who acts for whom, as a turn, a list or a card has to know it."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection, and_, bindparam, insert, or_, select, update

from storage import directory
from storage.tables import deputies, people
from workflow.deputies import principals_of
from workflow.people import Deputyship, Person

_away, _acting = people.alias("away"), people.alias("acting")
_TODAY = bindparam("today", type_=deputies.c.until.type)
_STANDING = (
    select(*(deputies.c[name] for name in ("id", "person_id", "deputy_id", "since", "until")))
    .join(_away, _away.c.id == deputies.c.person_id)
    .join(_acting, _acting.c.id == deputies.c.deputy_id)
    .where(
        deputies.c.until >= _TODAY,
        deputies.c.ended_at.is_(None),
        and_(*(or_(who.c.left_on.is_(None), who.c.left_on >= _TODAY) for who in (_away, _acting))),
    )
    .order_by(deputies.c.since, deputies.c.id)
)


def standing(connection: Connection, today: date) -> list[Deputyship]:
    """All that hold today or will; of a person who has left, or by one, there are none."""
    return [Deputyship(*row) for row in connection.execute(_STANDING, {"today": today})]


def with_principals(connection: Connection, person: Person, today: date) -> Person:
    """The person with those for whom they act today."""
    principals = principals_of(person.id, standing(connection, today), today)
    found = (directory.person(connection, principal) for principal in principals)
    return replace(person, stands_for=tuple(filter(None, found))) if principals else person


def enter(connection: Connection, row: Deputyship) -> None:
    values = {name: getattr(row, name) for name in ("id", "person_id", "deputy_id", "since", "until")}
    connection.execute(insert(deputies), values)


def end(connection: Connection, row_id: str, at: datetime) -> None:
    connection.execute(update(deputies).where(deputies.c.id == row_id).values(ended_at=at))
