"""Lists of cases a page at a time, each through the eyes of a viewer: mine, what waits for me, what is open."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    exists,
    false,
    func,
    not_,
    or_,
    select,
    true,
)

from storage.queries import CARD, Viewer, covered, line, reported_by
from storage.tables import events, hazards, people, timers
from workflow.danger import HELD, RUNNING
from workflow.library import Grade
from workflow.lifecycle import IN_HAND, OPEN, TRANSITIONS, State, Verb
from workflow.money import STEPS, Step
from workflow.papers import ALWAYS, WHERE_ORDERED, Paper
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


def long_term(connection: Connection, viewer: Viewer, page: int) -> Page:
    """The open long-standing cases that the viewer may see, the most urgent first."""
    return _page(connection, viewer, _long_term, page)


_ME: BindParameter[str] = bindparam("me")


def _mine() -> Select[Any]:
    return CARD.where(reported_by(_ME)).order_by(hazards.c.received_at.desc())


_OF_ANOTHER = or_(hazards.c.owner_id.is_(None), hazards.c.owner_id != _ME)
_ASKED = and_(hazards.c.asked_until.is_not(None), _OF_ANOTHER)
_SENT_BY = hazards.c.plan["sent_by"].as_string()
_SENT = and_(hazards.c.state == State.PLANNING, _SENT_BY.is_not(None))
# While its plan waits for approval a case waits for nobody else.
_WITH_OWNER = and_(hazards.c.state.in_((State.ASSIGNED, State.PLANNING, State.RECTIFYING, State.OUTSIDE)), not_(_SENT))
_MAJOR = hazards.c.company_grade == Grade.MAJOR
_OF_CASE = and_(timers.c.subject_kind == "hazard", timers.c.subject_id == hazards.c.id, timers.c.stopped_at.is_(None))
# A measure that its own putter has been asked after and has not answered for.
_UNANSWERED = and_(
    hazards.c.danger == HELD,
    hazards.c.state.in_(IN_HAND),
    exists().where(_OF_CASE, timers.c.clock == "measure", timers.c.step > 0),
    exists().where(
        events.c.subject_kind == "hazard",
        events.c.subject_id == hazards.c.id,
        events.c.kind == "contained",
        events.c.actor_id == _ME,
    ),
)
_NOT_STOPPED = and_(hazards.c.danger == RUNNING, hazards.c.state.in_(IN_HAND))
_GENERAL = hazards.c.company_grade == Grade.GENERAL
_DECIDABLE = hazards.c.state.in_(sorted(state for state, verb in TRANSITIONS if state and verb is Verb.APPROVE_MONEY))


# Whoever chooses owners has to find another one where the owner has left.
_LEFT = and_(
    hazards.c.state.in_((State.ASSIGNED, State.PLANNING, State.RECTIFYING, State.OUTSIDE)),
    hazards.c.owner_id.in_(select(people.c.id).where(people.c.left_on < bindparam("today"))),
)
_PAPERS = func.coalesce(cast(hazards.c.major, Text), "")


def _lacks(papers: tuple[Paper, ...]) -> ColumnElement[bool]:
    return or_(*(not_(_PAPERS.contains(f'"{paper}"')) for paper in papers))


# Repaired, and held up by a paper that is not there: workflow/papers.py says which are wanted.
_PAPERS_DUE = and_(
    hazards.c.state == State.AWAITING_ACCEPTANCE,
    _MAJOR,
    hazards.c.major_confirmed_at.is_not(None),
    or_(_lacks(ALWAYS), and_(hazards.c.major["ordered"].as_boolean(), _lacks(WHERE_ORDERED))),
)


def _everywhere(right: Reach) -> ColumnElement[bool]:
    return true() if right.company else false()


def _sum_of(step: Step) -> tuple[Action, Callable[[Reach], ColumnElement[bool]]]:
    asked = and_(hazards.c.money_with == step.role, _DECIDABLE, _OF_ANOTHER)
    return step.right, lambda right: and_(asked, covered(right))


# What waits for whoever has a right: the right, and the cases, as far as the right reaches.
WAITS: tuple[tuple[Action, Callable[[Reach], ColumnElement[bool]]], ...] = (
    (
        Action.WORK,
        lambda right: and_(hazards.c.owner_id == _ME, _WITH_OWNER),
    ),
    (Action.ACCEPT, lambda right: and_(hazards.c.acceptor_id == _ME, hazards.c.state == State.AWAITING_ACCEPTANCE)),
    (Action.RESPOND, lambda right: and_(hazards.c.state == State.ALARM, covered(right))),
    (Action.ASSIGN, lambda right: and_(or_(hazards.c.state == State.REPORTED, _LEFT), _everywhere(right))),
    # An executive may hand papers in too, but it is those who grade cases who see to it.
    (Action.REGRADE, lambda right: and_(_PAPERS_DUE, _everywhere(right))),
    (Action.CONTAIN, lambda right: _UNANSWERED),
    # whoever answers for the place; for its finder, who may contain it too, it is no task
    (Action.CONTAIN, lambda right: and_(_NOT_STOPPED, covered(replace(right, own=False)))),
    (Action.HELP, lambda right: and_(covered(right), hazards.c.helper_id.is_(None))),
    (Action.FINISH_HELP, lambda right: and_(covered(right), hazards.c.helper_department_id.is_not(None))),
    (
        Action.JUDGE_MAJOR,
        lambda right: and_(
            hazards.c.company_grade == Grade.MAJOR,
            hazards.c.major_confirmed_at.is_(None),
            hazards.c.state.in_(IN_HAND),
            covered(right),
        ),
    ),
    (Action.GRANT, lambda right: and_(_ASKED, covered(right), _GENERAL, hazards.c.extensions == 0)),
    (Action.GRANT_AGAIN, lambda right: and_(_ASKED, covered(right), or_(not_(_GENERAL), hazards.c.extensions > 0))),
    *(_sum_of(step) for step in STEPS),
    (Action.APPROVE_PLAN, lambda right: and_(_SENT, _OF_ANOTHER, _SENT_BY != _ME, covered(right), not_(_MAJOR))),
    (Action.APPROVE_MAJOR_PLAN, lambda right: and_(_SENT, _OF_ANOTHER, _SENT_BY != _ME, covered(right), _MAJOR)),
)


def _to_do(*rights: Reach) -> Select[Any]:
    waits = [condition(right) for (_, condition), right in zip(WAITS, rights, strict=True)]
    urgency = case((hazards.c.state == State.ALARM, 0), (hazards.c.company_grade == "major", 1), else_=2)
    return CARD.where(or_(*waits)).order_by(urgency, hazards.c.due_at)


def _open() -> Select[Any]:
    return CARD.where(hazards.c.state.in_(sorted(OPEN))).order_by(hazards.c.due_at)


def _long_term() -> Select[Any]:
    return _open().where(hazards.c.plan["long_term"].as_boolean())


def in_hand(connection: Connection, viewer: Viewer) -> list[dict[str, Any]]:
    """What the viewer has taken and not yet submitted, the most urgent first; at most three."""
    return [line(row, viewer) for row in connection.execute(_IN_HAND, {"me": viewer.person.id})]


_IN_HAND = (
    CARD.where(hazards.c.owner_id == _ME, hazards.c.state.in_([State.PLANNING, State.RECTIFYING]))
    .order_by(hazards.c.due_at)
    .limit(3)
)


def _page(
    connection: Connection, viewer: Viewer, listed: Callable[..., Select[Any]], page: int, *rights: Reach
) -> Page:
    rows, count = _paged(listed, viewer.may(Action.SEE), *rights)
    me = {"me": viewer.person.id, "today": viewer.today}
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
