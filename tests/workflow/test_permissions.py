"""Who may do what: the table of role, action and scope, checked cell by cell."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

import pytest

from tests.workflow.cast import HIRED, LINE, MONDAY, STAMPING, WAREHOUSE, person
from workflow.lifecycle import State
from workflow.people import Membership, Person, Role
from workflow.permissions import GRANTS, Action, Scope, allowed, reach
from workflow.reach import Reach

TODAY = date(2026, 11, 23)

# o: reported by me, s: what I reported goes on in it, t: my task, a: mine to accept, r: in my area, e: an emergency,
# k: called to it, d: my department,
# l: a task of somebody whom I lead, w: I have done something with it, which only the desk knows,
# h: my department is asked to help, p: I have taken the help on, m: published as a major hazard, c: the company
# The columns are everybody, and then each role:
#                       all      wor  tea  own  acc  dep  off  dir  exe  dut  con  uni  adm
HEADS = ("everyone", *Role)
RIGHTS = """
    talk               c        -    -    -    -    -    -    -    -    -    -    -    -
    look_up            c        -    -    -    -    -    -    -    -    -    -    -    -
    amend              w        -    -    -    -    -    -    -    -    -    -    -    -
    see                ostakhp  r    rl   d    -    d    c    c    c    re   -    m    -
    report             c        -    -    -    -    -    -    -    -    -    -    -    -
    assign             -        -    -    -    -    d    c    c    c    -    -    -    -
    work               t        -    -    -    -    -    -    -    -    -    -    -    -
    accept             a        -    -    -    -    -    c    c    -    -    -    -    -
    reopen             osa      -    r    -    -    d    c    c    c    -    -    -    -
    verify             -        -    -    -    -    -    c    c    -    -    -    -    -
    respond            k        -    r    -    -    -    c    c    c    e    -    -    -
    grant              -        -    -    -    -    -    c    c    c    -    -    -    -
    grant_again        -        -    -    -    -    -    -    c    c    -    -    -    -
    approve            -        -    -    -    -    d    -    c    c    -    -    -    -
    approve_more       -        -    -    -    -    -    -    c    c    -    -    -    -
    approve_most       -        -    -    -    -    -    -    -    c    -    -    -    -
    contain            ot       -    r    -    -    -    c    c    -    r    -    -    -
    set_measure        t        -    r    -    -    -    c    c    -    r    -    -    -
    set_aside          -        -    -    -    -    -    c    c    c    -    -    -    -
    recheck            os       -    r    -    -    -    c    c    -    -    -    -    -
    help               h        -    -    -    -    -    -    -    -    -    -    -    -
    finish_help        p        -    -    -    -    -    -    -    -    -    -    -    -
    decline_help       p        -    -    h    -    h    -    -    -    -    -    -    -
    fill_gap           -        -    -    -    -    -    c    c    -    -    -    -    -
    outside            -        -    -    -    -    -    c    c    -    -    -    -    -
    regrade            -        -    -    -    -    -    c    c    -    -    -    -    -
    judge_major        -        -    -    -    -    -    -    c    c    -    -    -    -
    record             -        -    -    -    -    -    c    c    c    -    -    -    -
    tell               ok       -    r    -    -    -    c    c    c    e    -    -    -
    plan               t        -    r    -    -    d    c    c    c    -    -    -    -
    long_term          -        -    -    -    -    -    c    c    -    -    -    -    -
    approve_plan       -        -    -    -    -    -    -    c    c    -    -    -    -
    approve_major_plan -        -    -    -    -    -    -    -    c    -    -    -    -
    report_finding     -        -    -    -    -    -    c    c    -    -    -    -    -
    issue_code         -        -    -    -    -    -    c    c    -    -    -    -    -
    enrol              -        -    -    -    -    -    c    c    c    -    -    -    c
    bind_group         -        -    -    -    -    -    c    c    -    -    -    -    -
    snooze             t        -    -    -    -    -    -    -    -    -    -    -    -
    digest             -        -    -    -    -    d    -    c    c    -    -    -    -
    board              -        -    -    -    -    d    c    c    c    -    -    -    -
    hand_over          -        -    r    -    -    -    -    -    -    -    -    -    -
    see_shifts         -        -    -    -    -    d    c    c    c    -    -    -    -
    export             -        -    -    -    -    d    c    c    c    -    -    -    -
    score              -        -    -    -    -    -    c    c    -    -    -    -    -
    sign               -        -    -    -    -    -    -    -    c    -    -    -    -
    broadcast          -        -    -    -    -    -    c    c    c    -    -    -    -
    ask_elsewhere      -        -    -    -    -    -    c    c    -    -    -    -    -
    evaluate           -        -    -    -    -    -    c    c    c    -    -    -    -
    record_evidence    -        -    -    -    -    -    c    c    -    -    -    -    -
    unseal             -        -    -    -    -    -    -    c    c    -    -    -    -
    run                -        -    -    -    -    -    c    c    -    -    -    -    c
    staff              -        -    -    -    -    -    c    c    -    -    -    -    c
    appoint            -        -    -    -    -    -    -    -    -    -    -    -    c
    configure          -        -    -    -    -    -    c    c    -    -    -    -    c
"""
ROWS = {line.split()[0]: dict(zip(HEADS, line.split()[1:], strict=True)) for line in RIGHTS.split("\n")[1:-1]}


@dataclass
class Paper:
    """A case as far as rights look at it; by default it lies elsewhere and is nobody's business."""

    reporter_id: str = "somebody"
    entered_by_id: str | None = None
    also_reported_by: list[str] = field(default_factory=list)
    owner_id: str | None = "somebody"
    acceptor_id: str | None = "somebody"
    department_id: str | None = "store"
    helper_department_id: str | None = "store"
    helper_id: str | None = "somebody"
    area_path: str = WAREHOUSE
    state: State = State.RECTIFYING
    called: list[str] = field(default_factory=list)
    major_confirmed_at: datetime | None = None


NEAR = {
    "o": Paper(reporter_id="me"),
    "s": Paper(also_reported_by=["somebody", "me"]),
    "t": Paper(owner_id="me"),
    "a": Paper(acceptor_id="me"),
    "r": Paper(area_path=LINE),  # inside the area of the membership
    "d": Paper(department_id="equipment"),
    "e": Paper(state=State.ALARM),
    "k": Paper(called=["somebody", "me"]),
    "h": Paper(helper_department_id="equipment"),
    "p": Paper(helper_id="me"),
    "l": Paper(owner_id="mate"),
    "m": Paper(major_confirmed_at=MONDAY),
    "c": Paper(),
}


def me(role: Role) -> Person:
    return replace(person("me", role, "equipment", STAMPING), team=frozenset({"mate"}))


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", Role)
def test_a_role_reaches_exactly_as_far_as_its_row_says(role: Role, action: Action) -> None:
    letters = set(ROWS[action]["everyone"]) | set(ROWS[action][role])
    for letter, paper in NEAR.items():
        expected = letter in letters or "c" in letters
        assert allowed(me(role), action, paper, TODAY) is expected, (role, action, letter)


@pytest.mark.parametrize("action", Action)
def test_what_one_has_done_something_with_gives_a_right_where_the_row_says_so(action: Action) -> None:
    assert reach(me(Role.WORKER), action, TODAY).acted is ("w" in ROWS[action]["everyone"])


def test_the_table_here_covers_every_role_and_action() -> None:
    assert list(ROWS) == list(Action)


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


@pytest.mark.parametrize("action", [a for a in Action if "o" in ROWS[a]["everyone"]])
def test_what_one_typed_in_for_another_is_as_ones_own(action: Action) -> None:
    assert allowed(me(Role.ACCEPTOR), action, Paper(entered_by_id="me"), TODAY)


def test_every_scope_is_used_by_the_table() -> None:
    assert {grant.scope for grant in GRANTS} == set(Scope)
