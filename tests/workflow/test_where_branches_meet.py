"""Where one branch of a case's life meets another: plan, outside, more time, papers, help, money."""

from datetime import timedelta

import pytest

from tests.workflow.desk import as_desk
from tests.workflow.ground import refused
from tests.workflow.plant import Plant
from workflow import notices
from workflow.actions import possible
from workflow.hazard import Hazard
from workflow.lifecycle import State, Verb
from workflow.papers import Paper
from workflow.plan import missing


def asked_after(plant: Plant, case: Hazard, clock: str, step: int = 0) -> list[tuple[str, str]]:
    rung = notices.of_ring(as_desk(plant.desk), case, clock, step, "t1")
    return [(notice.recipient_id, notice.topic) for notice in rung]


# Outside, or by a plan


@pytest.mark.parametrize("planned", [True, False])
def test_what_is_repaired_by_a_plan_does_not_go_outside(plant: Plant, planned: bool) -> None:
    case = plant.planned() if planned else plant.reported()
    if not planned:
        plant.makes_long_term(case)
    with refused("plan_first"):
        plant.moves_outside(case)
    assert Verb.MOVE_OUTSIDE not in possible(plant.desk.people["qian"], case, plant.desk.today)


def test_a_plan_that_is_worked_through_holds_nothing_back(plant: Plant) -> None:
    case = plant.planned(30)
    plant.finishes_stage(case)
    plant.moves_outside(case)
    assert case.state is State.OUTSIDE


def test_what_is_confirmed_as_major_outside_is_brought_back_to_its_plan(plant: Plant) -> None:
    case = plant.is_major(plant.case_in(State.OUTSIDE))
    with refused("back_first"):
        plant.submits(case)
    plant.brings_back(case)
    plant.takes(case)
    assert case.state is State.PLANNING


def test_the_way_back_is_the_only_one_to_another_party(plant: Plant) -> None:
    case = plant.is_major(plant.case_in(State.OUTSIDE))
    with refused("plan_first"):
        plant.moves_outside(case)


# The time that a plan may take


def test_raised_to_major_while_it_is_planned_it_has_a_day_left(plant: Plant) -> None:
    case = plant.case_in(State.PLANNING)
    assert plant.rings_at(case, "planning") == plant.now + timedelta(days=7)
    plant.passes(hours=1)
    plant.regrades(case)
    assert plant.rings_at(case, "planning") == plant.now + timedelta(days=1)
    plant.passes(hours=1)
    plant.lowers(case)
    assert plant.rings_at(case, "planning") == plant.now + timedelta(days=7)


def test_a_plan_on_its_way_is_not_asked_for(plant: Plant) -> None:
    case = plant.case_in(State.PLANNING)
    plant.plans(case)
    plant.submits_plan(case)
    plant.regrades(case)
    assert "planning" not in plant.running(case)
    assert "approving" in plant.running(case)


def test_a_case_that_waits_to_be_taken_is_not_asked_for_its_plan(plant: Plant) -> None:
    case = plant.reported()
    plant.makes_long_term(case)
    plant.is_major(case)
    assert "planning" not in plant.running(case)


# More time, or another day for a stage


def test_the_days_of_a_plan_are_not_put_off_by_asking_for_more_time(plant: Plant) -> None:
    case = plant.planned(30)
    with refused("plan_days"):
        plant.asks_time(case)
    assert Verb.ASK_MORE_TIME not in possible(plant.desk.people["zhang"], case, plant.desk.today)
    plant.finishes_stage(case)
    plant.asks_time(case)
    assert case.asked_until is not None


def test_what_was_asked_before_is_not_granted_against_the_plan(plant: Plant) -> None:
    case = plant.planned(30)
    case.asked_until = case.due_at + timedelta(days=3)
    with refused("plan_days"):
        plant.grants(case, "he")
    plant.refuses(case, "he")
    assert case.asked_until is None


def test_who_hears_that_the_last_stage_has_slipped_does_not_hear_that_the_limit_has(plant: Plant) -> None:
    case = plant.planned(30)
    assert case.due_at == plant.end_of(30)
    plant.comes(case.due_at)
    assert ("zhang", "overdue.owner") not in asked_after(plant, case, "due")
    assert ("ma", "overdue.leader") in asked_after(plant, case, "due")
    plant.finishes_stage(case)
    assert ("zhang", "overdue.owner") in asked_after(plant, case, "due")


def test_the_weekly_report_waits_a_week_once_the_top_looks_on(plant: Plant) -> None:
    case = plant.planned(30)
    plant.passes(days=35)
    plant.slips(case, 2)
    assert plant.rings_at(case, "report") == plant.now + timedelta(days=7)


# Papers


@pytest.mark.parametrize("paper", [paper for paper in Paper if paper is not Paper.ORDER])
def test_no_paper_is_older_than_its_case(plant: Plant, paper: Paper) -> None:
    case = plant.repaired_major()
    with refused("paper_early"):
        plant.hands_in(case, paper, days=-1)
    plant.hands_in(case, paper)


def test_an_order_may_have_come_first(plant: Plant) -> None:
    case = plant.repaired_major()
    plant.hands_in(case, Paper.ORDER, days=-3)


def test_the_group_reports_on_what_was_submitted(plant: Plant) -> None:
    case = plant.is_major(plant.case_in(State.RECTIFYING))
    with refused("group_early"):
        plant.hands_in(case, Paper.GROUP_REPORT)


def test_what_is_submitted_anew_is_looked_at_anew(plant: Plant) -> None:
    case = plant.repaired_major()
    plant.hands_in(case)
    plant.finds_invalid(case, "he")
    plant.reinstates(case)
    plant.takes(case)
    assert case.major is not None
    assert Paper.GROUP_REPORT in case.major.papers
    plant.submits(case)
    assert Paper.GROUP_REPORT not in case.major.papers


# The plan, and what belongs to it


@pytest.mark.parametrize("act", ["assigns", "passes_on", "gives_back"])
def test_a_plan_that_was_sent_goes_back_to_whoever_has_the_case_next(plant: Plant, act: str) -> None:
    case = plant.case_in(State.PLANNING)
    plant.plans(case)
    plant.submits_plan(case)
    acts = {
        "assigns": lambda: plant.assigns(case, "hou"),
        "passes_on": lambda: plant.passes_on(case, "hou"),
        "gives_back": lambda: plant.passes_on(case, None),
    }
    acts[act]()
    assert case.plan is not None
    assert not case.plan.submitted


@pytest.mark.parametrize("danger", ["running", "stopped"])
def test_a_plan_is_approved_when_a_measure_holds_the_danger(plant: Plant, danger: str) -> None:
    case = plant.case_in(State.PLANNING, danger)
    plant.plans(case)
    plant.submits_plan(case)
    with refused("plan_unheld"):
        plant.approves_plan(case)
    plant.contains(case)
    plant.approves_plan(case)


def test_an_approved_budget_is_the_part_that_says_the_funds(plant: Plant) -> None:
    case = plant.case_in(State.PLANNING)
    assert "funds" in missing(case)
    plant.asks_money(case)
    assert "funds" in missing(case)
    plant.approves(case)
    assert "funds" not in missing(case)


def test_help_is_asked_for_and_money_spent_while_the_plan_is_made(plant: Plant) -> None:
    case = plant.case_in(State.PLANNING)
    plant.asks_help(case)
    plant.helps(case)
    plant.helped(case)
    plant.spends(case)
    assert case.state is State.PLANNING


def test_a_major_hazard_is_filed_as_long_standing_while_it_is_planned(plant: Plant) -> None:
    case = plant.is_major(plant.case_in(State.RECTIFYING))
    assert case.state is State.PLANNING
    plant.makes_long_term(case)
    assert case.plan is not None
    assert case.plan.long_term
    assert case.state is State.PLANNING
