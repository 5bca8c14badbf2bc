"""The rows of shifts and quiet time as officers set them, and what they read of somebody's hours."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from storage import directory, quiet, right_trail
from storage.queries import Viewer
from storage.shifts import hours_of
from storage.tables import company, people, shifts
from workflow.calendar import Calendar
from workflow.permissions import Action
from workflow.shifts import Hours, Rotation


@dataclass(frozen=True)
class HoursRows:
    """The desk of workflow/working_hours.py over an open transaction."""

    connection: Connection
    now: datetime

    def is_shift(self, code: str) -> bool:
        return self.connection.execute(select(shifts.c.code).where(shifts.c.code == code)).first() is not None

    def shift_of(self, person_id: str) -> str:
        code = self.connection.execute(select(people.c.shift).where(people.c.id == person_id)).scalar()
        return code if code and self.is_shift(code) else ""

    def set_shift(self, person_id: str, code: str) -> None:
        self.connection.execute(update(people).where(people.c.id == person_id).values(shift=code))

    def quiet(self) -> bool | None:
        said: bool | None = self.connection.execute(select(company.c.quiet)).scalar_one()
        return said

    def set_quiet(self, quiet: bool | None) -> None:
        codes = self.connection.execute(select(company.c.code)).scalars().all()
        with right_trail.changing(self.connection, company, codes, self.now):
            self.connection.execute(update(company).values(quiet=quiet))


def shifts_now(connection: Connection, viewer: Viewer) -> list[dict[str, str]]:
    """Every shift and team by its code, as the viewer calls it; none that are not theirs to give."""
    if not viewer.may(Action.STAFF).company:
        return []
    rows = connection.execute(select(shifts.c.code, shifts.c.name, shifts.c.name_en).order_by(shifts.c.code))
    return [{"code": row.code, "name": viewer.named(row.name, row.name_en)} for row in rows]


def hours_now(connection: Connection, viewer: Viewer, calendar: Calendar, person_id: str) -> dict[str, Any] | None:
    """Somebody's shift (code empty: the usual hours), whether they are on it, when it begins; None of nobody."""
    person = directory.person(connection, person_id)
    if person is None or not viewer.may(Action.STAFF).company:
        return None
    code = HoursRows(connection, viewer.now).shift_of(person_id)
    names = {each["code"]: each["name"] for each in shifts_now(connection, viewer)}
    hours = hours_of(connection, calendar, [person_id], viewer.now)[person_id]
    return {
        "name": viewer.named(person.name, person.name_en),
        "code": code,
        "shift": names.get(code, ""),
        **_times(hours),
        "on_shift": hours.on_shift(viewer.now),
        "next": _local(hours, hours.next_start(viewer.now)),
        "heeded": quiet.lets_be(connection),
    }


def _times(hours: Hours) -> dict[str, str]:
    """From when to when; empty of a team, which goes through several shifts."""
    pattern = hours.pattern
    if isinstance(pattern, Rotation):
        return {"starts": "", "ends": ""}
    return {"starts": f"{pattern.starts:%H:%M}", "ends": f"{pattern.ends:%H:%M}"}


def _local(hours: Hours, moment: datetime) -> str:
    return moment.astimezone(hours.zone).isoformat()


def quiet_now(connection: Connection, viewer: Viewer) -> dict[str, Any] | None:
    """Whether whoever is off shift is let be, and as what it was set; None where it is not the viewer's to set."""
    if not viewer.may(Action.CONFIGURE).company:
        return None
    return {"quiet": quiet.lets_be(connection), "said": HoursRows(connection, viewer.now).quiet()}
