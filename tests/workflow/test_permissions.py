"""Who may do what: the table of role, action and scope, checked cell by cell."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from tests.workflow.plant import HIRED, LINE, STAMPING, WAREHOUSE, person
from workflow.lifecycle import State
from workflow.people import Membership, Person, Role
from workflow.permissions import GRANTS, Action, Reach, Scope, allowed, reach

TODAY = date(2026, 11, 23)

# o: reported by me, t: my task, a: mine to accept, r: in my area, e: an emergency, d: of my department, c: the company
COLUMNS = "see report assign work accept reopen verify respond grant grant_again contain set_aside tell report_finding"
RIGHTS = """
    everyone         ota  c  -  t  a  oa  -  -  -  -  ot -  o  -
    worker           r    -  -  -  -  -   -  -  -  -  -  -  -  -
    team_leader      r    -  -  -  -  r   -  r  -  -  r  -  r  -
    owner            d    -  -  -  -  -   -  -  -  -  -  -  -  -
    acceptor         -    -  -  -  -  -   -  -  -  -  -  -  -  -
    department_head  d    -  d  -  -  d   -  -  -  -  -  -  -  -
    safety_officer   c    -  c  -  c  c   c  c  c  -  c  c  c  c
    safety_director  c    -  c  -  c  c   c  c  c  c  c  c  c  c
    executive        c    -  -  -  -  c   -  c  -  -  -  -  c  -
    duty_leader      re   -  -  -  -  -   -  e  -  -  r  -  e  -
    contractor_lead  -    -  -  -  -  -   -  -  -  -  -  -  -  -
    union            -    -  -  -  -  -   -  -  -  -  -  -  -  -
    administrator    -    -  -  -  -  -   -  -  -  -  -  -  -  -
"""
ROWS = {line.split()[0]: dict(zip(COLUMNS.split(), line.split()[1:], strict=True)) for line in RIGHTS.split("\n")[1:-1]}


@dataclass
class Paper:
    """A case as far as rights look at it; by default it lies elsewhere and is nobody's business."""

    reporter_id: str = "somebody"
    entered_by_id: str | None = None
    owner_id: str | None = "somebody"
    acceptor_id: str | None = "somebody"
    department_id: str | None = "store"
    area_path: str = WAREHOUSE
    state: State = State.RECTIFYING


NEAR = {
    "o": Paper(reporter_id="me"),
    "t": Paper(owner_id="me"),
    "a": Paper(acceptor_id="me"),
    "r": Paper(area_path=LINE),  # inside the area of the membership
    "d": Paper(department_id="equipment"),
    "e": Paper(state=State.ALARM),
    "c": Paper(),
}


def me(role: Role) -> Person:
    return person("me", role, "equipment", STAMPING)


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", Role)
def test_a_role_reaches_exactly_as_far_as_its_row_says(role: Role, action: Action) -> None:
    letters = set(ROWS["everyone"][action]) | set(ROWS[role][action])
    for letter, paper in NEAR.items():
        expected = letter in letters or "c" in letters
        assert allowed(me(role), action, paper, TODAY) is expected, (role, action, letter)


def test_the_table_here_covers_every_role_and_action() -> None:
    assert set(ROWS) == {"everyone", *Role}
    assert COLUMNS.split() == list(Action)


def test_no_right_stands_in_the_table_twice() -> None:
    assert len(set(GRANTS)) == len(GRANTS)


@pytest.mark.parametrize("action", Action)
def test_somebody_who_has_left_reaches_nothing(action: Action) -> None:
    officer = replace(me(Role.SAFETY_OFFICER), left_on=TODAY - timedelta(days=1))
    assert reach(officer, action, TODAY) == Reach("me")
    assert not any(allowed(officer, action, paper, TODAY) for paper in NEAR.values())


def test_the_last_day_still_counts() -> None:
    officer = replace(me(Role.SAFETY_OFFICER), left_on=TODAY)
    assert allowed(officer, Action.SEE, NEAR["c"], TODAY)


def test_a_role_counts_from_its_first_to_its_last_day() -> None:
    acting = Membership(Role.SAFETY_OFFICER, "safety", "", TODAY, TODAY + timedelta(days=7))
    somebody = replace(me(Role.WORKER), memberships=(acting,))
    days = {shift: allowed(somebody, Action.VERIFY, Paper(), TODAY + timedelta(days=shift)) for shift in (-1, 0, 7, 8)}
    assert days == {-1: False, 0: True, 7: True, 8: False}


def test_several_roles_add_up() -> None:
    held = (Membership(Role.WORKER, "store", WAREHOUSE, HIRED), Membership(Role.TEAM_LEADER, "store", STAMPING, HIRED))
    somebody = replace(me(Role.WORKER), memberships=held)
    assert reach(somebody, Action.SEE, TODAY).area_paths == {WAREHOUSE, STAMPING}
    assert reach(somebody, Action.REOPEN, TODAY).area_paths == {STAMPING}


def test_a_role_without_area_or_department_reaches_none_rather_than_all() -> None:
    nowhere = replace(me(Role.WORKER), memberships=(Membership(Role.TEAM_LEADER, None, "", HIRED),))
    assert reach(nowhere, Action.SEE, TODAY).area_paths == frozenset()
    assert not allowed(nowhere, Action.SEE, Paper(), TODAY)
    headless = replace(nowhere, memberships=(Membership(Role.DEPARTMENT_HEAD, None, "", HIRED),))
    assert not allowed(headless, Action.ASSIGN, Paper(department_id=None), TODAY)


def test_an_area_reaches_down_and_neither_up_nor_sideways() -> None:
    leader = me(Role.TEAM_LEADER)
    seen = {
        path: allowed(leader, Action.SEE, Paper(area_path=path), TODAY) for path in (STAMPING, LINE, "/p/", "/p/s2/")
    }
    assert seen == {STAMPING: True, LINE: True, "/p/": False, "/p/s2/": False}


def test_a_case_without_an_owner_is_nobodys_task() -> None:
    assert not allowed(me(Role.OWNER), Action.WORK, Paper(owner_id=None, acceptor_id=None), TODAY)


@pytest.mark.parametrize("action", [a for a in Action if "o" in ROWS["everyone"][a]])
def test_what_one_typed_in_for_another_is_as_ones_own(action: Action) -> None:
    assert allowed(me(Role.ACCEPTOR), action, Paper(entered_by_id="me"), TODAY)


def test_every_scope_is_used_by_the_table() -> None:
    assert {grant.scope for grant in GRANTS} == set(Scope)
