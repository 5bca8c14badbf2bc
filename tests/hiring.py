"""More people for a company: workers, spread over all its areas."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select

from storage import tables
from workflow.ids import new_id
from workflow.people import Role


def hire(connection: Connection, count: int) -> list[str]:
    """So many workers with codes of their own; their ids."""
    areas = connection.execute(select(tables.areas.c.id).order_by(tables.areas.c.code)).scalars().all()
    department = connection.execute(select(tables.departments.c.id).limit(1)).scalar_one()
    people: list[dict[str, Any]] = []
    roles: list[dict[str, Any]] = []
    for number in range(count):
        person = {"id": new_id(), "code": f"hired{number}", "name": f"工人{number}"}
        place = {"department_id": department, "area_id": areas[number % len(areas)], "since": date(2026, 1, 1)}
        people.append(person)
        roles.append({"id": new_id(), "person_id": person["id"], "role": Role.WORKER, **place})
    connection.execute(insert(tables.people), people)
    connection.execute(insert(tables.memberships), roles)
    return [person["id"] for person in people]
