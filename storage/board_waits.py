"""Who waits for whom: of each open case what is wanted next, who waits for it, and from whom it has to come."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, cast, func, literal, null

from storage.lists import WITH_OWNER
from storage.tables import hazards
from workflow.deciding import LINES
from workflow.library import Grade
from workflow.lifecycle import State
from workflow.people import Role
from workflow.permissions import Action

OUTSIDE = "outside"  # somebody who is not of the company
_hazard = hazards.c
_MAJOR = _hazard.company_grade == Grade.MAJOR
_SENT = and_(_hazard.state == State.PLANNING, _hazard.plan["sent_by"].as_string().is_not(None))
_FIRST_TIME = and_(_hazard.company_grade == Grade.GENERAL, _hazard.extensions == 0)


def _id(column: ColumnElement[Any]) -> ColumnElement[str]:
    return cast(column, String)


def _asked(action: Action) -> ColumnElement[str]:
    """The role that is asked first."""
    return literal(str(LINES[action].roles[0]), String)


@dataclass(frozen=True)
class Wait:
    """What is wanted, of which cases, who waits, and for whom: the id of a person or department, a role, or OUTSIDE."""

    what: str
    cases: ColumnElement[bool]
    waits: ColumnElement[Any]
    whom: ColumnElement[Any]


# The first row that holds a case says what it waits for: what holds up its owner, before the owner's own work.
WAITS: tuple[Wait, ...] = (
    Wait("respond", _hazard.state == State.ALARM, null(), literal(str(Role.DUTY_LEADER), String)),
    Wait("assign", _hazard.state == State.REPORTED, null(), _asked(Action.ASSIGN)),
    Wait(
        "plan",
        _SENT,
        _id(_hazard.owner_id),
        case((_MAJOR, _asked(Action.APPROVE_MAJOR_PLAN)), else_=_asked(Action.APPROVE_PLAN)),
    ),
    Wait("money", _hazard.money_with != "", _id(_hazard.owner_id), _hazard.money_with),
    Wait(
        "time",
        _hazard.asked_until.is_not(None),
        _id(_hazard.owner_id),
        case((_FIRST_TIME, _asked(Action.GRANT)), else_=_asked(Action.GRANT_AGAIN)),
    ),
    Wait(
        "help",
        _hazard.helper_department_id.is_not(None),
        _id(_hazard.owner_id),
        func.coalesce(_id(_hazard.helper_id), _id(_hazard.helper_department_id)),
    ),
    Wait("answer", _hazard.state == State.OUTSIDE, _id(_hazard.owner_id), literal(OUTSIDE, String)),
    Wait("accept", _hazard.state == State.AWAITING_ACCEPTANCE, _id(_hazard.owner_id), _id(_hazard.acceptor_id)),
    Wait("take", _hazard.state == State.ASSIGNED, _id(_hazard.acceptor_id), _id(_hazard.owner_id)),
    Wait("work", WITH_OWNER, _id(_hazard.acceptor_id), _id(_hazard.owner_id)),
)
wanted: ColumnElement[str] = case(*((wait.cases, literal(wait.what, String)) for wait in WAITS), else_="")
waiting: ColumnElement[str | None] = case(*((wait.cases, wait.waits) for wait in WAITS), else_=null())
whom: ColumnElement[str | None] = case(*((wait.cases, wait.whom) for wait in WAITS), else_=null())
