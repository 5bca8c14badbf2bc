"""The cases that a manager has to decide on are found by what they wait for, and since when."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, update

from storage import decisions, tables
from storage.directory import holders
from storage.engine import read_transaction
from storage.queries import Viewer
from tests.storage.test_daily_figures import START, Register, day_of
from tests.storage.test_period_figures import change
from workflow.decisions import Why
from workflow.keeps import Money, Plan
from workflow.library import Grade
from workflow.lifecycle import State
from workflow.people import Role

NOW = START + timedelta(days=90)
WAITS: dict[Why, dict[str, Any]] = {
    Why.PLAN: {"company_grade": Grade.MAJOR},
    Why.MONEY: {"money": Money(asked=100, since=1), "money_with": Role.DEPARTMENT_HEAD},
    Why.TIME: {"asked_until": NOW, "asked_since": 1},
    Why.OVERDUE: {"state": State.RECTIFYING, "due_at": START + timedelta(days=3)},
    Why.LONG_TERM: {"plan": Plan(long_term=True, approved_at=START)},
}
QUIET = {"due_at": NOW + timedelta(days=9)}


def waiting(register: Register, at: datetime, **facts: Any) -> str:
    case = register.reports(at)
    change(register.engine, update(tables.hazards).where(tables.hazards.c.id == case.id).values(**{**QUIET, **facts}))
    return case.id


def told(engine: Engine, role: Role = Role.EXECUTIVE) -> list[tuple[str, str, int]]:
    with read_transaction(engine) as connection:
        viewer = Viewer(holders(connection, role, day_of(NOW))[0], NOW, day_of(NOW))
        return [(case["id"], case["why"], case["days"]) for case in decisions.to_decide(connection, viewer)]


@pytest.mark.parametrize("why", list(Why))
def test_each_kind_is_found_with_its_days(engine: Engine, why: Why) -> None:
    register = Register(engine, 1)
    case = waiting(register, START, **WAITS[why])
    days = 87 if why is Why.OVERDUE else 90
    assert told(engine) == [(case, str(why), days)]


def test_what_waits_for_nobody_is_not_told(engine: Engine) -> None:
    register = Register(engine, 1)
    waiting(register, START, state=State.AWAITING_ACCEPTANCE)
    waiting(register, START, **{**WAITS[Why.MONEY], "state": State.CLOSED})
    waiting(register, START, **WAITS[Why.MONEY], practice=True)
    waiting(register, START, company_grade=Grade.MAJOR, plan=Plan(approved_at=START))
    assert told(engine) == []


def test_what_has_waited_longest_of_many_is_among_the_three(engine: Engine) -> None:
    register = Register(engine, 1)
    cases = [waiting(register, START + timedelta(days=n), **WAITS[Why.TIME]) for n in range(6)]
    assert [case for case, *_ in told(engine)] == cases[:3]


def test_a_head_is_told_of_the_own_department(engine: Engine) -> None:
    register = Register(engine, 1)
    with read_transaction(engine) as connection:
        theirs = holders(connection, Role.DEPARTMENT_HEAD, day_of(NOW))[0].department_on(day_of(NOW))
    waiting(register, START, **WAITS[Why.TIME])
    own = waiting(register, START, **WAITS[Why.TIME], department_id=theirs)
    assert [case for case, *_ in told(engine, Role.DEPARTMENT_HEAD)] == [own]
    assert len(told(engine)) == 2
