"""Who would get a hazard that nobody has reported: by the rule that dispatches cases, with nothing changed."""

from typing import Any

from sqlalchemy import Connection

from handlers.admin.wanted import WouldGet
from handlers.tools import Tools
from storage import directory, matrix, names
from storage.queries import Viewer
from storage.unit_of_work import House, UnitOfWork
from workflow.deputies import told_instead
from workflow.dispatch import Foreseen, Thought, foresee
from workflow.hazard import Act
from workflow.library import Category


def would_get(tools: Tools, connection: Connection, viewer: Viewer, asked: WouldGet) -> dict[str, Any]:
    """area, category: as the words are read, empty where they tell none. owner, acceptor: names, empty in a gap."""
    found, judged = tools.places.find(asked.words), tools.classifier.judge(asked.words)
    told = {"area": "", "equipment": "", "category": str(judged.category or ""), "row": None, "gone": False}
    told |= {"owner": "", "acceptor": "", "instead": ""}
    area = directory.area(connection, found.area_id) if found.area_id else None
    if area is None or judged.category is None:
        return {**told, **names.place(connection, viewer, found.area_id, None)}
    desk = UnitOfWork(connection, House(connection.engine, tools.calendar, ""), viewer.now)
    thought = Thought(area.path, Category(judged.category), found.equipment_id)
    seen = foresee(desk, thought, Act(None, viewer.now))
    place = names.place(connection, viewer, area.id, found.equipment_id)
    return {**told, **place, **_people(desk, connection, viewer, seen)}


def _people(desk: UnitOfWork, connection: Connection, viewer: Viewer, seen: Foreseen) -> dict[str, Any]:
    def name(person_id: str | None) -> str:
        return names.person(connection, viewer, person_id) if person_id else ""

    acts = told_instead(desk, seen.owner_id) if seen.owner_id else None
    return {
        "row": matrix.told_row(connection, viewer, seen.row) if seen.row is not None else None,
        "gone": seen.gone,
        "owner": name(seen.owner_id),
        "acceptor": name(seen.acceptor_id),
        "instead": name(acts) if acts != seen.owner_id else "",
    }
