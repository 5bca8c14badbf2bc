"""Money for a repair: who approves how much, what is counted, and what nobody may do for themselves."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.workflow.cast import HIRED
from tests.workflow.desk import as_desk
from tests.workflow.ground import refused
from tests.workflow.plant import Plant
from workflow import notices
from workflow.actions import possible
from workflow.hazard import Hazard
from workflow.lifecycle import State, Verb
from workflow.money import MOST, YUAN, AskMoney, SpendMoney
from workflow.people import Membership, Role

HEAD, DIRECTOR, EXECUTIVE = "wu", "he", "zhou"


def asked(plant: Plant, yuan: int = 1_500) -> Hazard:
    return plant.case_in(State.RECTIFYING, asked=yuan)


def also(plant: Plant, name: str, role: Role, department: str | None = None) -> None:
    """Somebody holds one role more."""
    person = plant.desk.people[name]
    more = Membership(role, department, "", HIRED)
    plant.desk.people[name] = replace(person, memberships=(*person.memberships, more))


def rung(plant: Plant, case: Hazard, step: int = 0) -> list[tuple[str, str]]:
    told = notices.of_ring(as_desk(plant.desk), case, "money", step, "t1")
    return [(notice.recipient_id, notice.topic) for notice in told]


# Who is asked


@pytest.mark.parametrize(
    ("yuan", "approver"),
    [
        (1, HEAD),
        (2_000, HEAD),
        (2_001, DIRECTOR),
        (20_000, DIRECTOR),
        (20_001, EXECUTIVE),
        (10_000_000, EXECUTIVE),
    ],
)
def test_the_sum_says_whose_it_is(plant: Plant, yuan: int, approver: str) -> None:
    case = plant.case_in(State.ASSIGNED)
    assert plant.asks_money(case, yuan).told == [(approver, "money.asked")]


def test_the_sums_are_the_company_s_where_it_has_set_its_own(plant: Plant) -> None:
    plant.desk.approves = {Role.DEPARTMENT_HEAD: 0, Role.SAFETY_DIRECTOR: 500 * YUAN}
    assert plant.asks_money(plant.reported(), 1).told == [(DIRECTOR, "money.asked")]
    assert plant.asks_money(plant.reported(), 501).told == [(EXECUTIVE, "money.asked")]


def test_the_head_of_another_department_is_not_asked(plant: Plant) -> None:
    case = plant.reported()
    assert ("sun", "money.asked") not in plant.asks_money(case, 100).told
    with refused("unknown_case"):
        plant.approves(case, "liu")


def test_where_nobody_holds_the_role_it_goes_one_step_up(plant: Plant) -> None:
    plant.leaves(HEAD)
    case = plant.reported()
    assert plant.asks_money(case, 100).told == [(DIRECTOR, "money.asked")]
    assert case.money_with == Role.SAFETY_DIRECTOR


def test_an_approver_who_has_left_since_is_stood_in_for_one_step_up(plant: Plant) -> None:
    case = asked(plant)
    plant.leaves(HEAD)
    assert rung(plant, case) == [(DIRECTOR, "money.asked")]
    plant.approves(case, DIRECTOR)


def test_where_nobody_is_left_who_may_the_officers_are_told(plant: Plant) -> None:
    case = asked(plant)
    for name in (HEAD, DIRECTOR, EXECUTIVE):
        plant.leaves(name)
    assert rung(plant, case) == [("feng", "money.nobody"), ("qian", "money.nobody")]


# Never one's own


def test_an_owner_who_is_head_of_the_department_asks_one_step_up_and_does_not_approve(plant: Plant) -> None:
    case = plant.reported()
    plant.assigns(case, HEAD)
    assert plant.asks_money(case, 100).told == [(DIRECTOR, "money.asked")]
    with refused("own_request"):
        plant.approves(case, HEAD)
    plant.approves(case, DIRECTOR)


def test_another_head_of_the_same_department_may(plant: Plant) -> None:
    also(plant, "sun", Role.DEPARTMENT_HEAD, "equipment")
    case = plant.reported()
    plant.assigns(case, HEAD)
    assert plant.asks_money(case, 100).told == [("sun", "money.asked")]


def test_whoever_asked_does_not_approve_after_passing_the_task_on(plant: Plant) -> None:
    case = plant.reported()
    also(plant, "zhang", Role.SAFETY_DIRECTOR)
    plant.asks_money(case, 5_000)
    plant.passes_on(case, "hou")
    with refused("own_request"):
        plant.approves(case, "zhang")


def test_whoever_took_the_task_over_does_not_approve_either(plant: Plant) -> None:
    case = asked(plant)
    plant.passes_on(case, HEAD)
    with refused("own_request"):
        plant.approves(case, HEAD)
    assert rung(plant, case) == [(DIRECTOR, "money.asked")]


def test_the_last_one_up_has_nobody_to_ask(plant: Plant) -> None:
    case = plant.reported()
    plant.assigns(case, EXECUTIVE)
    with refused("no_approver"):
        plant.asks_money(case, 50_000)
    assert plant.asks_money(case, 5_000).told == [(DIRECTOR, "money.asked")]


# Deciding


def test_approved_money_adds_to_the_budget_and_the_asker_is_told(plant: Plant) -> None:
    case = asked(plant)
    assert plant.approves(case).told == [("zhang", "money.approved")]
    plant.asks_money(case, 500)
    plant.approves(case)
    assert case.money is not None
    assert (case.money.budget, case.money.asked, case.money_with) == (2_000 * YUAN, 0, "")


def test_whoever_may_approve_more_may_approve_less(plant: Plant) -> None:
    for name in (HEAD, DIRECTOR, EXECUTIVE):
        assert plant.approves(asked(plant), name).events[0].facts["fen"] == 1_500 * YUAN


@pytest.mark.parametrize(("name", "yuan"), [(HEAD, 2_001), (DIRECTOR, 20_001)])
def test_nobody_approves_more_than_their_sum_nor_is_offered_to(plant: Plant, name: str, yuan: int) -> None:
    case = asked(plant, yuan)
    assert Verb.APPROVE_MONEY not in possible(plant.desk.people[name], case, plant.desk.today)
    with refused("above_you"):
        plant.approves(case, name)
    with refused("above_you"):
        plant.turns_down(case, name)


def test_a_refusal_has_a_reason_and_leaves_the_budget(plant: Plant) -> None:
    case = asked(plant)
    plant.approves(case)
    plant.asks_money(case, 900)
    with refused("reason"):
        plant.turns_down(case, reason=" ")
    assert plant.turns_down(case).told == [("zhang", "money.refused")]
    assert case.money is not None
    assert (case.money.budget, case.money.asked) == (1_500 * YUAN, 0)


def test_of_two_who_decide_at_once_the_second_finds_nothing_to_decide(plant: Plant) -> None:
    case = asked(plant)
    seen = case.version
    plant.approves(case, HEAD, seen)
    with refused("state"):
        plant.approves(case, DIRECTOR, seen)
    assert case.money is not None
    assert case.money.budget == 1_500 * YUAN


def test_asking_again_takes_the_place_of_what_was_asked_and_is_not_approved_unseen(plant: Plant) -> None:
    case = asked(plant, 1_000)
    seen = case.version
    again = plant.asks_money(case, 1_900)
    assert again.events[0].facts["replaces"] == 1_000 * YUAN
    with refused("money_changed"):
        plant.approves(case, HEAD, seen)
    assert plant.approves(case).events[0].facts["budget"] == 1_900 * YUAN


def test_what_else_happened_since_does_not_stand_in_the_way(plant: Plant) -> None:
    case = asked(plant)
    seen = case.version
    plant.posts(case)
    plant.approves(case, HEAD, seen)


def test_a_former_owner_who_asked_and_the_present_one_both_hear_the_answer(plant: Plant) -> None:
    case = asked(plant)
    plant.passes_on(case, "hou")
    assert plant.approves(case).told == [("zhang", "money.approved"), ("hou", "money.approved")]


@pytest.mark.parametrize("state", [State.REPORTED, State.AWAITING_ACCEPTANCE, State.CLOSED])
def test_what_was_asked_can_be_decided_wherever_the_case_has_come_to(plant: Plant, state: State) -> None:
    case = plant.case_in(state, asked=800)
    plant.approves(case)
    assert case.state is state


# Amounts


@pytest.mark.parametrize(
    ("fen", "reason"), [(0, "money_zero"), (-1, "money_negative"), (MOST + 1, "money_most"), (10**30, "money_most")]
)
def test_an_amount_that_cannot_be_meant_is_refused(plant: Plant, fen: int, reason: str) -> None:
    case = plant.case_in(State.RECTIFYING)
    before = plant.desk.everything()
    with refused(reason):
        plant.does("zhang", AskMoney(case.id, fen, "换轴承"))
    with refused(reason):
        plant.does("zhang", SpendMoney(case.id, fen, "换轴承", plant.draft()))
    assert plant.desk.everything() == before


# Spending


def test_what_is_spent_adds_up_and_is_nobody_else_s_news(plant: Plant) -> None:
    case = asked(plant)
    plant.approves(case)
    assert plant.spends(case, 700).told == []
    assert plant.spends(case, 800).told == []
    assert case.money is not None
    assert (case.money.spent, case.money.over) == (1_500 * YUAN, 0)
    assert plant.desk.attached[case.id, "receipt"] == 2


def test_more_than_the_budget_is_written_down_and_told_to_who_would_have_to_approve_it(plant: Plant) -> None:
    case = asked(plant)
    plant.approves(case)
    assert plant.spends(case, 1_501).told == [(HEAD, "money.over")]
    assert plant.spends(case, 1_000).told == [(DIRECTOR, "money.over"), (HEAD, "money.over")]
    assert case.money is not None
    assert case.money.over == 1_001 * YUAN


def test_without_any_budget_it_is_written_down_and_told_all_the_same(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    assert plant.spends(case, 30).told == [(HEAD, "money.over")]


def test_more_than_anybody_approves_is_the_executive_s_to_know(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    plant.spends(case, 10_000_000)
    assert plant.spends(case, 1).told == [(EXECUTIVE, "money.over")]


def test_there_is_a_receipt_to_it(plant: Plant) -> None:
    with refused("receipt"):
        plant.spends(plant.case_in(State.RECTIFYING), photos=0)


@pytest.mark.parametrize("state", [State.AWAITING_ACCEPTANCE, State.CLOSED])
def test_bills_that_come_late_are_written_down_too(plant: Plant, state: State) -> None:
    case = plant.case_in(state)
    plant.spends(case)
    assert case.state is state
    assert bool(plant.running(case) - {"recheck"}) == case.is_open


def test_who_has_not_taken_the_task_has_spent_nothing_on_it(plant: Plant) -> None:
    with refused("state"):
        plant.spends(plant.case_in(State.ASSIGNED))


# Clocks


def test_it_rings_daily_while_undecided_and_the_limit_stands(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    due = plant.rings_at(case, "due")
    plant.asks_money(case)
    assert plant.rings_at(case, "money") == plant.now + timedelta(days=1)
    assert plant.rings_at(case, "due") == due
    assert rung(plant, case) == rung(plant, case, 1) == [(HEAD, "money.asked")]
    above = [("he", "overdue.unanswered"), ("zhou", "overdue.unanswered")]
    assert rung(plant, case, 2) == [(HEAD, "money.asked"), *above[:1]]
    assert rung(plant, case, 3) == rung(plant, case, 40) == [(HEAD, "money.asked"), *above]
    plant.approves(case)
    assert plant.running(case) == {"due"}


@pytest.mark.parametrize("decided", [True, False])
def test_what_is_taken_up_again_rings_again_where_it_is_undecided(plant: Plant, decided: bool) -> None:
    case = asked(plant)
    if decided:
        plant.turns_down(case)
    plant.finds_invalid(case)
    assert "money" not in plant.running(case)
    plant.reinstates(case)
    assert ("money" in plant.running(case)) is not decided


def test_a_closed_case_asks_for_no_money_and_a_reopened_one_does(plant: Plant) -> None:
    case = plant.case_in(State.CLOSED, asked=800)
    assert plant.running(case) == {"recheck"}
    plant.reopens(case)
    assert "money" in plant.running(case)


# People first


@pytest.mark.parametrize("danger", ["stopped", "running"])
def test_a_temporary_measure_comes_before_the_money(plant: Plant, danger: str) -> None:
    case = plant.reports(danger=danger).hazard
    assert case is not None
    plant.asks_money(case)
    with refused("money_unheld"):
        plant.approves(case)
    assert rung(plant, case) == [(HEAD, "money.asked"), ("zhang", "money.sent_unheld")], "who asked hears of it again"
    plant.contains(case)
    plant.approves(case)


def test_what_is_repaired_is_paid_without_a_measure(plant: Plant) -> None:
    case = plant.reports(danger="stopped").hazard
    assert case is not None
    plant.takes(case)
    plant.asks_money(case)
    plant.submits(case)
    plant.approves(case)
