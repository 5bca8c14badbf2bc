"""The rows of who works where as what: roles, who is shut out, and how officers find and see their people."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from storage import deputies, directory, enrolling, names, right_trail
from storage.queries import Viewer
from storage.tables import addresses, departments, hazards, join_requests, memberships, people
from workflow.joining import OPEN as ASKED
from workflow.lifecycle import OPEN
from workflow.people import Person, Role
from workflow.permissions import Action
from workflow.posts import HIGH, Post

MOST_FOUND = 60


@dataclass(frozen=True)
class Staff:
    """The desk of workflow/staff.py over an open transaction. forget: what was read of a person before is not true."""

    connection: Connection
    now: datetime
    forget: Callable[[str], Any] = lambda person_id: None

    def posts(self, person_id: str) -> list[Post]:
        self.connection.execute(select(people.c.id).where(people.c.id == person_id).with_for_update())
        return _posts(self.connection, person_id)

    def enter(self, post: Post, person_id: str) -> None:
        """One that was ended on the day on which it began was never in force, and makes way."""
        place = {"role": post.role, "department_id": post.department_id, "area_id": post.area_id}
        twin = (memberships.c[name].is_not_distinct_from(value) for name, value in place.items())
        begun = (memberships.c.person_id == person_id, memberships.c.since == post.since)
        twins = self.connection.execute(select(memberships.c.id).where(*begun, *twin)).scalars().all()
        with right_trail.changing(self.connection, memberships, [*twins, post.id], self.now):
            self.connection.execute(delete(memberships).where(memberships.c.id.in_(twins)))
            row = {"id": post.id, "person_id": person_id, **place, "since": post.since, "until": None}
            self.connection.execute(insert(memberships), row)
        self.forget(person_id)

    def end(self, post: Post, last: date | None) -> None:
        row = update(memberships).where(memberships.c.id == post.id)
        with right_trail.changing(self.connection, memberships, [post.id], self.now):
            person_id = self.connection.execute(row.values(until=last).returning(memberships.c.person_id)).scalar_one()
        self.forget(person_id)

    def shut_out(self, person_id: str, at: datetime | None) -> None:
        with right_trail.changing(self.connection, people, [person_id], self.now):
            self.connection.execute(update(people).where(people.c.id == person_id).values(blocked_at=at))
        self.forget(person_id)

    def is_department(self, department_id: str) -> bool:
        return (
            self.connection.execute(select(departments.c.id).where(departments.c.id == department_id)).first()
            is not None
        )


def _posts(connection: Connection, person_id: str) -> list[Post]:
    wanted = (memberships.c[name] for name in ("id", "role", "department_id", "area_id", "since", "until"))
    rows = connection.execute(select(*wanted).where(memberships.c.person_id == person_id).order_by(memberships.c.id))
    return [Post(row.id, Role(row.role), *row[2:]) for row in rows]


def called(connection: Connection, viewer: Viewer, said: str) -> list[dict[str, str]]:
    """People who work here, those shut out too, by code: who have these words in a name, or as their code.

    Nothing for whoever has not the right.
    """
    if not viewer.may(Action.STAFF).company:
        return []
    known, words = directory.everybody(connection), said.strip().casefold()
    here = [person for person in known if person.left_on is None or viewer.today <= person.left_on]
    meant = [person for person in here if words in f"{person.name}\n{person.name_en}\n{person.code}".casefold()]
    houses = {row.id: viewer.named(row.name, row.name_en) for row in enrolling.all_departments(connection)}
    return [
        {
            "id": p.id,
            "name": viewer.named(p.name, p.name_en),
            "department": houses.get(_department(p, viewer.today), ""),
        }
        for p in meant[:MOST_FOUND]
    ]


def _department(person: Person, today: date) -> str:
    return person.department_on(today) or ""


def card(connection: Connection, viewer: Viewer, person_id: str) -> dict[str, Any] | None:
    """A person as officers see them: what they are, who stands in for them, how they are reached; None of nobody.

    count: how many events there are of them.
    may_change: whether the viewer may shut them out, and end each of their roles.
    """
    person = directory.person(connection, person_id)
    if person is None or not viewer.may(Action.STAFF).company:
        return None
    posts = [post for post in _posts(connection, person_id) if post.holds_on(viewer.today)]
    appoints = viewer.may(Action.APPOINT).company
    away = next((d for d in deputies.standing(connection, viewer.today) if d.person_id == person_id), None)
    reached = select(addresses.c.bot).where(addresses.c.person_id == person_id, addresses.c.lost_at.is_(None))
    tasks = select(func.count()).where(hazards.c.owner_id == person_id, hazards.c.state.in_(sorted(OPEN)))
    return {
        "id": person.id,
        "code": person.code,
        "name": viewer.named(person.name, person.name_en),
        "department": viewer.named(*enrolling.department_names(connection, person.department_on(viewer.today))),
        "posts": [_post(connection, viewer, post) for post in posts],
        "away": _away(connection, viewer, away) if away else None,
        "blocked": person.blocked,
        "count": directory.version_of(connection, "person", person_id),
        "bots": sorted(connection.execute(reached).scalars()),
        "tasks": connection.execute(tasks).scalar_one(),
        "may_change": person.id != viewer.person.id and (appoints or not HIGH & {post.role for post in posts}),
    }


def _post(connection: Connection, viewer: Viewer, post: Post) -> dict[str, Any]:
    return {
        "id": post.id,
        "role": str(post.role),
        "department": viewer.named(*enrolling.department_names(connection, post.department_id)),
        "area": names.place(connection, viewer, post.area_id, None)["area"],
        "may_end": post.role not in HIGH or viewer.may(Action.APPOINT).company,
    }


def _away(connection: Connection, viewer: Viewer, row: Any) -> dict[str, str]:
    name = names.person(connection, viewer, row.deputy_id)
    return {"deputy": row.deputy_id, "name": name, "since": row.since.isoformat(), "until": row.until.isoformat()}


def waiting(connection: Connection, viewer: Viewer) -> int:
    """How many requests to join wait for an answer; none that are not the viewer's to decide."""
    if not viewer.may(Action.ENROL).company:
        return 0
    return connection.execute(select(func.count()).where(join_requests.c.state == ASKED)).scalar_one()
