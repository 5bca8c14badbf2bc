"""The names a person picks from or reads: colleagues, places, equipment, library entries, in the viewer's language."""

from collections.abc import Collection, Iterable
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, false, func, or_, select, true

from storage import directory
from storage.queries import Viewer
from storage.tables import areas, company, departments, equipment, library_entries, memberships, people
from workflow.people import Role

_PERSON = (people.c.id, people.c.code, people.c.name, people.c.name_en, people.c.left_on, people.c.blocked_at)
_COLLEAGUES = (
    select(
        *_PERSON,
        memberships.c.department_id,
        departments.c.name.label("department"),
        departments.c.name_en.label("department_en"),
    )
    .join_from(people, memberships, memberships.c.person_id == people.c.id)
    .join(departments, departments.c.id == memberships.c.department_id)
    .where(memberships.c.until.is_(None))
)

# Whoever works here, once for each membership of the day.
_WORKING = (
    select(*_PERSON, departments.c.name.label("department"), departments.c.name_en.label("department_en"))
    .join_from(people, memberships, memberships.c.person_id == people.c.id)
    .join(departments, departments.c.id == memberships.c.department_id, isouter=True)
    .join(areas, areas.c.id == memberships.c.area_id, isouter=True)
    .where(
        memberships.c.since <= bindparam("today"),
        or_(memberships.c.until.is_(None), memberships.c.until >= bindparam("today")),
        or_(people.c.left_on.is_(None), people.c.left_on >= bindparam("today")),
        people.c.blocked_at.is_(None),
        people.c.id != bindparam("me"),
    )
    .order_by(memberships.c.id)
)
MOST_NAMED = 60
_NAMES = select(people.c.name, people.c.name_en).where(people.c.id == bindparam("person"))
_ENTRIES = select(library_entries).where(library_entries.c.code.in_(bindparam("codes", expanding=True)))
_PHONE = select(company.c.emergency_phone)
_AREA = select(areas.c.name, areas.c.name_en).where(areas.c.id == bindparam("area"))
_EQUIPMENT = select(equipment.c.name, equipment.c.name_en).where(equipment.c.id == bindparam("equipment"))


def colleagues(connection: Connection, viewer: Viewer, department_id: str | None) -> list[dict[str, str]]:
    """People a task can be handed to, as name and department: the viewer's department first, then all others."""
    rows = sorted(connection.execute(_COLLEAGUES), key=attrgetter("code"))
    held: dict[str, dict[str, str]] = {}
    for row in rows:
        gone = row.blocked_at is not None or (row.left_on is not None and row.left_on < viewer.today)
        if gone or row.id == viewer.person.id:
            continue
        item = {"id": row.id, "name": viewer.named(row.name, row.name_en)}
        near = "0" if row.department_id == department_id else "1"
        held.setdefault(row.id, {**item, "department": viewer.named(row.department, row.department_en), "near": near})
    return sorted(held.values(), key=lambda item: item["near"])


def departments_called(connection: Connection, viewer: Viewer, said: str, *, own: bool = False) -> list[dict[str, str]]:
    """The departments other than the viewer's own, by code; with words, any that the words name in any language.

    own: the viewer's too.
    """
    mine, words = frozenset() if own else viewer.person.departments_on(viewer.today), said.casefold()
    rows = connection.execute(
        select(departments).where(departments.c.retired_at.is_(None)).order_by(departments.c.code)
    )
    return [
        {"id": row.id, "name": viewer.named(row.name, row.name_en)}
        for row in rows
        if (words or row.id not in mine) and any(_named_in(name, words) for name in (row.name, row.name_en) if name)
    ]


def _named_in(name: str, words: str) -> bool:
    """True for a part of the name (设备) and for a sentence that has the name in it (请设备部来人)."""
    return words in name.casefold() or name.casefold() in words


def finders(connection: Connection, viewer: Viewer, name: str) -> list[dict[str, str]]:
    """Whose find it may be: whoever works here and has these words in the name; without any, the viewer's team."""
    if not name:
        return _working(connection, viewer, _team(viewer))
    return _working(connection, viewer, true(), [name])


def is_called(connection: Connection, viewer: Viewer, called: Collection[str]) -> bool:
    """True where somebody besides the viewer works here who has one of these in the name."""
    return bool(_working(connection, viewer, true(), called))


def ids_called(connection: Connection, word: str) -> set[str]:
    """The ids of the people who have this in a name, in any language.

    Names lie sealed, so that all of them are read: a company has some thousand, and what was opened is remembered.
    """
    rows, folded = connection.execute(select(people.c.id, people.c.name, people.c.name_en)), word.casefold()
    return {id_ for id_, *names in rows if folded in "\n".join(names).casefold()}


def _is_called(row: Any, folded: Iterable[str]) -> bool:
    both = f"{row.name}\n{row.name_en}".casefold()
    return any(part in both for part in folded)


def coded(connection: Connection, code: str) -> str | None:
    """The id of the person whose code this is, however it is written: large or small."""
    rows = connection.execute(select(people.c.id, people.c.code))
    return next((row.id for row in rows if row.code.casefold() == code.casefold()), None)


def person(connection: Connection, viewer: Viewer, person_id: str) -> str:
    """The name of a person, in the viewer's language; empty where there is none."""
    row = connection.execute(_NAMES, {"person": person_id}).one_or_none()
    return viewer.named(*row) if row else ""


def _team(viewer: Viewer) -> ColumnElement[bool]:
    """Who works in the viewer's own area, within it or around it; whoever watches over it by the roster does not."""
    held = (m for m in viewer.person.memberships if m.role != Role.DUTY_LEADER and m.holds_on(viewer.today))
    beside = or_(false(), *(_beside(m.area_path) for m in held if m.area_path))
    return and_(memberships.c.role != Role.DUTY_LEADER, beside)


def _beside(path: str) -> ColumnElement[bool]:
    ids = path.strip("/").split("/")
    around = [f"/{'/'.join(ids[:depth])}/" for depth in range(1, len(ids))]
    return or_(areas.c.path.in_(around), areas.c.path.startswith(path, autoescape=True))


def _working(
    connection: Connection, viewer: Viewer, who: ColumnElement[bool], called: Collection[str] = ("",)
) -> list[dict[str, str]]:
    """People by name and department, never the viewer; of two who share both, each with their code.

    called: only those who have one of these in a name.
    """
    folded = [part.casefold() for part in called]
    rows = connection.execute(_WORKING.where(who), {"me": viewer.person.id, "today": viewer.today})
    first: dict[str, Any] = {}
    for row in rows:
        if _is_called(row, folded):
            first.setdefault(row.id, row)
    each = sorted(first.values(), key=attrgetter("code"))[:MOST_NAMED]
    tiles = [(viewer.named(r.name, r.name_en), viewer.named(r.department, r.department_en)) for r in each]
    return [
        {"id": row.id, "name": name, "department": f"{house} {row.code}".strip() if tiles.count(tile) > 1 else house}
        for row, tile in zip(each, tiles, strict=True)
        for name, house in (tile,)
    ]


def areas_under(connection: Connection, viewer: Viewer, parent_id: str | None) -> list[dict[str, str]]:
    """The children of an area (None: the top of the tree), by code."""
    children = areas.c.parent_id == parent_id if parent_id else areas.c.parent_id.is_(None)
    found = connection.execute(select(areas).where(children, areas.c.retired_at.is_(None)).order_by(areas.c.code))
    return [{"id": row.id, "name": viewer.named(row.name, row.name_en)} for row in found]


def equipment_in(connection: Connection, viewer: Viewer, area_id: str) -> list[dict[str, str]]:
    """The equipment that stands in an area or below it, by code."""
    path = select(areas.c.path).where(areas.c.id == area_id).scalar_subquery()
    inside = areas.c.path.like(func.coalesce(path, "?") + "%")
    found = connection.execute(
        select(equipment).join(areas, areas.c.id == equipment.c.area_id).where(inside).order_by(equipment.c.code)
    )
    return [{"id": row.id, "name": viewer.named(row.name, row.name_en)} for row in found]


def place(connection: Connection, viewer: Viewer, area_id: str | None, equipment_id: str | None) -> dict[str, str]:
    """The names of an area and a piece of equipment, in the viewer's language; empty where there is none."""
    area = connection.execute(_AREA, {"area": area_id}).one_or_none() if area_id else None
    thing = connection.execute(_EQUIPMENT, {"equipment": equipment_id}).one_or_none() if equipment_id else None
    return {"area": viewer.named(*area) if area else "", "equipment": viewer.named(*thing) if thing else ""}


def phone_of(connection: Connection, person_id: str) -> str:
    """The number under which a person is rung up; empty where none is known."""
    return connection.execute(select(people.c.phone).where(people.c.id == person_id)).scalar() or ""


def emergency_phone(connection: Connection) -> str:
    """The number that is dialled inside the company when something happens; empty where there is none."""
    return connection.execute(_PHONE).scalar() or ""


def first_officer(connection: Connection, viewer: Viewer) -> str:
    """The name of a safety officer, whom people turn to with what the bot cannot do; empty where there is none."""
    officers = directory.holders(connection, Role.SAFETY_OFFICER, viewer.today)
    return viewer.named(officers[0].name, officers[0].name_en) if officers else ""


def library_entries_of(connection: Connection, viewer: Viewer, codes: Collection[str]) -> dict[str, dict[str, Any]]:
    """Library entries by code, in the viewer's language; those that are gone are left out."""
    rows = connection.execute(_ENTRIES, {"codes": list(codes)})
    return {row.code: _entry(viewer, row) for row in rows}


def _entry(viewer: Viewer, row: Row[Any]) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": viewer.named(row.name, row.name_en),
        "category": row.category,
        "grade": row.grade,
        "hurts": row.hurts,
        "means": row.means,
        "requirement": viewer.named(row.requirement, row.requirement_en),
        "law": viewer.named(row.law, row.law_en),
        "question": viewer.named(row.fact, row.fact_en),
        "otherwise": row.otherwise,
    }
