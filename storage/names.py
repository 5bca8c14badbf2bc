"""The names a person picks from or reads: colleagues, places, equipment, library entries, in the viewer's language."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select

from storage import directory
from storage.queries import Viewer
from storage.tables import areas, company, departments, equipment, library_entries, memberships, people
from workflow.people import Role

_COLLEAGUES = (
    select(
        people,
        memberships.c.department_id,
        departments.c.name.label("department"),
        departments.c.name_en.label("department_en"),
    )
    .join_from(people, memberships, memberships.c.person_id == people.c.id)
    .join(departments, departments.c.id == memberships.c.department_id)
    .where(memberships.c.until.is_(None))
)

_ENTRIES = select(library_entries).where(library_entries.c.code.in_(bindparam("codes", expanding=True)))
_PHONE = select(company.c.emergency_phone)
_AREA = select(areas.c.name, areas.c.name_en).where(areas.c.id == bindparam("area"))
_EQUIPMENT = select(equipment.c.name, equipment.c.name_en).where(equipment.c.id == bindparam("equipment"))


def colleagues(connection: Connection, viewer: Viewer, department_id: str | None) -> list[dict[str, str]]:
    """People a task can be handed to, as name and department: the viewer's department first, then all others."""
    from_directory = _COLLEAGUES.order_by(people.c.code)
    rows = connection.execute(from_directory).all()
    held: dict[str, dict[str, str]] = {}
    for row in rows:
        if row.id == viewer.person.id or (row.left_on is not None and row.left_on < viewer.today):
            continue
        item = {"id": row.id, "name": viewer.named(row.name, row.name_en)}
        near = "0" if row.department_id == department_id else "1"
        held.setdefault(row.id, {**item, "department": viewer.named(row.department, row.department_en), "near": near})
    return sorted(held.values(), key=lambda item: item["near"])


def areas_under(connection: Connection, viewer: Viewer, parent_id: str | None) -> list[dict[str, str]]:
    """The children of an area (None: the top of the tree), by code."""
    children = areas.c.parent_id == parent_id if parent_id else areas.c.parent_id.is_(None)
    found = connection.execute(select(areas).where(children).order_by(areas.c.code))
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
        "requirement": viewer.named(row.requirement, row.requirement_en),
        "law": viewer.named(row.law, row.law_en),
    }
