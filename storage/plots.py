"""The rows of areas, departments and days as officers change them, and how they see them."""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, or_, select, update

from storage import right_trail
from storage.company_rows import paths
from storage.inbox import insert_or_ignore
from storage.queries import Viewer
from storage.tables import area_risks, areas, calendar_days, counters, departments, hazards, memberships, sites
from workflow.calendar import DayKind, is_workday
from workflow.lifecycle import OPEN
from workflow.people import Language
from workflow.permissions import Action
from workflow.plots import Colour, Names, What

_TABLES: dict[What, Table] = {What.AREA: areas, What.DEPARTMENT: departments}


@dataclass(frozen=True)
class Plots:
    """The desk of workflow/plots.py over an open transaction."""

    connection: Connection
    now: datetime

    def names(self, what: What, place_id: str) -> Names | None:
        table = _TABLES[what]
        row = self.connection.execute(select(table.c.name, table.c.name_en).where(table.c.id == place_id)).one_or_none()
        return Names(*row) if row is not None else None

    def is_taken(self, what: What, name: str, besides: str | None = None) -> bool:
        table = _TABLES[what]
        same = (table.c.retired_at.is_(None), or_(table.c.name == name, table.c.name_en == name))
        other = (table.c.id != besides,) if besides else ()
        return self.connection.execute(select(table.c.id).where(*same, *other)).first() is not None

    def add(self, what: What, place_id: str, name: str, within: str | None) -> None:
        row: dict[str, Any] = {"id": place_id, "code": self._new_code(what), "name": name, "parent_id": within}
        if what is What.AREA:
            row |= {"site_id": self._site(within), "aliases": [], "path": self._path(place_id, within)}
        with _on_record(self.connection, what, place_id, self.now):
            self.connection.execute(insert(_TABLES[what]), row)

    def rename(self, what: What, place_id: str, names: Names) -> None:
        table = _TABLES[what]
        self.connection.execute(update(table).where(table.c.id == place_id).values(asdict(names)))

    def retire(self, what: What, place_id: str, *, back: bool) -> None:
        table = _TABLES[what]
        self.connection.execute(
            update(table).where(table.c.id == place_id).values(retired_at=None if back else self.now)
        )

    def in_use(self, what: What, place_id: str, on: date) -> int:
        table, column = _TABLES[what], f"{what}_id"
        cases = select(func.count()).where(hazards.c[column] == place_id, hazards.c.state.in_(sorted(OPEN)))
        held = (memberships.c.since <= on, or_(memberships.c.until.is_(None), memberships.c.until >= on))
        people = select(func.count(memberships.c.person_id.distinct())).where(memberships.c[column] == place_id, *held)
        inner = select(func.count()).where(table.c.parent_id == place_id, table.c.retired_at.is_(None))
        return sum(self.connection.execute(counted).scalar_one() for counted in (cases, people, inner))

    def colour_of(self, area_id: str, on: date) -> str:
        known = select(area_risks.c.colour).where(area_risks.c.area_id == area_id, area_risks.c.since <= on)
        return self.connection.execute(known.order_by(area_risks.c.since.desc()).limit(1)).scalar() or ""

    def colour(self, area_id: str, colour: Colour | None, since: date) -> None:
        when = area_risks.c.since <= since if colour is None else area_risks.c.since == since
        self.connection.execute(delete(area_risks).where(area_risks.c.area_id == area_id, when))
        if colour is not None:
            self.connection.execute(insert(area_risks), {"area_id": area_id, "since": since, "colour": colour})

    def day_kind(self, day: date) -> str:
        return self.connection.execute(select(calendar_days.c.kind).where(calendar_days.c.day == day)).scalar() or ""

    def set_day(self, day: date, kind: DayKind | None) -> None:
        self.connection.execute(delete(calendar_days).where(calendar_days.c.day == day))
        if kind is not None:
            self.connection.execute(insert(calendar_days), {"day": day, "kind": kind, "shipped": False})

    def _new_code(self, what: What) -> str:
        """NEW-0001: no code that a workbook would give."""
        named, table = {"name": f"{what}s"}, _TABLES[what]
        self.connection.execute(insert_or_ignore(self.connection, counters), {**named, "value": 0})
        counted = update(counters).where(counters.c.name == named["name"]).values(value=counters.c.value + 1)
        number = self.connection.execute(counted.returning(counters.c.value)).scalar_one()
        code = f"NEW-{number:04}"
        taken = self.connection.execute(select(table.c.id).where(table.c.code == code)).first()
        return self._new_code(what) if taken is not None else code

    def _site(self, within: str | None) -> str:
        around = select(areas.c.site_id).where(areas.c.id == within)
        first = select(sites.c.id).order_by(sites.c.code).limit(1)
        return str(self.connection.execute(around).scalar() or self.connection.execute(first).scalar_one())

    def _path(self, area_id: str, within: str | None) -> str:
        rows = self.connection.execute(select(areas.c.id, areas.c.parent_id)).all()
        return paths({**{row.id: row.parent_id for row in rows}, area_id: within})[area_id]


def _on_record(connection: Connection, what: What, place_id: str, now: datetime) -> AbstractContextManager[None]:
    """Where an area lies says how far the rights of people go."""
    return right_trail.changing(connection, areas, [place_id], now) if what is What.AREA else nullcontext()


def card(connection: Connection, viewer: Viewer, what: What, place_id: str) -> dict[str, Any] | None:
    """An area or a department: name, colour, what hangs on it; None where it is not the viewer's to change.

    own: which of both names is in the viewer's language.
    """
    table = _TABLES[what]
    row = connection.execute(select(table).where(table.c.id == place_id)).one_or_none()
    if row is None or not viewer.may(Action.CONFIGURE).company:
        return None
    desk = Plots(connection, viewer.now)
    return {
        "name": viewer.named(row.name, row.name_en),
        "names": [row.name, row.name_en],
        "own": 1 if viewer.person.language is Language.EN else 0,
        "code": row.code,
        "colour": desk.colour_of(place_id, viewer.today),
        "retired": row.retired_at is not None,
        "in_use": desk.in_use(what, place_id, viewer.today),
    }


def retired(connection: Connection, viewer: Viewer, what: What) -> list[dict[str, str]]:
    """Those that nobody can pick any more, by name; none that are not the viewer's to change."""
    table = _TABLES[what]
    if not viewer.may(Action.CONFIGURE).company:
        return []
    found = select(table.c.id, table.c.name, table.c.name_en).where(table.c.retired_at.is_not(None))
    rows = connection.execute(found.order_by(table.c.name, table.c.id))
    return [{"id": row.id, "name": viewer.named(row.name, row.name_en)} for row in rows]


def day(connection: Connection, viewer: Viewer, day: date) -> dict[str, Any]:
    """How a day counts: kind as it is set, empty where its weekday decides; works: whether it is one of work."""
    found = Plots(connection, viewer.now).day_kind(day)
    works = is_workday(day, DayKind(found) if found else None)
    return {"day": day.isoformat(), "kind": found, "works": works, "past": day < viewer.today}
