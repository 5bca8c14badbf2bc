"""Remind me later: a little, twice, with a reason; the limit stays, and what climbs climbs."""

from datetime import timedelta

import pytest

from tests.workflow.desk import as_desk
from tests.workflow.ground import refused
from tests.workflow.plant import Plant
from workflow import notices
from workflow.actions import possible
from workflow.deputies import NameDeputy
from workflow.hazard import Hazard
from workflow.library import Grade
from workflow.lifecycle import State, Verb
from workflow.snooze import SnoozeReminder


def told(plant: Plant, case: Hazard, clock: str, step: int = 0) -> list[tuple[str, str]]:
    rung = notices.of_ring(as_desk(plant.desk), case, clock, step, "t1")
    return [(notice.recipient_id, notice.topic) for notice in rung]


def test_the_owner_is_reminded_when_they_have_asked_for_it_and_the_limit_stays(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    plant.comes(plant.rings_at(case, "due"))  # the day before
    due, rings = case.due_at, plant.rings_at(case, "due")
    (event,) = plant.snoozes(case, 4, "备件明天到").events
    assert (event.kind, event.actor_id, event.words) == ("snoozed", "zhang", {"reason": "备件明天到"})
    assert event.facts == {"until": (plant.now + timedelta(hours=4)).isoformat(), "times": 1}
    assert plant.rings_at(case, "snooze") == plant.now + timedelta(hours=4)
    assert (case.due_at, plant.rings_at(case, "due")) == (due, rings)
    plant.passes(hours=4)
    assert told(plant, case, "snooze") == [("zhang", "task.due_soon")]
    plant.rings(case, "snooze")
    assert "snooze" not in plant.running(case), "it rings once"


@pytest.mark.parametrize(("state", "late", "topic"), [
    (State.ASSIGNED, False, "task.not_taken"),
    (State.RECTIFYING, False, "task.due_soon"),
    (State.RECTIFYING, True, "overdue.owner"),
    (State.ASSIGNED, True, "overdue.owner"),
])  # fmt: skip
def test_they_are_reminded_of_what_there_is_to_do_then(plant: Plant, state: State, late: bool, topic: str) -> None:
    case = plant.case_in(state)
    if late:
        plant.comes(case.due_at)
    plant.snoozes(case, 2)
    plant.passes(hours=2)
    assert told(plant, case, "snooze") == [("zhang", topic)]


def test_meanwhile_the_owner_is_let_be_and_others_are_told_as_ever(plant: Plant) -> None:
    case = plant.reported()
    plant.passes(hours=8)
    plant.snoozes(case, 24)
    assert told(plant, case, "taking") == []
    assert told(plant, case, "taking", 1) == [
        ("ma", "overdue.not_taken"),
        ("feng", "overdue.not_taken"),
        ("qian", "overdue.not_taken"),
    ]
    plant.passes(hours=24)
    assert ("zhang", "task.not_taken") in told(plant, case, "taking", 1)


def test_before_the_limit_never_beyond_it_and_at_the_limit_it_is_the_limit_that_speaks(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    plant.comes(case.due_at - timedelta(hours=3))
    plant.snoozes(case, 24)
    assert case.snooze is not None
    assert case.snooze.until == case.due_at
    assert "snooze" not in plant.running(case)
    plant.comes(case.due_at)
    assert told(plant, case, "due") == [("zhang", "overdue.owner"), ("ma", "overdue.leader")]


def test_what_is_late_is_told_above_at_its_hour_though_its_owner_sleeps(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    plant.comes(case.due_at)
    plant.snoozes(case, 24)
    plant.passes(days=1)
    assert ("he", "overdue.leader") in told(plant, case, "due")
    assert told(plant, case, "snooze") == [], "the same is not told twice"


def test_twice_and_no_more_and_a_new_owner_has_their_own(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    plant.snoozes(case, 1)
    plant.passes(hours=1)
    plant.snoozes(case, 1)
    with refused("snooze_often"):
        plant.snoozes(case, 1)
    assert Verb.SNOOZE not in possible(plant.desk.people["zhang"], case, plant.desk.today)
    plant.passes_on(case, "hou")
    assert Verb.SNOOZE in possible(plant.desk.people["hou"], case, plant.desk.today)
    plant.snoozes(case, 1)
    plant.assigns(case, "zhang")
    with refused("snooze_often"):
        plant.snoozes(case, 1)


def test_the_deputy_s_count_with_the_owner_s(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    plant.does("zhang", NameDeputy("hou", plant.day(0), plant.day(6)))
    plant.does("hou", SnoozeReminder(case.id, 1, "备件明天到"))
    plant.does("hou", SnoozeReminder(case.id, 1, "备件明天到"))
    with refused("snooze_often"):
        plant.does("hou", SnoozeReminder(case.id, 1, "备件明天到"))


@pytest.mark.parametrize("hours", [0, -1, 25, 240])
def test_no_more_than_a_day_and_no_less_than_an_hour(plant: Plant, hours: int) -> None:
    with refused("snooze_long"):
        plant.snoozes(plant.case_in(State.RECTIFYING), hours)


def test_not_without_a_reason(plant: Plant) -> None:
    with refused("reason"):
        plant.snoozes(plant.case_in(State.RECTIFYING), 2, "  ")


def test_a_major_hazard_is_put_off_by_nobody(plant: Plant) -> None:
    with refused("snooze_major"):
        plant.snoozes(plant.reported(grade=Grade.MAJOR))


@pytest.mark.parametrize(("grade", "days"), [(Grade.GENERAL, 1), (Grade.LARGER, 0)])
def test_nothing_is_put_off_once_the_director_has_been_told(plant: Plant, grade: Grade, days: int) -> None:
    case = plant.case_in(State.RECTIFYING)
    case.company_grade = grade
    plant.comes(case.due_at + timedelta(days=days, hours=-1))
    plant.snoozes(case, 1)
    plant.comes(case.due_at + timedelta(days=days))
    with refused("snooze_climbed"):
        plant.snoozes(case, 1)


def test_only_its_owner_puts_it_off(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    for name in ("li", "ma", "qian", "he", "hou"):
        assert Verb.SNOOZE not in possible(plant.desk.people[name], case, plant.desk.today)


@pytest.mark.parametrize("way", [
    lambda plant, case: plant.submits(case),
    lambda plant, case: plant.passes_on(case, "hou"),
    lambda plant, case: plant.passes_on(case, None),
    lambda plant, case: plant.finds_invalid(case),
    lambda plant, case: plant.merges(case, plant.reported("wang")),
    lambda plant, case: plant.moves_outside(case),
    lambda plant, case: plant.makes_long_term(case),
    lambda plant, case: plant.regrades(case),
])  # fmt: skip
def test_every_way_out_ends_it(plant: Plant, way: object) -> None:
    case = plant.case_in(State.RECTIFYING)
    plant.snoozes(case, 4)
    assert "snooze" in plant.running(case)
    way(plant, case)  # type: ignore[operator]
    assert "snooze" not in plant.running(case)


def test_taking_the_task_ends_it(plant: Plant) -> None:
    case = plant.reported()
    plant.snoozes(case, 4)
    plant.takes(case)
    assert plant.running(case) == {"due"}
