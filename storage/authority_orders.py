"""Orders of authorities: which cases each has, how it stands, and what its re-checks have found."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from storage.queries import CARD, Viewer, line, visible_row
from storage.tables import hazards, order_rechecks, texts
from workflow.authority_orders import OrderState, Rechecked, state_of
from workflow.lifecycle import OPEN
from workflow.permissions import Action
from workflow.sources import Source

MOST_CASES = 2000  # of the last orders that are gone through for a list of them
_RECHECK = order_rechecks.c


@dataclass(frozen=True)
class OrderRows:
    """The desk of workflow/authority_orders.py over an open transaction."""

    connection: Connection

    def cases(self, hazard_id: str) -> Sequence[str]:
        return [row.id for row in _under_one(self.connection, hazard_id)]

    def last(self, hazard_ids: Sequence[str]) -> Rechecked | None:
        return _last(self.connection, hazard_ids)

    def enter(self, recheck: Rechecked) -> None:
        self.connection.execute(insert(order_rechecks), asdict(recheck))

    def strike(self, recheck_id: str, at: datetime) -> None:
        struck = update(order_rechecks).where(_RECHECK.id == recheck_id, _RECHECK.undone_at.is_(None))
        self.connection.execute(struck.values(undone_at=at))


def latest(connection: Connection, viewer: Viewer, page: int, size: int) -> dict[str, Any]:
    """A page of the orders that the viewer may work on, what is unfinished first and then the newest."""
    if not viewer.may(Action.REPORT_FINDING).company:
        return {"items": [], "more": False, "total": 0}
    under = dict[str, list[Any]]()
    for row in connection.execute(_LATEST):
        under.setdefault(row.source_id or "", []).append(row)
    found = [_order(connection, cases) for cases in under.values()]
    found.sort(key=lambda each: each["state"] == OrderState.CLOSED)
    shown = found[page * size : (page + 1) * size]
    return {"items": shown, "more": (page + 1) * size < len(found), "total": len(found)}


def order_now(connection: Connection, viewer: Viewer, hazard_id: str) -> dict[str, Any] | None:
    """The order of a case with all cases under it, and its last re-check; None where there is none for the viewer."""
    if not viewer.may(Action.REPORT_FINDING).company or visible_row(connection, viewer, hazard_id) is None:
        return None
    cases = _under_one(connection, hazard_id)
    if not cases:
        return None
    order = _order(connection, cases)
    rows = connection.execute(CARD.where(hazards.c.id.in_([case.id for case in cases])).order_by(hazards.c.number))
    lines = [line(row, viewer) for row in rows]
    told = [{name: each[name] for name in ("id", "number", "state", "words", "area")} for each in lines]
    return {**order, "items": told, "recheck": _told(connection, [case.id for case in cases])}


def case_numbers(connection: Connection, viewer: Viewer, order: str) -> list[str]:
    """The numbers of the cases that an order had at `viewer.now`, by its own; none for whoever does not work on it."""
    if not viewer.may(Action.REPORT_FINDING).company:
        return []
    named = {"number": order, "now": viewer.now}
    return list(connection.execute(_NUMBERS, named).scalars()) if order else []


def _order(connection: Connection, cases: Sequence[Any]) -> dict[str, Any]:
    """An order in a line; `id`: that of its first case. until: the last limit, ISO."""
    ids = [case.id for case in cases]
    last = _last(connection, ids)
    return {
        "id": ids[0],
        "order": cases[0].source_id or "",
        "authority": connection.execute(_AUTHORITY, {"cases": ids}).scalar() or "",
        "until": max(case.due_at for case in cases).isoformat(),
        "total": len(cases),
        "left": sum(case.state in OPEN for case in cases),
        "state": str(state_of(cases, last)),
    }


def _told(connection: Connection, ids: Sequence[str]) -> dict[str, Any] | None:
    last = _last(connection, ids)
    if last is None:
        return None
    paper = connection.execute(_PAPER, {"recheck": last.id}).scalar() or ""
    return {"paper": paper, "day": last.day.isoformat(), "cleared": last.cleared}


def _last(connection: Connection, ids: Sequence[str]) -> Rechecked | None:
    row = connection.execute(_LAST, {"cases": list(ids)}).first()
    return Rechecked(row.id, row.hazard_id, row.by_id, row.day, row.at, row.cleared) if row else None


def _under_one(connection: Connection, hazard_id: str) -> Sequence[Any]:
    """Every case under the order of this one, the earliest first."""
    number = connection.execute(_NUMBER, {"hazard": hazard_id}).scalar()
    return connection.execute(_UNDER, {"number": number}).all() if number else []


_OF_CASE = (hazards.c.id, hazards.c.state, hazards.c.closed_at, hazards.c.due_at, hazards.c.source_id)
_BY_AUTHORITY = hazards.c.source_kind == Source.AUTHORITY
_NUMBER = select(hazards.c.source_id).where(hazards.c.id == bindparam("hazard"), _BY_AUTHORITY)
_UNDER = select(*_OF_CASE).where(_BY_AUTHORITY, hazards.c.source_id == bindparam("number")).order_by(hazards.c.id)
_NUMBERS = (
    select(hazards.c.number)
    .where(_BY_AUTHORITY, hazards.c.source_id == bindparam("number"), hazards.c.received_at <= bindparam("now"))
    .order_by(hazards.c.id)
)
_LATEST = select(*_OF_CASE).where(_BY_AUTHORITY).order_by(hazards.c.id.desc()).limit(MOST_CASES)
_LAST = (
    select(order_rechecks)
    .where(_RECHECK.hazard_id.in_(bindparam("cases", expanding=True)), _RECHECK.undone_at.is_(None))
    .order_by(_RECHECK.id.desc())
    .limit(1)
)
_AUTHORITY = (
    select(texts.c.body)
    .where(texts.c.subject_id.in_(bindparam("cases", expanding=True)), texts.c.field == "authority")
    .order_by(texts.c.id)
    .limit(1)
)
_PAPER = select(texts.c.body).where(texts.c.subject_id == bindparam("recheck"), texts.c.field == "paper")
