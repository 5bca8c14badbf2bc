"""The responsibility matrix as officers change it: a row of a place and a kind, and that taken back."""

from dataclasses import dataclass
from datetime import datetime

from workflow.desk import Desk
from workflow.errors import Refused
from workflow.events import Event, Fact
from workflow.ids import joint_id, new_id
from workflow.library import Category
from workflow.people import Person
from workflow.responsibility import Responsibility


@dataclass(frozen=True)
class SetOwner:
    """From now on hazards of a category in an area are somebody's. area_id: none means everywhere."""

    area_id: str | None
    category: Category
    owner_id: str


@dataclass(frozen=True)
class PutBackOwner:
    """The row of that place and kind as it was. department_id, owner_id: none where there was no such row.

    if_now: whose it has to be still; else somebody has changed it since.
    """

    area_id: str | None
    category: Category
    department_id: str | None
    owner_id: str | None
    if_now: str


MatrixCommand = SetOwner | PutBackOwner


def set_owner(desk: Desk, command: SetOwner, by: Person, at: datetime) -> None:
    """The row of exactly that place and kind has a new owner; where there is none yet, it is added."""
    owner = desk.person(command.owner_id)
    if owner is None or not owner.works_on(desk.today):
        raise Refused("has_left")
    department = owner.department_on(desk.today)
    if department is None:
        raise Refused("no_department", name=owner.name)
    row = row_of_exactly(desk, command.area_id, command.category)
    if row is None:
        desk.add_responsibility(command.area_id, command.category, department, owner.id)
    else:
        desk.hand_over(row.code, department, owner.id)
    _record(desk, command.area_id, command.category, by, at, department=department, owner=owner.id)


def put_back_owner(desk: Desk, command: PutBackOwner, by: Person, at: datetime) -> None:
    row = row_of_exactly(desk, command.area_id, command.category)
    if row is None:
        raise Refused("row_gone")
    if row.owner_id != command.if_now:
        raise Refused("overtaken")
    if command.department_id is None:
        desk.drop_responsibility(row.code)
    else:
        desk.hand_over(row.code, command.department_id, command.owner_id)
    facts = {"department": command.department_id, "owner": command.owner_id}
    _record(desk, command.area_id, command.category, by, at, **facts)


def row_of_exactly(desk: Desk, area_id: str | None, category: Category) -> Responsibility | None:
    """The row of a place and a kind themselves, of no machine; not one of a wider place, or of any kind."""
    area = desk.area(area_id) if area_id is not None else None
    if area_id is not None and area is None:
        raise Refused("area_gone")
    path = area.path if area is not None else ""
    same = (None, path, category)
    rows = (row for row in desk.matrix(path, category) if (row.equipment_id, row.area_path, row.category) == same)
    return max(rows, key=lambda row: row.code, default=None)


def _record(desk: Desk, area_id: str | None, category: Category, by: Person, at: datetime, **facts: Fact) -> None:
    subject = joint_id("matrix", area_id or "", category)
    about: dict[str, Fact] = {"area": area_id, "category": str(category), **facts}
    version = desk.version_of("matrix", subject) + 1
    desk.record(Event(new_id(), "matrix", subject, version, "owner_set", by.id, at, about))
