"""The stages of a plan: their days while it is made, and how an approved plan is worked through or slips."""

from datetime import timedelta

import pytest

from tests.workflow.ground import refused
from tests.workflow.plant import Plant
from workflow.errors import Refused
from workflow.lifecycle import State
from workflow.plan import LIMIT, missing
from workflow.stages import unfinished

# In the making


def test_a_stage_comes_after_the_one_before_it(plant: Plant) -> None:
    case = plant.case_in(State.PLANNING)
    plant.adds_stage(case, 30)
    for days in (30, 29):
        with refused("stage_order"):
            plant.adds_stage(case, days)
    plant.adds_stage(case, 31)


@pytest.mark.parametrize(("days", "reason"), [(-1, "stage_past"), (-400, "stage_past"), (4000, "stage_far")])
def test_a_stage_lies_ahead_and_within_reach(plant: Plant, days: int, reason: str) -> None:
    with refused(reason):
        plant.adds_stage(plant.case_in(State.PLANNING), days)


def test_a_stage_of_today_counts_until_the_end_of_the_day(plant: Plant) -> None:
    case = plant.case_in(State.PLANNING)
    plant.adds_stage(case, 0)
    plant.passes(hours=9)  # 18:00
    plant.drops_stage(case)
    with refused("stage_past"):
        plant.adds_stage(case, 0)


def test_a_stage_without_words_is_none(plant: Plant) -> None:
    with refused("plan_words"):
        plant.adds_stage(plant.case_in(State.PLANNING), 30, goal=" ")


def test_no_stage_goes_beyond_an_authority_s_limit_that_can_still_be_kept(plant: Plant) -> None:
    case = plant.case_in(State.PLANNING)
    case.due_locked, case.due_at = True, plant.now + timedelta(days=20)
    with refused("stage_after_limit"):
        plant.adds_stage(case, 30)
    plant.passes(days=21)
    plant.adds_stage(case, 30)


def test_there_are_only_so_many_stages(plant: Plant) -> None:
    case = plant.case_in(State.PLANNING)
    for days in range(1, 13):
        plant.adds_stage(case, days)
    with refused("stages_most"):
        plant.adds_stage(case, 99)


def test_the_last_stage_can_be_taken_back_and_with_the_only_one_the_limit(plant: Plant) -> None:
    case = plant.case_in(State.PLANNING)
    plant.plans(case, 30)
    plant.drops_stage(case)
    assert missing(case) == [LIMIT]
    with refused("state"):
        plant.drops_stage(case)


def test_a_plan_whose_first_day_has_passed_is_not_sent(plant: Plant) -> None:
    case = plant.case_in(State.PLANNING)
    plant.plans(case, 1, 30)
    plant.passes(days=2)
    with refused("stage_over"):
        plant.submits_plan(case)


# Working through it


def test_stage_by_stage_to_the_acceptance(plant: Plant) -> None:
    case = plant.planned(30, 60)
    assert plant.rings_at(case, "stage") == plant.end_of(30)
    with pytest.raises(Refused) as caught:
        plant.submits(case)
    assert (caught.value.reason, caught.value.facts) == ("stages_open", {"stages": "1,2"})
    assert plant.finishes_stage(case).told == [("feng", "plan.stage_done"), ("qian", "plan.stage_done")]
    assert plant.rings_at(case, "stage") == plant.end_of(60)
    plant.finishes_stage(case, remark="", photos=1)
    assert "stage" not in plant.running(case)
    with refused("state"):
        plant.finishes_stage(case)
    plant.submits(case)


def test_a_stage_is_shown_to_be_done(plant: Plant) -> None:
    with refused("stage_proof"):
        plant.finishes_stage(plant.planned(), remark=" ")


def test_the_second_slip_brings_the_top_in_once(plant: Plant) -> None:
    case = plant.planned()
    below = [("zhang", "plan.slipped"), ("wu", "plan.slipped"), ("feng", "plan.slipped"), ("qian", "plan.slipped")]
    assert plant.slips(case).told == below
    second = plant.slips(case)
    assert [(e.kind, e.facts["slips"]) for e in second.events] == [("stage_slipped", 2), ("supervised", 2)]
    assert second.told == [*below, ("he", "plan.supervised"), ("zhou", "plan.supervised")]
    assert plant.slips(case).told == [*below, ("he", "plan.slipped"), ("zhou", "plan.slipped")]
    assert plant.kinds(case).count("supervised") == 1
    assert ("zhou", "plan.stage_done") in plant.finishes_stage(case).told


def test_a_stage_finished_late_leaves_the_next_one_a_day(plant: Plant) -> None:
    case = plant.planned(1, 2)
    plant.passes(days=5)
    plant.finishes_stage(case)
    assert plant.rings_at(case, "stage") == plant.now + timedelta(days=1)


def test_the_director_moves_a_stage_between_its_neighbours(plant: Plant) -> None:
    case = plant.planned(30, 60, 90)
    for days, reason in ((30, "stage_order"), (90, "stage_before_next"), (-2, "stage_past")):
        with refused(reason):
            plant.moves_stage(case, 2, days)
    with refused("reason"):
        plant.moves_stage(case, 2, 70, reason="")
    assert plant.moves_stage(case, 2, 70).told == [
        ("zhang", "plan.moved"),
        ("feng", "plan.moved"),
        ("qian", "plan.moved"),
    ]
    plant.moves_stage(case, 1, 40)
    assert plant.rings_at(case, "stage") == plant.end_of(40)
    plant.moves_stage(case, 3, 120)
    assert case.due_at == plant.end_of(120)
    assert plant.rings_at(case, "due") == plant.first_rung(case)


def test_a_stage_that_is_done_stays_where_it_is(plant: Plant) -> None:
    case = plant.planned(30, 60)
    plant.finishes_stage(case)
    assert unfinished(case) == [2]
    with refused("changed_since"):
        plant.moves_stage(case, 1, 40)


def test_nobody_moves_the_stages_of_their_own_task(plant: Plant) -> None:
    case = plant.planned()
    plant.assigns(case, "he")
    with refused("own_request"):
        plant.moves_stage(case, 1, 40, "he")
