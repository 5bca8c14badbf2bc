"""More time: who decides, what moves, and what does not."""

from datetime import timedelta

import pytest

from tests.workflow.ground import refused
from tests.workflow.plant import Plant
from workflow.actions import possible
from workflow.extension import MOST_DAYS, MoveLimit
from workflow.library import Grade
from workflow.lifecycle import State, Verb


def test_the_officer_grants_it_once_and_the_limit_moves(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    due = case.due_at
    assert plant.asks_time(case).told == [("feng", "time.asked"), ("qian", "time.asked")]
    assert case.due_at == due, "the clock runs on until it is granted"
    assert plant.grants(case).told == [("zhang", "time.granted"), ("li", "report.time_granted")]
    assert case.due_at == due + timedelta(days=3)
    assert plant.rings_at(case, "due") == plant.first_rung(case)
    assert "asking" not in plant.running(case)


def test_the_second_time_it_is_the_director_s(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    plant.asks_time(case)
    plant.grants(case)
    assert plant.asks_time(case).told == [("he", "time.asked")]
    with refused("directors"):
        plant.grants(case, "qian")
    plant.grants(case, "he")
    assert case.extensions == 2


@pytest.mark.parametrize("grade", [Grade.LARGER, Grade.MAJOR])
def test_above_general_it_is_the_director_s_from_the_first(plant: Plant, grade: Grade) -> None:
    case = plant.reported(grade=grade)
    assert plant.asks_time(case).told == [("he", "time.asked")]
    with refused("directors"):
        plant.grants(case)


def test_an_authority_s_limit_is_nobody_s_to_move(plant: Plant) -> None:
    case = plant.reported()
    case.due_locked = True
    with refused("due_locked"):
        plant.asks_time(case)


def test_nobody_grants_their_own(plant: Plant) -> None:
    case = plant.reported()
    plant.assigns(case, "qian", "feng")
    assert plant.asks_time(case).told == [("feng", "time.asked")]
    with refused("own_request"):
        plant.grants(case, "qian")


@pytest.mark.parametrize("days", [0, -1, MOST_DAYS + 1])
def test_days_have_a_measure(plant: Plant, days: int) -> None:
    with refused("days"):
        plant.asks_time(plant.reported(), days)


def test_a_refusal_has_a_reason_and_leaves_the_limit(plant: Plant) -> None:
    case = plant.reported()
    due = case.due_at
    plant.asks_time(case)
    done = plant.refuses(case)
    assert done.told == [("zhang", "time.refused")]
    assert (case.due_at, case.asked_until) == (due, None)
    with refused("state"):
        plant.grants(case)


def test_of_two_who_decide_at_once_the_second_finds_nothing_to_decide(plant: Plant) -> None:
    case = plant.reported()
    plant.asks_time(case)
    plant.grants(case, "qian")
    with refused("state"):
        plant.grants(case, "feng")


def test_what_is_overdue_is_counted_from_today(plant: Plant) -> None:
    case = plant.reported()
    plant.passes(days=10)
    plant.asks_time(case, 2)
    assert case.asked_until == plant.now + timedelta(days=2)


@pytest.mark.parametrize("ends", ["submits", "gives back", "passes on", "assigns", "invalid", "merges", "outside"])
def test_what_was_asked_ends_with_the_work_of_whoever_asked(plant: Plant, ends: str) -> None:
    case, other = plant.case_in(State.RECTIFYING), plant.reported()
    plant.asks_time(case)
    acts = {
        "submits": lambda: plant.submits(case),
        "gives back": lambda: plant.passes_on(case, None),
        "passes on": lambda: plant.passes_on(case, "hou"),
        "assigns": lambda: plant.assigns(case, "hou"),
        "invalid": lambda: plant.finds_invalid(case),
        "merges": lambda: plant.merges(case, other),
        "outside": lambda: plant.moves_outside(case),
    }
    acts[ends]()
    assert case.asked_until is None
    assert "asking" not in plant.running(case)
    assert Verb.GRANT_TIME not in possible(plant.desk.people["qian"], case, plant.desk.today)


def test_days_asked_for_since_are_never_granted_unseen(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    plant.asks_time(case, 1)
    seen = case.version
    plant.posts(case)
    plant.asks_time(case, 90)
    with refused("time_changed"):
        plant.grants(case, seen=seen)
    with refused("time_changed"):
        plant.refuses(case, seen=seen)
    seen = case.version
    plant.posts(case)
    plant.grants(case, seen=seen)
    assert case.asked_until is None, "what else happened meanwhile does not matter"


def test_granted_late_it_is_counted_from_then(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    plant.asks_time(case, 2)
    plant.passes(days=20)
    done = plant.grants(case)
    assert case.due_at == plant.now + timedelta(days=2)
    assert done.events[0].facts["until"] == case.due_at.isoformat()
    assert plant.rings_at(case, "due") == plant.first_rung(case)


def test_whoever_steers_moves_a_limit_unasked_and_back_again(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    before = case.due_at
    done = plant.moves_limit(case, 5)
    assert case.due_at == before + timedelta(days=5)
    assert done.told == [("zhang", "time.moved"), ("li", "report.limit_moved")]
    assert plant.rings_at(case, "due") == plant.first_rung(case)
    plant.does("qian", MoveLimit(case.id, case.version, before.isoformat(), "点错了"))
    assert (case.due_at, case.extensions) == (before, 0), "what was moved back does not count"


def test_a_second_move_to_later_is_the_directors(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    plant.moves_limit(case)
    with refused("directors"):
        plant.moves_limit(case)
    plant.moves_limit(case, name="he")
    assert case.extensions == 2


@pytest.mark.parametrize(("days", "reason"), [(91, "days"), (-30, "limit_same"), (0, "limit_same")])
def test_a_limit_moves_to_a_day_ahead_and_not_too_far(plant: Plant, days: int, reason: str) -> None:
    case = plant.case_in(State.RECTIFYING)
    with refused(reason):
        plant.moves_limit(case, days)


def test_what_is_asked_for_is_answered_and_not_passed_over(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    plant.asks_time(case)
    with refused("limit_asked"):
        plant.moves_limit(case)
