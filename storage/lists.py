"""Lists of cases a page at a time, each through the eyes of a viewer: mine, what waits for me, what is open."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    case,
    false,
    func,
    not_,
    or_,
    select,
    true,
)

from storage.queries import CARD, Viewer, covered, line, reported_by
from storage.tables import hazards
from workflow.library import Grade
from workflow.lifecycle import OPEN, State
from workflow.permissions import Action, Reach

PAGE = 5


@dataclass(frozen=True)
class Page:
    """Some lines of a list; `more` tells that others follow, `total` how many there are in all."""

    items: list[dict[str, Any]]
    page: int
    total: int

    @property
    def more(self) -> bool:
        return (self.page + 1) * PAGE < self.total


def my_reports(connection: Connection, viewer: Viewer, page: int) -> Page:
    """What the viewer has reported, for themselves or another, the newest first."""
    return _page(connection, viewer, _mine, page)


def to_do(connection: Connection, viewer: Viewer, page: int) -> Page:
    """What waits for the viewer in any role, the most urgent first."""
    return _page(connection, viewer, _to_do, page, *(viewer.may(action) for action, _ in WAITS))


def open_cases(connection: Connection, viewer: Viewer, page: int) -> Page:
    """Every open case the viewer may see, the most urgent first."""
    return _page(connection, viewer, _open, page)


_ME: BindParameter[str] = bindparam("me")


def _mine() -> Select[Any]:
    return CARD.where(reported_by(_ME)).order_by(hazards.c.received_at.desc())


_ASKED = and_(hazards.c.asked_until.is_not(None), or_(hazards.c.owner_id.is_(None), hazards.c.owner_id != _ME))
_GENERAL = hazards.c.company_grade == Grade.GENERAL
# What waits for whoever has a right: the right, and the cases, as far as the right reaches.
WAITS: tuple[tuple[Action, Callable[[Reach], ColumnElement[bool]]], ...] = (
    (
        Action.WORK,
        lambda right: and_(hazards.c.owner_id == _ME, hazards.c.state.in_((State.ASSIGNED, State.RECTIFYING))),
    ),
    (Action.ACCEPT, lambda right: and_(hazards.c.acceptor_id == _ME, hazards.c.state == State.AWAITING_ACCEPTANCE)),
    (Action.RESPOND, lambda right: and_(hazards.c.state == State.ALARM, covered(right))),
    (Action.ASSIGN, lambda right: and_(hazards.c.state == State.REPORTED, true() if right.company else false())),
    (Action.GRANT, lambda right: and_(_ASKED, covered(right), _GENERAL, hazards.c.extensions == 0)),
    (Action.GRANT_AGAIN, lambda right: and_(_ASKED, covered(right), or_(not_(_GENERAL), hazards.c.extensions > 0))),
)


def _to_do(*rights: Reach) -> Select[Any]:
    waits = [condition(right) for (_, condition), right in zip(WAITS, rights, strict=True)]
    urgency = case((hazards.c.state == State.ALARM, 0), (hazards.c.company_grade == "major", 1), else_=2)
    return CARD.where(or_(*waits)).order_by(urgency, hazards.c.due_at)


def _open() -> Select[Any]:
    return CARD.where(hazards.c.state.in_(sorted(OPEN))).order_by(hazards.c.due_at)


def in_hand(connection: Connection, viewer: Viewer) -> list[dict[str, Any]]:
    """What the viewer has taken and not yet submitted, the most urgent first; at most three."""
    return [line(row, viewer) for row in connection.execute(_IN_HAND, {"me": viewer.person.id})]


_IN_HAND = (
    CARD.where(hazards.c.owner_id == _ME, hazards.c.state == State.RECTIFYING).order_by(hazards.c.due_at).limit(3)
)


def _page(
    connection: Connection, viewer: Viewer, listed: Callable[..., Select[Any]], page: int, *rights: Reach
) -> Page:
    rows, count = _paged(listed, viewer.may(Action.SEE), *rights)
    me = {"me": viewer.person.id}
    total = connection.execute(count, me).scalar() or 0
    found = connection.execute(rows, {**me, "first": page * PAGE}) if total else ()
    return Page([line(row, viewer) for row in found], page, total)


@lru_cache(maxsize=256)
def _paged(listed: Callable[..., Select[Any]], right: Reach, *rights: Reach) -> tuple[Select[Any], Select[Any]]:
    """The statements for one page of a list and for its length, as far as a right reaches; kept, for they cost more
    to compose than to run."""
    seen = listed(*rights).where(covered(right))
    count = select(func.count()).select_from(seen.order_by(None).with_only_columns(hazards.c.id).subquery())
    # the id last: what is equally urgent must not change places between two pages
    return seen.order_by(hazards.c.id).limit(PAGE).offset(bindparam("first")), count
