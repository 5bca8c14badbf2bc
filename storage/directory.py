"""People, areas and responsibilities as the domain's types."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from operator import attrgetter
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, and_, bindparam, func, or_, select

from storage.shipped_library import shipped
from storage.tables import (
    addresses,
    areas,
    duty_roster,
    equipment,
    events,
    groups,
    library_entries,
    memberships,
    people,
    responsibilities,
    sites,
)
from workflow.accidents import Accident1986, Accident2025, Cause
from workflow.desk import Area
from workflow.library import Category, Grade, Industry, LibraryEntry
from workflow.people import Language, Membership, Person, Role
from workflow.responsibility import Responsibility
from workflow.roster import Watch, on_watch

_PERSON = (
    select(
        people.c.id,
        people.c.code,
        people.c.name,
        people.c.name_en,
        people.c.language,
        people.c.left_on,
        people.c.hired_on,
        people.c.blocked_at,
        memberships.c.role,
        memberships.c.department_id,
        memberships.c.since,
        memberships.c.until,
        areas.c.path,
        sites.c.time_zone,
    )
    .join_from(people, memberships, memberships.c.person_id == people.c.id, isouter=True)
    .join(areas, areas.c.id == memberships.c.area_id, isouter=True)
    .join(sites, sites.c.id == areas.c.site_id, isouter=True)
    .order_by(memberships.c.id)
)
_BY_ID = _PERSON.where(people.c.id == bindparam("person"))
BY_ADDRESS = _PERSON.join(addresses, addresses.c.person_id == people.c.id).where(
    addresses.c.bot == bindparam("bot"), addresses.c.address == bindparam("address")
)
_PLACES = (
    select(memberships.c.since, memberships.c.until, sites.c.time_zone)
    .join_from(memberships, areas, areas.c.id == memberships.c.area_id)
    .join(sites, sites.c.id == areas.c.site_id)
    .where(memberships.c.person_id == bindparam("person"))
    .order_by(memberships.c.id)
)

_ADDRESS = (
    select(addresses.c.bot, addresses.c.address)
    .where(addresses.c.person_id == bindparam("person"), addresses.c.lost_at.is_(None))
    .order_by(addresses.c.used_at.desc().nulls_last(), addresses.c.id)
    .limit(1)
)


def person(connection: Connection, person_id: str) -> Person | None:
    return next(iter(folded(connection.execute(_BY_ID, {"person": person_id}))), None)


def person_at(connection: Connection, bot: str, address: str) -> Person | None:
    """Whose address this is on a bot."""
    return next(iter(folded(connection.execute(BY_ADDRESS, {"bot": bot, "address": address}))), None)


def everybody(connection: Connection) -> list[Person]:
    return folded(connection.execute(_PERSON))


_HOLDERS = _PERSON.where(
    people.c.id.in_(select(memberships.c.person_id).where(memberships.c.role == bindparam("role")))
)


def holders(connection: Connection, role: Role, on: date, area_path: str = "") -> list[Person]:
    """Who holds a role on a day; with `area_path`, only those whose own area contains it."""
    found = folded(connection.execute(_HOLDERS, {"role": role}))
    return [p for p in found if p.works_on(on) and any(_holds(m, role, on, area_path) for m in p.memberships)]


def _holds(membership: Membership, role: Role, on: date, area_path: str) -> bool:
    near = not area_path or bool(membership.area_path and area_path.startswith(membership.area_path))
    return membership.role == role and membership.holds_on(on) and near


def address_of(connection: Connection, person_id: str) -> tuple[str, str] | None:
    """The (bot, address) at which a person is reached: of several, where they have written last."""
    row = connection.execute(_ADDRESS, {"person": person_id}).one_or_none()
    return (row.bot, row.address) if row else None


def reached(connection: Connection, bots: Collection[str]) -> set[str]:
    """The ids of all people whom one of these bots reaches."""
    there = (addresses.c.bot.in_(list(bots)), addresses.c.lost_at.is_(None))
    return set(connection.execute(select(addresses.c.person_id).where(*there)).scalars())


def is_group(connection: Connection, recipient_id: str) -> bool:
    """True for a chat of several, where a notice can go as well as to a person."""
    return connection.execute(select(groups.c.id).where(groups.c.id == recipient_id)).first() is not None


def called(connection: Connection, person_id: str) -> list[str]:
    """Everything that a person goes by: names, code, telephone, addresses."""
    mine = select(people.c.name, people.c.name_en, people.c.code, people.c.phone).where(people.c.id == person_id)
    reached = select(addresses.c.address).where(addresses.c.person_id == person_id)
    names = (*connection.execute(mine).one(), *connection.execute(reached).scalars())
    return list(dict.fromkeys(name for name in names if name))


_AREA = select(areas.c.id, areas.c.path).where(areas.c.id == bindparam("area"))
_ENTRY = select(library_entries).where(library_entries.c.code == bindparam("entry"))


def area(connection: Connection, area_id: str) -> Area | None:
    row = connection.execute(_AREA, {"area": area_id}).one_or_none()
    return Area(row.id, row.path) if row else None


def equipment_area(connection: Connection, equipment_id: str) -> str | None:
    return connection.execute(select(equipment.c.area_id).where(equipment.c.id == equipment_id)).scalar()


_MATRIX = select(responsibilities, func.coalesce(areas.c.path, "").label("path")).join(
    areas, areas.c.id == responsibilities.c.area_id, isouter=True
)
_MATRIX_NEAR = _MATRIX.where(
    or_(responsibilities.c.area_id.is_(None), responsibilities.c.area_id.in_(bindparam("around", expanding=True))),
    or_(responsibilities.c.category.is_(None), responsibilities.c.category == bindparam("category")),
)


def whole_plant(connection: Connection) -> Area:
    """The top of the tree of areas; where it has several, the first by code."""
    row = connection.execute(_TOP).one()
    return Area(row.id, row.path)


def on_duty(connection: Connection, local: datetime) -> list[Person]:
    """Whose watch it is when the clock at the site shows `local`: a watch of yesterday may still last."""
    rows = connection.execute(_WATCHES, {"today": local.date(), "yesterday": local.date() - timedelta(days=1)})
    watches = [Watch(*row) for *row, _ in sorted(rows, key=attrgetter("code"))]
    return [found for name in on_watch(watches, local) if (found := person(connection, name)) is not None]


_TOP = select(areas.c.id, areas.c.path).where(areas.c.parent_id.is_(None)).order_by(areas.c.code).limit(1)
_THERE = and_(people.c.blocked_at.is_(None), or_(people.c.left_on.is_(None), people.c.left_on >= duty_roster.c.day))
# A row of the roster as a `Watch` has it.
WATCH = select(
    *(duty_roster.c[name] for name in ("person_id", "day", "shift", "starts", "ends")), _THERE.label("there")
).join_from(duty_roster, people, people.c.id == duty_roster.c.person_id)
_WATCHES = (
    WATCH.add_columns(people.c.code)
    .where(duty_roster.c.day.in_((bindparam("today"), bindparam("yesterday"))))
    .order_by(duty_roster.c.id)
)


def matrix(connection: Connection) -> list[Responsibility]:
    """Every row of the matrix; it is a company's size, some hundreds of rows."""
    return [_responsibility(row) for row in connection.execute(_MATRIX)]


def matrix_near(connection: Connection, area_path: str, category: Category) -> list[Responsibility]:
    """The rows that may apply to a category in an area: its own, those of the areas around it, and those of none."""
    around = [area_id for area_id in area_path.split("/") if area_id]
    rows = connection.execute(_MATRIX_NEAR, {"around": around, "category": category})
    return [_responsibility(row) for row in rows]


def version_of(connection: Connection, subject_kind: str, subject_id: str) -> int:
    """How many events of a subject there are; they count 1, 2, 3 ..."""
    of = (events.c.subject_kind == subject_kind, events.c.subject_id == subject_id)
    return connection.execute(select(func.max(events.c.version)).where(*of)).scalar() or 0


def last_kind(connection: Connection, subject_kind: str, subject_id: str) -> str | None:
    """What happened last to a subject; None where nothing did."""
    of = (events.c.subject_kind == subject_kind, events.c.subject_id == subject_id)
    return connection.execute(select(events.c.kind).where(*of).order_by(events.c.version.desc()).limit(1)).scalar()


def first_actor(connection: Connection, subject_kind: str, subject_id: str) -> str | None:
    """Whose act the first event of a subject is; None where there is none."""
    of = (events.c.subject_kind == subject_kind, events.c.subject_id == subject_id, events.c.version == 1)
    return connection.execute(select(events.c.actor_id).where(*of)).scalar()


def _responsibility(row: Any) -> Responsibility:
    category = Category(row.category) if row.category else None
    return Responsibility(
        row.code, row.equipment_id, row.path, category, row.department_id, row.owner_id, row.acceptor_id
    )


def library(connection: Connection) -> list[LibraryEntry]:
    """The entries in force."""
    rows = connection.execute(
        select(library_entries).where(~library_entries.c.retired).order_by(library_entries.c.code)
    )
    return [_entry(row) for row in rows]


def entry(connection: Connection, code: str) -> LibraryEntry | None:
    row = connection.execute(_ENTRY, {"entry": code}).one_or_none()
    return _entry(row) if row else None


def entries_citing(connection: Connection, law_code: str) -> list[LibraryEntry]:
    """The entries that rest on a law, by code; retired ones too."""
    citing = select(library_entries).where(library_entries.c.law_code == law_code)
    return [_entry(row) for row in connection.execute(citing.order_by(library_entries.c.code))] if law_code else []


def shipped_library() -> list[LibraryEntry]:
    """The entries that come with the product, by code: what there is to judge by where there is no company."""
    entries = (_entry(SimpleNamespace(**values, version=1)) for values in shipped().entries)
    return sorted(entries, key=lambda entry: entry.code)


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
        row.hurts,
        row.condition,
        row.condition_en,
        row.fact,
        row.fact_en,
        Grade(row.otherwise) if row.otherwise else None,
        row.law_code,
        row.clause,
        Cause(row.cause) if row.cause else None,
        tuple(map(Accident1986, row.accidents_1986)),
        tuple(map(Accident2025, row.accidents_2025)),
        Industry(row.industry) if row.industry else None,
    )


def folded(rows: Iterable[Any]) -> list[Person]:
    """Fold the joined rows, one a membership, into people, by code."""
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.id, []).append(row)
    return sorted(map(_person, found.values()), key=attrgetter("code"))


def _person(rows: Sequence[Any]) -> Person:
    row = rows[0]
    held = tuple(
        Membership(Role(each.role), each.department_id, each.path or "", each.since, each.until)
        for each in rows
        if each.role is not None
    )
    named = (row.id, row.code, row.name, Language(row.language))
    more = (row.left_on, row.name_en, row.hired_on)
    return Person(*named, held, *more, blocked=row.blocked_at is not None, zone=_zone(rows))


def zone_of(connection: Connection, person_id: str) -> ZoneInfo | None:
    """The `zone` of a person, of whom nothing else is wanted."""
    return _zone(connection.execute(_PLACES, {"person": person_id}))


def _zone(rows: Iterable[Any]) -> ZoneInfo | None:
    """Of the place that is theirs now; of several, of the latest."""
    placed = [row for row in rows if row.time_zone is not None]
    theirs = min(placed, key=lambda row: (row.until is not None, -row.since.toordinal()), default=None)
    return ZoneInfo(theirs.time_zone) if theirs else None


def named_areas(connection: Connection) -> list[tuple[str, tuple[str, ...], str | None]]:
    """Every area with all the names people use for it, and the area around it."""
    rows = connection.execute(select(areas).where(areas.c.retired_at.is_(None)).order_by(areas.c.code))
    return [(row.id, tuple(filter(None, (row.name, row.name_en, *row.aliases))), row.parent_id) for row in rows]


def named_equipment(connection: Connection) -> list[tuple[str, tuple[str, ...], str]]:
    """Every piece of equipment with all its names and the area it stands in."""
    rows = connection.execute(select(equipment).order_by(equipment.c.code))
    return [(row.id, tuple(filter(None, (row.name, row.name_en, *row.aliases))), row.area_id) for row in rows]
