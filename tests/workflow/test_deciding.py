"""Whose decision it is: the first in line who is there and has no case of their own in it, and nobody else is asked."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.workflow.cases import on
from tests.workflow.cast import HIRED
from tests.workflow.desk import as_desk
from tests.workflow.ground import Done, refused
from tests.workflow.plant import Plant
from workflow.actions import ORDERS, offered, possible, refusals
from workflow.deciding import LINES, asked, first_in_line
from workflow.hazard import Hazard
from workflow.library import Grade
from workflow.lifecycle import State, Verb
from workflow.money import STEPS
from workflow.papers import Paper
from workflow.people import Membership, Role
from workflow.permissions import GRANTS, STANDING_IN, Action

DIRECTOR, EXECUTIVE = "he", "zhou"
STANDING_VERBS = {order.verb for order in ORDERS.values() if order.needs in STANDING_IN}


def asks_again(plant: Plant) -> Done:
    """The second extension of a general hazard."""
    case = plant.case_in(State.RECTIFYING)
    plant.asks_time(case)
    plant.grants(case)
    return plant.asks_time(case)


def sends_plan(plant: Plant) -> Done:
    case = plant.case_in(State.PLANNING)
    plant.plans(case)
    return plant.submits_plan(case)


def confirmed(plant: Plant) -> Done:
    case = plant.is_major(plant.case_in(State.RECTIFYING))
    return plant.hands_in(case, Paper.AUTHORITY)


# How a case comes to wait for the director, what is then theirs to do, and the right of the decision.
DIRECTORS: dict[str, tuple[Callable[[Plant], Done], set[Verb], Action]] = {
    "more time again": (asks_again, {Verb.GRANT_TIME, Verb.REFUSE_TIME}, Action.GRANT_AGAIN),
    "major": (lambda p: p.reports(grade=Grade.MAJOR), {Verb.CONFIRM_MAJOR, Verb.LOWER_MAJOR}, Action.JUDGE_MAJOR),
    "a confirmed one": (confirmed, {Verb.LOWER_MAJOR, Verb.STRIKE_PAPER, Verb.MARK_INVALID}, Action.JUDGE_MAJOR),
    "a stage": (lambda p: p.slips(p.planned()), {Verb.MOVE_STAGE}, Action.GRANT_AGAIN),
    "a plan": (sends_plan, {Verb.APPROVE_PLAN, Verb.RETURN_PLAN}, Action.APPROVE_PLAN),
    "money": (lambda p: p.asks_money(p.reported(), 5_000), {Verb.APPROVE_MONEY}, Action.APPROVE_MORE),
}
way = pytest.mark.parametrize("way", DIRECTORS)


def case_by(plant: Plant, way: str) -> tuple[Hazard, set[Verb], Action]:
    begin, verbs, right = DIRECTORS[way]
    case = begin(plant).hazard
    assert case is not None
    return case, verbs, right


def put_before(plant: Plant, name: str, case: Hazard) -> set[Verb]:
    return set(offered(plant.desk.people[name], case, plant.desk.today, plant.desk.holders))


def names(plant: Plant, right: Action, case: Hazard) -> list[str]:
    return [person.id for person in asked(as_desk(plant.desk), right, case)]


@way
def test_while_there_is_a_director_it_is_the_director_s(plant: Plant, way: str) -> None:
    case, verbs, right = case_by(plant, way)
    assert names(plant, right, case) == [DIRECTOR]
    assert verbs <= put_before(plant, DIRECTOR, case)
    if right in STANDING_IN:
        assert verbs.isdisjoint(put_before(plant, EXECUTIVE, case))


@way
def test_where_the_director_has_left_the_executive_stands_in(plant: Plant, way: str) -> None:
    case, verbs, right = case_by(plant, way)
    plant.leaves(DIRECTOR)
    assert names(plant, right, case) == [EXECUTIVE]
    assert verbs <= put_before(plant, EXECUTIVE, case)


@way
def test_without_a_director_nothing_is_left_that_nobody_is_offered(plant: Plant, way: str) -> None:
    case, *_ = case_by(plant, way)
    before = {verb for name in plant.desk.people for verb in put_before(plant, name, case)}
    plant.leaves(DIRECTOR)
    assert {verb for name in plant.desk.people if name != DIRECTOR for verb in put_before(plant, name, case)} == before


@way
def test_of_the_director_s_own_case_the_executive_decides(plant: Plant, way: str) -> None:
    case, verbs, right = case_by(plant, way)
    case.owner_id = DIRECTOR
    assert names(plant, right, case) == [EXECUTIVE]
    assert verbs <= put_before(plant, EXECUTIVE, case)


@way
def test_a_second_director_comes_before_the_executive(plant: Plant, way: str) -> None:
    case, _, right = case_by(plant, way)
    case.owner_id = DIRECTOR
    also = Membership(Role.SAFETY_DIRECTOR, "safety", "", HIRED)
    plant.desk.people["sun"] = replace(plant.desk.people["sun"], memberships=(also,))
    assert names(plant, right, case) == ["sun"]
    assert put_before(plant, EXECUTIVE, case).isdisjoint(STANDING_VERBS)


def test_nobody_stands_in_for_an_executive_whose_own_case_it_is(plant: Plant) -> None:
    case = plant.reported(grade=Grade.MAJOR)
    plant.leaves(DIRECTOR)
    case.owner_id = EXECUTIVE
    assert names(plant, Action.JUDGE_MAJOR, case) == []
    assert put_before(plant, EXECUTIVE, case).isdisjoint(STANDING_VERBS)


def test_an_executive_who_is_the_director_too_is_offered_what_a_director_is(plant: Plant) -> None:
    case = plant.reported(grade=Grade.MAJOR)
    also = Membership(Role.SAFETY_DIRECTOR, "safety", "", HIRED)
    zhou = plant.desk.people[EXECUTIVE]
    plant.desk.people[EXECUTIVE] = replace(zhou, memberships=(*zhou.memberships, also))
    assert {Verb.CONFIRM_MAJOR, Verb.LOWER_MAJOR} <= put_before(plant, EXECUTIVE, case)


def test_an_executive_who_decides_all_the_same_does_nothing_unlawful(plant: Plant) -> None:
    """A card of before the director came is still good."""
    case = plant.reported(grade=Grade.MAJOR)
    plant.lowers(case, name=EXECUTIVE)
    assert case.company_grade is Grade.LARGER


def test_a_first_extension_is_the_officers_and_comes_up_the_line(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    plant.asks_time(case)
    for gone, next_in_line in (("qian", ["feng"]), ("feng", [DIRECTOR]), (DIRECTOR, [EXECUTIVE])):
        plant.leaves(gone)
        assert plant.rings(case, "asking").told == [(name, "time.asked") for name in next_in_line]
    assert plant.grants(case, EXECUTIVE).told[0] == ("zhang", "time.granted")


def test_without_a_director_the_executive_hears_what_the_director_would(plant: Plant) -> None:
    again, unconfirmed, late = (
        asks_again(plant).hazard,
        plant.reported(grade=Grade.MAJOR),
        plant.case_in(State.PLANNING),
    )
    plant.leaves(DIRECTOR)
    assert again is not None
    assert plant.rings(again, "asking").told == [(EXECUTIVE, "time.asked")]
    assert plant.rings(unconfirmed, "confirming").told == [(EXECUTIVE, "major.waiting")]
    assert (EXECUTIVE, "plan.late") in plant.rings(late, "planning", 1).told


def test_without_an_officer_the_director_chooses_owners_and_sees_to_papers(plant: Plant) -> None:
    plant.leaves("qian")
    plant.leaves("feng")
    assert plant.reports("li", "yard").told == [(DIRECTOR, "choose.new")]
    case = plant.reported(grade=Grade.MAJOR)
    assert (EXECUTIVE, "major.confirmed") in plant.confirms(case).told
    assert names(plant, Action.RECORD, case) == [DIRECTOR]


def test_without_officer_and_director_the_head_chooses_and_at_last_the_executive(plant: Plant) -> None:
    for gone in ("qian", "feng", DIRECTOR):
        plant.leaves(gone)
    case = plant.reported()
    assert plant.passes_on(case, None).told == [("wu", "choose.given_back")]
    assert plant.reports("li", "yard").told == [(EXECUTIVE, "choose.new")], "it is of no department yet"
    assert Verb.ASSIGN not in put_before(plant, EXECUTIVE, case)
    plant.leaves("wu")
    assert Verb.ASSIGN in put_before(plant, EXECUTIVE, case)
    plant.assigns(case, "hou", EXECUTIVE)
    assert case.owner_id == "hou"


def test_where_nobody_else_is_left_the_executive_accepts(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    for gone in ("zhao", "ma", "qian", "feng", DIRECTOR):
        plant.leaves(gone)
    plant.submits(case)
    assert case.acceptor_id == EXECUTIVE
    plant.accepts(case, EXECUTIVE)
    assert case.state is State.CLOSED


def test_more_time_that_nobody_could_grant_is_not_asked_for(plant: Plant) -> None:
    case = plant.reported(grade=Grade.LARGER)
    plant.leaves(DIRECTOR)
    plant.assigns(case, EXECUTIVE)
    with refused("no_granter"):
        plant.asks_time(case)
    assert case.asked_until is None


def test_what_an_authority_found_is_set_aside_by_whoever_stands_in(plant: Plant) -> None:
    case = plant.reported()
    case.due_locked = True
    assert Verb.MARK_INVALID not in put_before(plant, EXECUTIVE, case)
    plant.leaves(DIRECTOR)
    assert Verb.MARK_INVALID in put_before(plant, EXECUTIVE, case)
    assert plant.finds_invalid(case, EXECUTIVE).hazard is case


def test_whoever_is_in_line_has_the_right() -> None:
    granted = {(grant.role, grant.action) for grant in GRANTS}
    assert all((role, action) in granted for action, line in LINES.items() for role in line.roles)
    assert all(LINES[action].roles[-1] is Role.EXECUTIVE for action in STANDING_IN)


def test_money_goes_up_the_line_as_its_steps_do(plant: Plant) -> None:
    case = plant.reported()
    for place, step in enumerate(STEPS):
        assert LINES[step.right].roles == tuple(later.role for later in STEPS[place:])
        assert first_in_line(plant.desk.holders, step.right, case, plant.desk.today)[0] is step.role


def sent_by_the_director(plant: Plant) -> Done:
    case = plant.case_in(State.PLANNING)
    plant.plans(case)
    return plant.submits_plan(case, DIRECTOR)


def major_plan(plant: Plant) -> Done:
    case = plant.is_major(plant.case_in(State.RECTIFYING))
    plant.plans(case)
    return plant.submits_plan(case)


def of_the_director(plant: Plant) -> Done:
    return plant.assigns(plant.reported(grade=Grade.MAJOR), DIRECTOR)


def found_by_an_authority(plant: Plant) -> Done:
    done = plant.reports()
    assert done.hazard is not None
    done.hazard.due_locked = True
    return done


def ordered(plant: Plant) -> Done:
    return plant.hands_in(plant.is_major(plant.reported()), Paper.ORDER)


def raised_after_repair(plant: Plant) -> Done:
    return plant.regrades(plant.case_in(State.AWAITING_ACCEPTANCE))


def papers_missing(plant: Plant) -> Done:
    return plant.verifies(plant.repaired_major())


def unconfirmed(plant: Plant) -> Done:
    return plant.regrades(plant.case_in(State.RECTIFYING))


TIME, PLAN = {Verb.GRANT_TIME, Verb.REFUSE_TIME}, {Verb.APPROVE_PLAN, Verb.RETURN_PLAN}
# What has happened, who has the right, what is refused them here all the same, and why.
NOT_THEIRS: dict[str, tuple[Callable[[Plant], Done], str, set[Verb], str]] = {
    "a second extension": (asks_again, "qian", TIME, "directors"),
    "a plan of a major hazard": (major_plan, DIRECTOR, PLAN, "executives"),
    "a plan of whoever sent it": (sent_by_the_director, DIRECTOR, PLAN, "own_request"),
    "the grade of one's own case": (of_the_director, DIRECTOR, {Verb.LOWER_MAJOR, Verb.MARK_INVALID}, "own_case"),
    "what an authority found": (found_by_an_authority, "qian", {Verb.MARK_INVALID}, "authority_aside"),
    "what is confirmed": (confirmed, "qian", {Verb.MARK_INVALID, Verb.MERGE}, "major_aside"),
    "what an authority ordered": (ordered, DIRECTOR, {Verb.LOWER_MAJOR, Verb.MARK_INVALID}, "ordered"),
    "a repair that is not confirmed": (raised_after_repair, "zhao", {Verb.ACCEPT}, "unconfirmed"),
    "a repair without its papers": (papers_missing, "zhao", {Verb.ACCEPT}, "papers"),
    "work that is not confirmed": (unconfirmed, "zhang", {Verb.SUBMIT}, "unconfirmed"),
}


@pytest.mark.parametrize("what", NOT_THEIRS)
def test_what_would_be_refused_is_not_offered_and_a_card_of_before_is_told_why(plant: Plant, what: str) -> None:
    happens, name, verbs, reason = NOT_THEIRS[what]
    case, person = happens(plant).hazard, plant.desk.people[name]
    assert case is not None
    assert verbs.isdisjoint(possible(person, case, plant.desk.today))
    told = refusals(person, case, plant.desk.today)
    assert {told[verb].reason for verb in verbs} == {reason}
    for kind in (kind for kind, order in ORDERS.items() if order.verb in verbs):
        with refused(reason):
            plant.does(name, on(case.id, case.version)[kind])


def test_an_owner_who_is_an_officer_is_offered_nothing_of_their_own(plant: Plant) -> None:
    case = plant.reported()
    plant.assigns(case, "qian", "feng")
    plant.takes(case)
    plant.asks_time(case)
    others_to_do = TIME | {Verb.MARK_INVALID, Verb.MERGE, Verb.MAKE_LONG_TERM}
    assert others_to_do.isdisjoint(put_before(plant, "qian", case))
    assert others_to_do <= put_before(plant, "feng", case)
    plant.submits(case)
    assert {Verb.ACCEPT, Verb.SEND_BACK}.isdisjoint(put_before(plant, "qian", case))


def test_what_is_offered_is_possible(plant: Plant) -> None:
    for state in State:
        fresh = Plant()
        case = fresh.case_in(state)
        for name, person in fresh.desk.people.items():
            assert put_before(fresh, name, case) <= set(possible(person, case, fresh.desk.today))
