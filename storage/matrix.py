"""The responsibility matrix as officers change and see it: where nobody is named, and who is where."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from storage import directory, enrolling, names, right_trail
from storage.queries import Viewer
from storage.tables import areas, responsibilities
from workflow.ids import new_id
from workflow.library import Category
from workflow.permissions import Action
from workflow.responsibility import Gap, Responsibility, gaps, responsible

CODE_LENGTH = 64
_AREA_CODE = select(areas.c.code).where(areas.c.id == bindparam("area"))
_ID = select(responsibilities.c.id).where(responsibilities.c.code == bindparam("known_by"))


def add(
    connection: Connection, at: datetime, area_id: str | None, category: Category, department_id: str, owner_id: str
) -> str:
    """A row of the matrix, known by the codes of its area and category: said again, the same row has a new owner."""
    code = f"{connection.execute(_AREA_CODE, {'area': area_id}).scalar() if area_id else '*'}/{category}"
    if len(code) > CODE_LENGTH:
        code = f"{area_id}/{category}"
    row = {"area_id": area_id, "category": category, "department_id": department_id, "owner_id": owner_id}
    known = _id(connection, code)
    id_ = known or new_id()
    with right_trail.changing(connection, responsibilities, [id_], at):
        if known is None:
            connection.execute(insert(responsibilities), {"id": id_, "code": code, **row})
        else:
            same = update(responsibilities).where(responsibilities.c.id == id_)
            connection.execute(same.values(**row, equipment_id=None))
    return code


def drop(connection: Connection, at: datetime, code: str) -> None:
    if (id_ := _id(connection, code)) is not None:
        with right_trail.changing(connection, responsibilities, [id_], at):
            connection.execute(delete(responsibilities).where(responsibilities.c.id == id_))


def hand_over(connection: Connection, at: datetime, code: str, department_id: str, owner_id: str | None) -> None:
    if (id_ := _id(connection, code)) is not None:
        row = update(responsibilities).where(responsibilities.c.id == id_)
        with right_trail.changing(connection, responsibilities, [id_], at):
            connection.execute(row.values(department_id=department_id, owner_id=owner_id))


def _id(connection: Connection, code: str) -> str | None:
    return connection.execute(_ID, {"known_by": code}).scalar()


def open_gaps(connection: Connection, viewer: Viewer) -> list[dict[str, Any]]:
    """Every place and kind that is nobody's, the widest areas first; nothing for whoever has not the right."""
    if not viewer.may(Action.CONFIGURE).company:
        return []
    paths = {
        row.id: row.path
        for row in connection.execute(select(areas).where(areas.c.retired_at.is_(None)).order_by(areas.c.path))
    }
    here = {person.id for person in directory.everybody(connection) if person.works_on(viewer.today)}
    found = gaps(directory.matrix(connection), paths, here)
    wide = sorted(found, key=lambda gap: paths[gap.area_id].count("/") if gap.area_id else 0)
    return [_gap(connection, viewer, gap) for gap in wide]


def _gap(connection: Connection, viewer: Viewer, gap: Gap) -> dict[str, Any]:
    return {
        "area": gap.area_id,
        "place": names.place(connection, viewer, gap.area_id, None)["area"],
        "category": str(gap.category),
        "left": names.person(connection, viewer, gap.owner_id) if gap.owner_id else "",
    }


def row_now(connection: Connection, viewer: Viewer, area_id: str | None, category: Category) -> dict[str, Any] | None:
    """Who has a kind of hazard in a place now; exact: by a row of just that place and kind. None: nobody.

    department, owner: ids of that row, to put back.
    """
    if not viewer.may(Action.CONFIGURE).company:
        return None
    area = directory.area(connection, area_id) if area_id else None
    path = area.path if area else ""
    row = responsible(directory.matrix_near(connection, path, category), path, None, category)
    return _told(connection, viewer, row, path, category) if row is not None else None


def _told(connection: Connection, viewer: Viewer, row: Responsibility, path: str, category: Category) -> dict[str, Any]:
    return {
        "department": row.department_id,
        "owner": row.owner_id,
        "exact": (row.area_path, row.category) == (path, category),
        **told_row(connection, viewer, row),
    }


def told_row(connection: Connection, viewer: Viewer, row: Responsibility) -> dict[str, str]:
    """A row in words: whose, of which department, and for what place and kind it stands."""
    of = row.area_path.strip("/").rpartition("/")[2] or None
    machine = select(responsibilities.c.equipment_id).where(responsibilities.c.code == row.code)
    place = names.place(connection, viewer, of, connection.execute(machine).scalar())
    return {
        "name": names.person(connection, viewer, row.owner_id) if row.owner_id else "",
        "house": viewer.named(*enrolling.department_names(connection, row.department_id)),
        "for_area": place["area"],
        "for_equipment": place["equipment"],
        "for_category": str(row.category or ""),
    }
