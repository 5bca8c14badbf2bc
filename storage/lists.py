"""Lists of cases a page at a time, each through the eyes of a viewer: mine, what waits for me, what is open."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Row,
    Select,
    Text,
    TextClause,
    and_,
    bindparam,
    case,
    cast,
    exists,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    text,
    union_all,
)

from storage.asked import asked
from storage.queries import CARD, OWED_NOW, Viewer, covered, line, reported_by
from storage.tables import departments, events, hazards, people, timers
from workflow.danger import HELD, RUNNING
from workflow.library import Grade
from workflow.lifecycle import IN_HAND, OPEN, TRANSITIONS, State, Verb
from workflow.money import STEPS
from workflow.papers import ALWAYS, AT_ONCE, WHERE_ORDERED, Paper
from workflow.permissions import Action
from workflow.reach import Reach

PAGE = 5
Day = tuple[datetime, datetime]  # when it begins at the site, and when the next one does


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
    """What the viewer has reported, for themselves or another, be it open already or not, the last one first."""
    return _page(connection, viewer, _mine, page)


def to_do(connection: Connection, viewer: Viewer, page: int) -> Page:
    """What waits for the viewer in any role, the most urgent first."""
    return _page(connection, viewer, waiting_for, page, *(viewer.may(wait.right) for wait in WAITS))


def open_cases(connection: Connection, viewer: Viewer, page: int) -> Page:
    """Every open case the viewer may see, the most urgent first."""
    return _page(connection, viewer, _open, page)


def long_term(connection: Connection, viewer: Viewer, page: int) -> Page:
    """The open long-standing cases that the viewer may see, the most urgent first."""
    return _page(connection, viewer, _long_term, page)


def overdue(connection: Connection, viewer: Viewer, page: int, day: Day) -> Page:
    """What a digest counts as overdue, the longest first: the limit is a day before this one."""
    return _page(connection, viewer, _overdue, page, right=Action.DIGEST, day=day)


def due_today(connection: Connection, viewer: Viewer, page: int, day: Day) -> Page:
    """What a digest counts as due on this day, the earliest first."""
    return _page(connection, viewer, _due_today, page, right=Action.DIGEST, day=day)


def major(connection: Connection, viewer: Viewer, page: int) -> Page:
    """The open major hazards that a digest counts, the most urgent first."""
    return _page(connection, viewer, _open_major, page, right=Action.DIGEST)


_ME: BindParameter[str] = bindparam("me")
_TODAY: BindParameter[str] = bindparam("today")


_JOINED = and_(events.c.subject_kind == "hazard", events.c.kind == "reported_again", events.c.actor_id == _ME)


def _mine() -> Select[Any]:
    joined = hazards.c.id.in_(select(events.c.subject_id).where(_JOINED))
    last = select(func.max(events.c.at)).where(_JOINED, events.c.subject_id == hazards.c.id).scalar_subquery()
    return CARD.where(or_(reported_by(_ME), joined)).order_by(func.coalesce(last, hazards.c.received_at).desc())


_SENT = and_(hazards.c.state == State.PLANNING, hazards.c.plan["sent_by"].as_string().is_not(None))
# While its plan waits for approval a case waits for nobody else.
WITH_OWNER = and_(hazards.c.state.in_((State.ASSIGNED, State.PLANNING, State.RECTIFYING, State.OUTSIDE)), not_(_SENT))
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
_UNCONFIRMED = and_(_MAJOR, hazards.c.major_confirmed_at.is_(None), hazards.c.state.in_(IN_HAND))
_MORE_TIME = hazards.c.asked_until.is_not(None)
_FIRST_TIME = and_(hazards.c.company_grade == Grade.GENERAL, hazards.c.extensions == 0)
_REPAIRED = hazards.c.state == State.AWAITING_ACCEPTANCE
_HELPING = hazards.c.helper_department_id.is_not(None)
_DECIDABLE = hazards.c.state.in_(sorted(state for state, verb in TRANSITIONS if state and verb is Verb.APPROVE_MONEY))


_GONE = select(people.c.id).where(or_(people.c.left_on < _TODAY, people.c.blocked_at.is_not(None)))
# Whoever chooses owners has to find another one where the owner has left, and to check where the acceptor has.
_LEFT = and_(
    hazards.c.state.in_((State.ASSIGNED, State.PLANNING, State.RECTIFYING, State.OUTSIDE)),
    hazards.c.owner_id.in_(_GONE),
)
_PAPERS = func.coalesce(cast(hazards.c.major, Text), "")


def _lacks(papers: tuple[Paper, ...]) -> ColumnElement[bool]:
    return or_(*(not_(_PAPERS.contains(f'"{paper}"')) for paper in papers))


_ORDERED = func.coalesce(hazards.c.major["ordered"].as_boolean(), False)
_LACKS_PAPERS = or_(_lacks(ALWAYS), and_(_ORDERED, _lacks(WHERE_ORDERED)))
# The reports from the director's word on; the rest once it is repaired: workflow/papers.py says which are wanted.
_PAPERS_DUE = and_(
    _MAJOR,
    hazards.c.major_confirmed_at.is_not(None),
    or_(
        and_(hazards.c.state.in_(IN_HAND), _lacks(AT_ONCE)),
        and_(_REPAIRED, _LACKS_PAPERS),
    ),
)
# What may be signed off: of what is major, once it is confirmed and its papers are there. Its plan was approved before.
_TO_ACCEPT = and_(_REPAIRED, or_(not_(_MAJOR), and_(hazards.c.major_confirmed_at.is_not(None), not_(_LACKS_PAPERS))))
_ACCEPTOR_LEFT = and_(_TO_ACCEPT, hazards.c.acceptor_id.in_(_GONE))


def _to_recheck(right: Reach) -> ColumnElement[bool]:
    """For finders and whoever leads the area, not for who had a hand in the repair: those whom the notice asks."""
    repaired = or_(
        hazards.c.owner_id == _ME, cast(hazards.c.repairers, Text).contains(right.person_id, autoescape=True)
    )
    found = hazards.c.reporter_id == _ME if right.own else false()
    found_or_leads = or_(found, covered(replace(right, company=False, own=False)))
    return and_(hazards.c.state == State.CLOSED, hazards.c.recheck_asked, not_(repaired), found_or_leads)


@dataclass(frozen=True)
class Wait:
    """A row of what waits for whoever has a right: what is wanted of them, the right, and which cases."""

    wants: str
    right: Action
    cases: Callable[[Reach], ColumnElement[bool]]


def _asked(wants: str, action: Action, *cases: ColumnElement[bool]) -> Wait:
    """What waits for whoever is asked to use a right: the same people as the table of notices names."""
    waits = and_(*cases)

    def theirs(right: Reach) -> ColumnElement[bool]:
        others = (literal(other.person_id, hazards.c.owner_id.type) for other in right.for_others)
        return and_(waits, or_(*(asked(action, who, _TODAY) for who in (_ME, *others))), covered(right))

    return Wait(wants, action, theirs)


def _is(person: ColumnElement[Any], right: Reach) -> ColumnElement[bool]:
    """The viewer, or somebody for whom they act."""
    return or_(person == _ME, *(person == other.person_id for other in right.for_others))


# The first row that holds a case says what is wanted there: what is pressing or holds up others, before one's own work.
WAITS: tuple[Wait, ...] = (
    Wait("respond", Action.RESPOND, lambda right: and_(hazards.c.state == State.ALARM, covered(right))),
    _asked("confirm_major", Action.JUDGE_MAJOR, _UNCONFIRMED),  # nobody else can, and others are called to the danger
    # whoever answers for the place; for its finder, who may contain it too, it is no task
    Wait("contain", Action.CONTAIN, lambda right: and_(_NOT_STOPPED, covered(replace(right, own=False)))),
    Wait("measure", Action.CONTAIN, lambda right: _UNANSWERED),
    _asked("plan", Action.APPROVE_PLAN, _SENT, not_(_MAJOR)),
    _asked("plan", Action.APPROVE_MAJOR_PLAN, _SENT, _MAJOR),
    *(_asked("money", step.right, hazards.c.money_with == step.role, _DECIDABLE) for step in STEPS),
    _asked("time", Action.GRANT, _MORE_TIME, _FIRST_TIME),
    _asked("time", Action.GRANT_AGAIN, _MORE_TIME, not_(_FIRST_TIME)),
    _asked("assign", Action.ASSIGN, or_(hazards.c.state == State.REPORTED, _LEFT)),
    _asked("papers", Action.RECORD, _PAPERS_DUE),
    Wait("accept", Action.ACCEPT, lambda right: and_(_is(hazards.c.acceptor_id, right), _TO_ACCEPT)),
    _asked("accept", Action.ASSIGN, _ACCEPTOR_LEFT),
    # whoever of the department goes first has it, though it is its heads who are asked
    Wait("help", Action.HELP, lambda right: and_(covered(right), hazards.c.helper_id.is_(None))),
    Wait("help_done", Action.FINISH_HELP, lambda right: and_(covered(right), _HELPING)),
    Wait("work", Action.WORK, lambda right: and_(_is(hazards.c.owner_id, right), WITH_OWNER)),
    Wait("recheck", Action.RECHECK, _to_recheck),
)


# As `due_at` of a line: outside, the day of their answer.
_WAITS_OUTSIDE = and_(hazards.c.state == State.OUTSIDE, not_(hazards.c.due_locked))
BY = case((_WAITS_OUTSIDE, hazards.c.outside_until), else_=hazards.c.due_at)
# What happens now, then what can hurt somebody while it waits, then what is major; a recheck last, the rest by its day.
_RANKS = ((hazards.c.state == State.ALARM, 0), (_NOT_STOPPED, 1), (hazards.c.state == State.CLOSED, 4), (_MAJOR, 2))
MOST_URGENT = (case(*_RANKS, else_=3), BY)


def _with(condition: ColumnElement[bool] | TextClause) -> Select[Any]:
    return select(hazards.c.id).where(condition)


# What all of it has in common, each part with an index: of a million cases that were closed nothing is looked at.
# SQLite looks at all of them where a condition is not written as its index has it, and for every IS NOT NULL.
_WAITING = hazards.c.id.in_(
    union_all(
        _with(hazards.c.state.in_(sorted(OPEN))),
        _with(text("recheck_asked")),
        _with(text("money_with <> ''")),
        _with(hazards.c.helper_department_id.in_(select(departments.c.id))),
    )
)


def waiting_for(*rights: Reach) -> Select[Any]:
    """Cases that wait for somebody with these rights, one of each row of `WAITS`, and `wants`: what is wanted there."""
    waits = [(wait.cases(right), wait.wants) for wait, right in zip(WAITS, rights, strict=True)]
    wanted = case(*waits).label("wants")
    return CARD.add_columns(wanted).where(_WAITING, or_(*(cases for cases, _ in waits))).order_by(*MOST_URGENT)


def _open() -> Select[Any]:
    return CARD.where(hazards.c.state.in_(sorted(OPEN))).order_by(*MOST_URGENT)


def _long_term() -> Select[Any]:
    return _open().where(hazards.c.plan["long_term"].as_boolean())


_BEGINS: BindParameter[datetime] = bindparam("begins", type_=hazards.c.due_at.type)
_ENDS: BindParameter[datetime] = bindparam("ends", type_=hazards.c.due_at.type)


def _overdue() -> Select[Any]:
    return _of_digest(OWED_NOW, hazards.c.due_at < _BEGINS).order_by(hazards.c.due_at)


def _due_today() -> Select[Any]:
    return _of_digest(OWED_NOW, hazards.c.due_at >= _BEGINS, hazards.c.due_at < _ENDS).order_by(hazards.c.due_at)


def _open_major() -> Select[Any]:
    return _of_digest(hazards.c.state.in_(sorted(OPEN)), _MAJOR).order_by(*MOST_URGENT)


def _of_digest(*cases: ColumnElement[bool]) -> Select[Any]:
    return CARD.where(not_(hazards.c.practice), *cases)


def in_hand(connection: Connection, viewer: Viewer) -> list[dict[str, Any]]:
    """What the viewer has taken and not yet submitted, the most urgent first; at most three."""
    theirs = _IN_HAND.where(covered(viewer.may(Action.SEE)))
    return [line(row, viewer) for row in connection.execute(theirs, {"me": viewer.person.id})]


_IN_HAND = (
    CARD.where(hazards.c.owner_id == _ME, hazards.c.state.in_([State.PLANNING, State.RECTIFYING]))
    .order_by(hazards.c.due_at)
    .limit(3)
)


def _page(
    connection: Connection,
    viewer: Viewer,
    listed: Callable[..., Select[Any]],
    page: int,
    *rights: Reach,
    right: Action = Action.SEE,
    day: Day | None = None,
) -> Page:
    """right: how far it must reach for a case to be on the list."""
    rows, count = _paged(listed, viewer.may(right), *rights)
    begins, ends = day or (viewer.now, viewer.now)
    me = {"me": viewer.person.id, "today": viewer.today, "begins": begins, "ends": ends}
    total = connection.execute(count, me).scalar() or 0
    found = connection.execute(rows, {**me, "first": page * PAGE}) if total else ()
    return Page([_line(row, viewer) for row in found], page, total)


# The name of each list's lookup -> what stands on it, and the right without which nothing does.
_WHOLE: dict[str, tuple[Callable[..., Select[Any]], Action]] = {
    "MyReports": (_mine, Action.SEE),
    "ToDo": (waiting_for, Action.SEE),
    "OpenCases": (_open, Action.SEE),
    "LongTermCases": (_long_term, Action.SEE),
    "OverdueCases": (_overdue, Action.DIGEST),
    "DueToday": (_due_today, Action.DIGEST),
    "MajorCases": (_open_major, Action.DIGEST),
}
WHOLE = frozenset(_WHOLE)


def all_of(connection: Connection, viewer: Viewer, name: str, day: Day) -> list[str]:
    """The ids of all that stands on a list, in its order. Raises KeyError for a list that nobody knows."""
    listed, right = _WHOLE[name]
    rights = (viewer.may(wait.right) for wait in WAITS) if listed is waiting_for else ()
    seen = listed(*rights).where(covered(viewer.may(right))).order_by(hazards.c.id).with_only_columns(hazards.c.id)
    named = {"me": viewer.person.id, "today": viewer.today, "begins": day[0], "ends": day[1]}
    return list(connection.execute(seen, named).scalars())


def _line(row: Row[Any], viewer: Viewer) -> dict[str, Any]:
    """`wants`: what the viewer is to do there; only where the list is of that."""
    return line(row, viewer) | ({"wants": row.wants} if "wants" in row._fields else {})


@lru_cache(maxsize=256)
def _paged(listed: Callable[..., Select[Any]], right: Reach, *rights: Reach) -> tuple[Select[Any], Select[Any]]:
    """The statements for one page of a list and for its length, as far as a right reaches; kept, for they cost more
    to compose than to run."""
    seen = listed(*rights).where(covered(right))
    count = select(func.count()).select_from(seen.order_by(None).with_only_columns(hazards.c.id).subquery())
    # the id last: what is equally urgent must not change places between two pages
    return seen.order_by(hazards.c.id).limit(PAGE).offset(bindparam("first")), count
