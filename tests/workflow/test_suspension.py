"""Put to rest: nobody is reminded while nobody can work on it, and the time that was left goes on afterwards."""

from datetime import timedelta

import pytest

from tests.workflow.ground import refused
from tests.workflow.plant import Plant
from workflow.actions import possible
from workflow.library import Grade
from workflow.lifecycle import State, Verb
from workflow.suspension import MOST_DAYS, Suspend


def test_the_limit_moves_by_as_long_as_it_rests_and_owner_and_reporter_hear_why(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    before = case.due_at
    done = plant.suspends(case, 7)
    (event,) = done.events
    assert (event.kind, event.actor_id, event.words) == ("suspended", "qian", {"reason": "停产"})
    assert case.suspended_until is not None
    assert case.due_at == before + timedelta(days=7), "as many days are left, and its end is that of a day"
    assert done.told == [("zhang", "time.suspended"), ("li", "report.suspended")]
    assert plant.rings_at(case, "resting") == case.suspended_until
    assert plant.rings_at(case, "due") == plant.first_rung(case)


def test_it_wakes_by_itself_with_the_time_that_was_left(plant: Plant) -> None:
    case = plant.case_in(State.ASSIGNED)
    plant.suspends(case, 7)
    assert "taking" not in plant.running(case)
    due, wakes = case.due_at, case.suspended_until
    assert wakes is not None
    plant.comes(wakes)
    plant.rings(case, "resting")
    assert plant.kinds(case)[-1] == "resumed"
    assert (case.suspended_until, case.due_at) == (None, due)
    assert {"taking", "due"} <= plant.running(case)
    assert "resting" not in plant.running(case)


def test_whoever_wakes_it_earlier_gives_no_more_time_than_there_was(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    before = case.due_at
    plant.suspends(case, 30)
    plant.passes(days=2)
    assert plant.resumes(case).told == [("zhang", "time.resumed"), ("li", "report.resumed")]
    assert case.due_at == before + timedelta(days=2)


@pytest.mark.parametrize("days", [0, MOST_DAYS + 1])
def test_it_does_not_rest_for_ever(plant: Plant, days: int) -> None:
    case = plant.case_in(State.RECTIFYING)
    with refused("rest_day"):
        plant.suspends(case, days)


def test_what_is_late_is_not_hidden_by_it(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    plant.comes(case.due_at + timedelta(hours=1))
    with refused("rest_late"):
        plant.suspends(case)


def test_what_can_hurt_is_major_or_an_authoritys_does_not_rest(plant: Plant) -> None:
    running, major, locked = (plant.case_in(State.RECTIFYING) for _ in range(3))
    plant.warns(running)
    plant.regrades(major)
    locked.due_locked = True
    for case, reason in ((running, "rest_danger"), (major, "rest_danger"), (locked, "due_locked")):
        assert Verb.SUSPEND not in possible(plant.desk.people["he"], case, plant.desk.today)
        with refused(reason):
            plant.suspends(case, name="he")


def test_it_counts_as_more_time_so_that_the_next_is_the_directors(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    plant.suspends(case)
    plant.resumes(case)
    with refused("directors"):
        plant.suspends(case)
    plant.suspends(case, name="he")
    assert case.extensions == 2


def test_nobody_puts_their_own_task_to_rest(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    plant.assigns(case, "qian", "he")
    with refused("own_request"):
        plant.suspends(case)


def test_another_grade_ends_its_rest(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    plant.suspends(case, 30)
    plant.regrades(case, Grade.LARGER)
    assert case.suspended_until is None
    assert "resting" not in plant.running(case)


def test_what_has_changed_since_is_looked_at_again(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    with refused("changed_since"):
        plant.does("qian", Suspend(case.id, case.version - 1, "7", "停产"))
