"""People as a turn, a list or a card has to know them: who acts for whom, and who leads whom."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection, and_, bindparam, insert, or_, select, update

from storage import directory, right_trail
from storage.tables import areas, deputies, memberships, people
from workflow.deputies import principals_of
from workflow.people import Deputyship, Membership, Person, Role

_away, _acting = people.alias("away"), people.alias("acting")
_TODAY = bindparam("today", type_=deputies.c.until.type)
_STANDING = (
    select(*(deputies.c[name] for name in ("id", "person_id", "deputy_id", "since", "until")))
    .join(_away, _away.c.id == deputies.c.person_id)
    .join(_acting, _acting.c.id == deputies.c.deputy_id)
    .where(
        deputies.c.until >= _TODAY,
        deputies.c.ended_at.is_(None),
        *(who.c.blocked_at.is_(None) for who in (_away, _acting)),
        and_(*(or_(who.c.left_on.is_(None), who.c.left_on >= _TODAY) for who in (_away, _acting))),
    )
    .order_by(deputies.c.since, deputies.c.id)
)


def standing(connection: Connection, today: date) -> list[Deputyship]:
    """All that hold today or will; of a person who has left, or by one, there are none."""
    return [Deputyship(*row) for row in connection.execute(_STANDING, {"today": today})]


def acting(connection: Connection, person_id: str, today: date) -> Person | None:
    """A person as they act and look today: with all that their rights depend on."""
    found = directory.person(connection, person_id)
    return as_acting(connection, found, today) if found is not None else None


def as_acting(connection: Connection, person: Person, today: date) -> Person:
    """The person with those for whom they act today, and each of them with the team that they lead."""
    principals = principals_of(person.id, standing(connection, today), today)
    found = filter(None, (directory.person(connection, principal) for principal in principals))
    stands_for = tuple(_with_team(connection, principal, today) for principal in found)
    return replace(_with_team(connection, person, today), stands_for=stands_for)


def _with_team(connection: Connection, person: Person, today: date) -> Person:
    """A team is who works in its leader's department and within the leader's area, by whatever role."""
    led = [m for m in person.memberships if m.role is Role.TEAM_LEADER and m.holds_on(today)]
    found = (_team(connection, m, today) for m in led if m.department_id and m.area_path)
    team = frozenset[str]().union(*found) - {person.id}
    return replace(person, team=team) if team else person


def _team(connection: Connection, led: Membership, today: date) -> set[str]:
    theirs = (
        memberships.c.department_id == led.department_id,
        areas.c.path.startswith(led.area_path, autoescape=True),
        memberships.c.since <= today,
        or_(memberships.c.until.is_(None), memberships.c.until >= today),
    )
    members = select(memberships.c.person_id).join(areas, areas.c.id == memberships.c.area_id).where(*theirs)
    return set(connection.execute(members).scalars())


def enter(connection: Connection, row: Deputyship, at: datetime) -> None:
    values = {name: getattr(row, name) for name in ("id", "person_id", "deputy_id", "since", "until")}
    with right_trail.changing(connection, deputies, [row.id], at):
        connection.execute(insert(deputies), values)


def end(connection: Connection, row_id: str, at: datetime) -> None:
    with right_trail.changing(connection, deputies, [row_id], at):
        connection.execute(update(deputies).where(deputies.c.id == row_id).values(ended_at=at))
