"""Danger first: what cannot be stopped calls people at once, and what holds it off is checked until it is repaired."""

from datetime import timedelta

import pytest

from tests.workflow.desk import as_desk
from tests.workflow.ground import refused
from tests.workflow.plant import Plant
from workflow import notices
from workflow.danger import HURTS, Means, can_hurt_now, means_of
from workflow.hazard import Hazard
from workflow.library import Category, Grade
from workflow.lifecycle import State
from workflow.notices import Lane


def running(plant: Plant) -> Hazard:
    hazard = plant.reports(danger="running").hazard
    assert hazard is not None
    return hazard


def test_what_cannot_be_stopped_reaches_team_leader_and_duty_leader_at_once(plant: Plant) -> None:
    done = plant.reports(danger="running")
    assert done.told == [("ma", "danger.running"), ("shi", "danger.running"), ("zhang", "task.new")]
    assert [notice.lane for notice in done.notices] == [Lane.EMERGENCY, Lane.EMERGENCY, Lane.NOTICE]
    assert done.hazard is not None
    assert (done.hazard.danger, done.hazard.state) == ("running", State.ASSIGNED)
    assert plant.running(done.hazard) == {"danger", "seen_danger", "taking", "due"}


def test_what_was_stopped_calls_nobody(plant: Plant) -> None:
    done = plant.reports(danger="stopped")
    assert done.told == [("zhang", "task.new")]
    assert done.hazard is not None
    assert plant.running(done.hazard) == {"taking", "due"}


def test_until_it_is_under_control_they_hear_of_it_again_and_the_officers_too(plant: Plant) -> None:
    case = running(plant)
    assert plant.rings_at(case, "danger") == plant.now + timedelta(minutes=15)
    told = notices.of_ring(as_desk(plant.desk), case, "danger", 0, "t1")
    assert [notice.recipient_id for notice in told] == ["ma", "shi", "feng", "qian"]
    assert {notice.lane for notice in told} == {Lane.EMERGENCY}


def test_under_control_means_a_measure_that_is_asked_after_every_day(plant: Plant) -> None:
    case = running(plant)
    done = plant.contains(case)
    assert done.told == [("li", "danger.contained"), ("zhang", "danger.contained"), ("shi", "danger.contained")]
    assert done.events[-1].words == {"measure": "断电挂牌"}
    assert (case.danger, case.state) == ("held", State.ASSIGNED)
    assert plant.running(case) == {"measure", "taking", "due"}
    plant.passes(days=1)
    plant.checks_measure(case)
    assert plant.rings_at(case, "measure") == plant.now + timedelta(days=1)


def test_the_measure_is_asked_after_until_the_case_is_closed(plant: Plant) -> None:
    case = running(plant)
    plant.contains(case)
    plant.takes(case)
    plant.submits(case)
    assert plant.running(case) == {"measure", "acceptance"}
    plant.accepts(case)
    assert plant.running(case) == {"recheck"}


def test_a_measure_that_is_gone_calls_them_again(plant: Plant) -> None:
    case = running(plant)
    plant.contains(case)
    done = plant.misses_measure(case)
    assert done.told == [("ma", "danger.running"), ("shi", "danger.running")]
    assert case.danger == "running"
    assert plant.running(case) == {"danger", "seen_danger", "taking", "due"}


def test_what_was_reopened_or_reinstated_is_as_dangerous_as_before(plant: Plant) -> None:
    """The measure of a closed case went with it; that of one set aside may still be there, and is asked after soon."""
    held = running(plant)
    plant.contains(held)
    plant.takes(held)
    plant.submits(held)
    plant.accepts(held)
    assert plant.reopens(held).told[-2:] == [("ma", "danger.running"), ("shi", "danger.running")]
    assert plant.running(held) == {"danger", "seen_danger", "due"}
    loose = running(plant)
    plant.finds_invalid(loose)
    done = plant.reinstates(loose)
    assert ("shi", "danger.running") in done.told
    assert "danger" in plant.running(loose)


def test_the_reporter_may_say_that_it_is_under_control(plant: Plant) -> None:
    case = running(plant)
    plant.contains(case, "li")
    assert case.danger == "held"


def test_a_measure_is_said_in_words(plant: Plant) -> None:
    case = running(plant)
    with refused("reason"):
        plant.contains(case, measure=" ")
    assert case.danger == "running"


def test_what_hurts_nobody_needs_no_measure_and_what_has_none_is_not_asked_after(plant: Plant) -> None:
    harmless = plant.reported()
    with refused("state"):
        plant.contains(harmless)
    with refused("state"):
        plant.checks_measure(running(plant))


@pytest.mark.parametrize("category", Category)
def test_it_is_asked_where_somebody_can_be_hurt_and_for_everything_above_general(category: Category) -> None:
    assert can_hurt_now(category, Grade.GENERAL) == (category in HURTS)
    assert can_hurt_now(category, Grade.LARGER)
    assert can_hurt_now(category, Grade.MAJOR)


@pytest.mark.parametrize("category", Category)
def test_the_library_knows_better_but_for_what_is_major(category: Category) -> None:
    for grade in (Grade.GENERAL, Grade.LARGER):
        assert can_hurt_now(category, grade, hurts=True)
        assert not can_hurt_now(category, grade, hurts=False)
    assert can_hurt_now(category, Grade.MAJOR, hurts=False)


def test_what_is_no_machine_is_kept_from_people_by_other_means() -> None:
    assert means_of(Category.MECHANICAL) is means_of(Category.MANAGEMENT) is Means.MACHINE
    assert means_of(Category.ENVIRONMENT) is Means.GROUND
    assert means_of(Category.FIRE) is Means.FIRE
    assert {means_of(category) for category in Category} == set(Means) - {Means.UNSTEADY}, "which entries alone name"


@pytest.mark.parametrize("category", Category)
def test_the_library_knows_better_by_what_means(category: Category) -> None:
    assert means_of(category, "unsteady") is Means.UNSTEADY
    assert means_of(category, "ground") is Means.GROUND
    assert means_of(category, None) is means_of(category)


def test_what_nobody_has_held_off_is_signed_off_on_site_only(plant: Plant) -> None:
    case = running(plant)
    plant.takes(case)
    plant.submits(case)
    with refused("on_site_danger"):
        plant.accepts(case, on_site=False)
    plant.accepts(case)
