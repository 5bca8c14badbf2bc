"""People, areas and responsibilities as the domain's types."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, or_, select

from storage.tables import addresses, areas, equipment, library_entries, memberships, people, responsibilities
from workflow.desk import Area
from workflow.library import Category, Grade, LibraryEntry
from workflow.people import Language, Membership, Person, Role
from workflow.responsibility import Responsibility

_PERSON = (
    select(
        people.c.id,
        people.c.code,
        people.c.name,
        people.c.name_en,
        people.c.language,
        people.c.left_on,
        people.c.hired_on,
        memberships.c.role,
        memberships.c.department_id,
        memberships.c.since,
        memberships.c.until,
        areas.c.path,
    )
    .join_from(people, memberships, memberships.c.person_id == people.c.id, isouter=True)
    .join(areas, areas.c.id == memberships.c.area_id, isouter=True)
    .order_by(people.c.code, memberships.c.id)
)
_BY_ID = _PERSON.where(people.c.id == bindparam("person"))
_BY_ADDRESS = _PERSON.join(addresses, addresses.c.person_id == people.c.id).where(
    addresses.c.bot == bindparam("bot"), addresses.c.address == bindparam("address")
)


def person(connection: Connection, person_id: str) -> Person | None:
    return next(iter(_people(connection.execute(_BY_ID, {"person": person_id}))), None)


def person_at(connection: Connection, bot: str, address: str) -> Person | None:
    """Whose address this is on a bot."""
    return next(iter(_people(connection.execute(_BY_ADDRESS, {"bot": bot, "address": address}))), None)


def everybody(connection: Connection) -> list[Person]:
    return _people(connection.execute(_PERSON))


def holders(connection: Connection, role: Role, on: date, area_path: str = "") -> list[Person]:
    """Who holds a role on a day; with `area_path`, only those whose own area contains it."""
    holding = select(memberships.c.person_id).where(memberships.c.role == role)
    found = _people(connection.execute(_PERSON.where(people.c.id.in_(holding))))
    return [p for p in found if p.works_on(on) and any(_holds(m, role, on, area_path) for m in p.memberships)]


def _holds(membership: Membership, role: Role, on: date, area_path: str) -> bool:
    near = not area_path or bool(membership.area_path and area_path.startswith(membership.area_path))
    return membership.role == role and membership.holds_on(on) and near


def address_of(connection: Connection, person_id: str) -> tuple[str, str] | None:
    """The (bot, address) at which a person is reached."""
    mine = select(addresses.c.bot, addresses.c.address).where(addresses.c.person_id == person_id)
    row = connection.execute(mine.order_by(addresses.c.id).limit(1)).one_or_none()
    return (row.bot, row.address) if row else None


def area(connection: Connection, area_id: str) -> Area | None:
    row = connection.execute(select(areas.c.id, areas.c.path).where(areas.c.id == area_id)).one_or_none()
    return Area(row.id, row.path) if row else None


def equipment_area(connection: Connection, equipment_id: str) -> str | None:
    return connection.execute(select(equipment.c.area_id).where(equipment.c.id == equipment_id)).scalar()


def matrix(connection: Connection) -> list[Responsibility]:
    """Every row of the matrix; it is a company's size, some hundreds of rows."""
    rows = connection.execute(
        select(responsibilities, func.coalesce(areas.c.path, "").label("path")).join(
            areas, areas.c.id == responsibilities.c.area_id, isouter=True
        )
    )
    return [
        Responsibility(
            r.code,
            r.equipment_id,
            r.path,
            Category(r.category) if r.category else None,
            r.department_id,
            r.owner_id,
            r.acceptor_id,
        )
        for r in rows
    ]


def library(connection: Connection) -> list[LibraryEntry]:
    """The entries in force."""
    rows = connection.execute(
        select(library_entries).where(~library_entries.c.retired).order_by(library_entries.c.code)
    )
    return [_entry(row) for row in rows]


def entry(connection: Connection, code: str) -> LibraryEntry | None:
    row = connection.execute(select(library_entries).where(library_entries.c.code == code)).one_or_none()
    return _entry(row) if row else None


def _entry(row: Any) -> LibraryEntry:
    return LibraryEntry(
        row.code,
        Category(row.category),
        row.name,
        row.name_en,
        tuple(row.aliases),
        Grade(row.grade),
        row.requirement,
        row.requirement_en,
        row.limit_days,
        row.law,
        row.law_en,
        row.verified,
        row.version,
    )


def _people(rows: Iterable[Any]) -> list[Person]:
    """Fold the joined rows, one a membership, into people."""
    found: dict[str, tuple[Any, list[Membership]]] = {}
    for row in rows:
        held = found.setdefault(row.id, (row, []))[1]
        if row.role is not None:
            held.append(Membership(Role(row.role), row.department_id, row.path or "", row.since, row.until))
    return [
        Person(r.id, r.code, r.name, Language(r.language), tuple(held), r.left_on, r.name_en, r.hired_on)
        for r, held in found.values()
    ]


def within(paths: Iterable[str], column: Any) -> Any:
    """The condition that an area path lies within one of some areas."""
    return or_(*(and_(column >= path, column < path + "\U0010ffff") for path in paths))


def named_areas(connection: Connection) -> list[tuple[str, tuple[str, ...], str | None]]:
    """Every area with all the names people use for it, and the area around it."""
    rows = connection.execute(select(areas).order_by(areas.c.code))
    return [(row.id, tuple(filter(None, (row.name, row.name_en, *row.aliases))), row.parent_id) for row in rows]


def named_equipment(connection: Connection) -> list[tuple[str, tuple[str, ...], str]]:
    """Every piece of equipment with all its names and the area it stands in."""
    rows = connection.execute(select(equipment).order_by(equipment.c.code))
    return [(row.id, tuple(filter(None, (row.name, row.name_en, *row.aliases))), row.area_id) for row in rows]
