"""The lists behind the figures of the board: which cases each one counts, narrowed down as its reader likes."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, not_, select

from storage.board_waits import OUTSIDE, WAITS, waiting, wanted, whom
from storage.lights import light_of
from storage.lists import MOST_URGENT
from storage.queries import CARD, OWED_NOW, Viewer, covered, line
from storage.tables import areas, hazards
from workflow.calendar import Calendar
from workflow.digest import bounds
from workflow.library import Category, Grade
from workflow.lifecycle import OPEN, State
from workflow.people import Role
from workflow.periods import Period
from workflow.reach import Reach

PAGE = 20
COUNTS = and_(not_(hazards.c.practice), hazards.c.state.not_in((State.INVALID, State.MERGED)))
# The states stand in the statement itself: only so does SQLite see that the index of open cases has them all.
_OPEN = bindparam("open", sorted(OPEN), expanding=True, literal_execute=True, type_=hazards.c.state.type)
IS_OPEN = and_(hazards.c.state.in_(_OPEN), not_(hazards.c.practice))
NONE = "none"  # of a department or an entry of the library: those that have none


@dataclass(frozen=True)
class Moments:
    """When a board is looked at: now, from when to when it is today at the site, and since when the thirty days are."""

    now: datetime
    begins: datetime
    ends: datetime
    since: datetime


def moments(now: datetime, back: Period, calendar: Calendar) -> Moments:
    """back: the days that the board looks back, up to today."""
    begins, ends = bounds(back.last, calendar.zone)
    return Moments(now, begins, ends, bounds(back.first, calendar.zone)[0])


Cases = Callable[[Moments], ColumnElement[bool]]
LISTS: dict[str, Cases] = {
    "open": lambda at: IS_OPEN,
    "overdue": lambda at: and_(IS_OPEN, OWED_NOW, hazards.c.due_at < at.begins),
    "due_today": lambda at: and_(IS_OPEN, OWED_NOW, hazards.c.due_at >= at.begins, hazards.c.due_at < at.ends),
    "major": lambda at: and_(IS_OPEN, hazards.c.company_grade == Grade.MAJOR),
    "new": lambda at: and_(COUNTS, hazards.c.received_at >= at.begins, hazards.c.received_at < at.ends),
    "closed": lambda at: and_(COUNTS, hazards.c.closed_at >= at.begins, hazards.c.closed_at < at.ends),
    "came": lambda at: and_(COUNTS, hazards.c.received_at >= at.since, hazards.c.received_at < at.ends),
}
# Those of which the longest wait, or the last, come first; the others by how urgent they are.
_ORDERS: Mapping[str, tuple[Any, ...]] = {
    "overdue": (hazards.c.due_at,),
    "due_today": (hazards.c.due_at,),
    "new": (hazards.c.received_at.desc(),),
    "closed": (hazards.c.closed_at.desc(),),
    "came": (hazards.c.received_at.desc(),),
}


def _or_none(column: ColumnElement[Any], chosen: str) -> ColumnElement[bool]:
    return column.is_(None) if chosen == NONE else column == chosen


def _lies_within(area_id: str) -> Any:
    """An area and all that lie in it."""
    return select(areas.c.id).where(areas.c.path.contains(f"/{area_id}/", autoescape=True))


NARROWED: dict[str, Callable[[Moments, str], ColumnElement[bool]]] = {
    "grade": lambda at, chosen: hazards.c.company_grade == Grade(chosen),
    "light": lambda at, chosen: light_of(at.now) == chosen,
    "category": lambda at, chosen: hazards.c.category == Category(chosen),
    "area": lambda at, chosen: hazards.c.area_id == chosen,
    "within": lambda at, chosen: hazards.c.area_id.in_(_lies_within(chosen)),
    "department": lambda at, chosen: _or_none(hazards.c.department_id, chosen),
    "entry": lambda at, chosen: _or_none(hazards.c.library_code, chosen),
    "what": lambda at, chosen: wanted == chosen,
    "for": lambda at, chosen: whom == chosen,
    "waiting": lambda at, chosen: waiting == chosen,
}


_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_CODE = re.compile(r"[\w.:-]{1,64}")


def _is_party(value: str) -> bool:
    return bool(_ID.fullmatch(value)) or value == OUTSIDE or value in set(Role)


_KNOWN: dict[str, Callable[[str], Any]] = {
    "grade": set(Grade).__contains__,
    "light": {"red", "yellow", "green"}.__contains__,
    "category": set(Category).__contains__,
    "area": _ID.fullmatch,
    "within": _ID.fullmatch,
    "department": lambda value: value == NONE or _ID.fullmatch(value),
    "entry": _CODE.fullmatch,
    "what": {wait.what for wait in WAITS}.__contains__,
    "for": _is_party,
    "waiting": _is_party,
}


@dataclass(frozen=True)
class Chosen:
    """A list (one of LISTS) and what it is narrowed down to, by the names of NARROWED. Raises ValueError for others."""

    which: str = "open"
    narrowed: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.which not in LISTS or not all(_KNOWN[name](value) for name, value in self.narrowed.items()):
            raise ValueError("there is no such list")


@dataclass(frozen=True)
class Listed:
    """A page of a list; total: how many there are in all."""

    items: list[dict[str, Any]]
    total: int


def cases(
    connection: Connection,
    viewer: Viewer,
    right: Reach,
    at: Moments,
    chosen: Chosen,
    *,
    page: int = 0,
    size: int = PAGE,
    total: int | None = None,
) -> Listed:
    """Lines of cases within a board's reach. total: how many there are, where that is known."""
    narrowed = (NARROWED[name](at, value) for name, value in chosen.narrowed.items())
    which = (LISTS[chosen.which](at), covered(right), *narrowed)
    if total is None:
        total = connection.execute(select(func.count()).select_from(hazards).where(*which)).scalar() or 0
    order = (*_ORDERS.get(chosen.which, MOST_URGENT), hazards.c.id)
    first = select(hazards.c.id).where(*which).order_by(*order).limit(size).offset(page * size)
    ids = list(connection.execute(first).scalars()) if total else []  # first these: a line joins a dozen tables
    rows = {row.id: row for row in connection.execute(CARD.where(hazards.c.id.in_(ids)))} if ids else {}
    return Listed([_line(rows[id_], viewer) for id_ in ids], total)


def _line(row: Any, viewer: Viewer) -> dict[str, Any]:
    return {**line(row, viewer), "closed_at": row.closed_at, "received_at": row.received_at}
