"""Who is meant by a role and a place: the people who work there on a day."""

from sqlalchemy import Connection, bindparam, func, or_, select

from storage.queries import Viewer
from storage.tables import areas, memberships, people
from workflow.people import Role
from workflow.permissions import Action

_ON = (
    memberships.c.since <= bindparam("today"),
    or_(memberships.c.until.is_(None), memberships.c.until >= bindparam("today")),
    or_(people.c.left_on.is_(None), people.c.left_on >= bindparam("today")),
)


def staff(connection: Connection, role: Role | None, area_path: str, today: object) -> list[str]:
    """The ids of whoever holds the role (none: any) within the place (empty: anywhere), each once."""
    found = (
        select(people.c.id)
        .join_from(people, memberships, memberships.c.person_id == people.c.id)
        .join(areas, areas.c.id == memberships.c.area_id, isouter=True)
        .where(*_ON)
        .distinct()
        .order_by(people.c.id)
    )
    if role is not None:
        found = found.where(memberships.c.role == role)
    if area_path:
        found = found.where(func.substr(areas.c.path, 1, len(area_path)) == area_path)
    return list(connection.execute(found, {"today": today}).scalars())


def size(connection: Connection, viewer: Viewer, role: str, area_id: str) -> int:
    """How many others that is, for whoever may tell them all."""
    if not viewer.may(Action.BROADCAST).reaches:
        return 0
    path = connection.execute(select(areas.c.path).where(areas.c.id == area_id)).scalar() if area_id else ""
    if path is None:
        return 0
    found = staff(connection, Role(role) if role else None, path, viewer.today)
    return len([who for who in found if who != viewer.person.id])
