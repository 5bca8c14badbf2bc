"""A temporary measure: how long it holds, who is asked whether it is still there, and what comes when it has ended."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.workflow.cast import SHANGHAI
from tests.workflow.ground import refused
from tests.workflow.plant import Plant
from workflow.danger import DAILY, SHIFTLY, WEEKLY, SetMeasure
from workflow.hazard import Hazard
from workflow.lifecycle import State
from workflow.notices import Lane

MONDAY, TUESDAY, THURSDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 26)


def held(plant: Plant, name: str = "ma") -> Hazard:
    """A danger that somebody has fenced in."""
    case = plant.reports(danger="running").hazard
    assert case is not None
    plant.contains(case, name)
    return case


def test_one_tap_puts_a_measure_until_the_repair_that_is_looked_at_every_day(plant: Plant) -> None:
    case = held(plant)
    assert (case.measure_until, case.measure_hours) == (None, DAILY)
    assert plant.rings_at(case, "measure") == plant.now + timedelta(hours=24)


@pytest.mark.parametrize("hours", [SHIFTLY, DAILY, WEEKLY])
def test_it_is_looked_at_in_the_rhythm_that_was_set(plant: Plant, hours: int) -> None:
    case = held(plant)
    done = plant.sets_measure(case, hours=hours)
    assert done.events[-1].facts == {"until": None, "hours": hours}
    assert done.told == []
    assert plant.rings_at(case, "measure") == plant.now + timedelta(hours=hours)
    plant.passes(hours=hours)
    plant.checks_measure(case)
    assert plant.rings_at(case, "measure") == plant.now + timedelta(hours=hours)


def test_it_ends_at_six_in_the_evening_of_its_last_day_and_four_hours_before_it_is_said(plant: Plant) -> None:
    case = held(plant)
    plant.sets_measure(case, day=THURSDAY, hours=WEEKLY)
    until = case.measure_until
    assert until is not None
    assert until.astimezone(SHANGHAI).isoformat() == "2026-11-26T18:00:00+08:00"
    assert plant.rings_at(case, "measure") == until - timedelta(hours=4)
    plant.passes(days=3, hours=5)  # Thursday 14:00
    assert plant.rings(case, "measure").told == [("ma", "danger.ending")]


def test_what_is_set_apart_stays_apart(plant: Plant) -> None:
    """Two people change rhythm and end at once: neither undoes what the other has said."""
    case = held(plant)
    plant.sets_measure(case, "ma", hours=SHIFTLY)
    plant.sets_measure(case, "zhang", day=THURSDAY)
    assert case.measure_hours == SHIFTLY
    plant.sets_measure(case, days=1)
    assert case.measure_until == plant.desk.calendar.due(plant.now, 1)
    done = plant.sets_measure(case, to_repair=True)
    assert done.events[-1].facts == {"until": None, "hours": SHIFTLY}


def test_the_last_day_may_be_today_and_then_there_are_four_hours_at_least(plant: Plant) -> None:
    case = held(plant)
    plant.passes(hours=8)  # 17:00
    plant.sets_measure(case, day=MONDAY)
    assert case.measure_until == plant.now + timedelta(hours=4)
    assert plant.rings_at(case, "measure") == case.measure_until


@pytest.mark.parametrize(
    "command", [{"day": date(2026, 11, 22)}, {"day": date(2025, 12, 3), "hours": WEEKLY}, {"days": -1}]
)
def test_a_measure_does_not_end_in_the_past(plant: Plant, command: dict[str, Any]) -> None:
    case = held(plant)
    before = plant.desk.everything()
    with refused("measure_past"):
        plant.sets_measure(case, **command)
    assert plant.desk.everything() == before


def test_a_second_measure_is_looked_at_as_the_first_was(plant: Plant) -> None:
    case = held(plant)
    plant.sets_measure(case, hours=SHIFTLY, day=THURSDAY)
    until = case.measure_until
    plant.contains(case, "li", "多拉了一道警戒线")
    assert (case.measure_until, case.measure_hours) == (until, SHIFTLY)
    assert plant.rings_at(case, "measure") == plant.now + timedelta(hours=SHIFTLY)
    plant.misses_measure(case)
    plant.contains(case, "li")
    assert (case.measure_until, case.measure_hours) == (None, DAILY)


def test_the_finder_may_put_a_measure_and_not_say_how_long_it_is_looked_after(plant: Plant) -> None:
    case = held(plant, "li")
    before = plant.desk.everything()
    for command in ({"hours": WEEKLY}, {"to_repair": True}):
        with refused("not_yours"):
            plant.sets_measure(case, "li", **command)
    assert plant.desk.everything() == before
    plant.sets_measure(case, "ma", day=TUESDAY)
    plant.passes(days=1, hours=5)  # Tuesday 14:00
    assert plant.rings(case, "measure").told == [("zhang", "danger.ending"), ("li", "danger.check")]


def test_a_measure_ends_within_a_year(plant: Plant) -> None:
    case = held(plant)
    with refused("measure_far"):
        plant.sets_measure(case, days=366)
    plant.sets_measure(case, days=365)


@pytest.mark.parametrize("hours", [-8, 1, 25, 10_000])
def test_the_rhythm_is_one_of_three(plant: Plant, hours: int) -> None:
    case = held(plant)
    with refused("rhythm"):
        plant.sets_measure(case, hours=hours)


def test_where_there_is_no_measure_there_is_nothing_to_set(plant: Plant) -> None:
    case = plant.reports(danger="running").hazard
    assert case is not None
    with refused("state"):
        plant.sets_measure(case, hours=WEEKLY)


# Who is asked


def test_whoever_put_it_is_asked_whoever_owns_the_case(plant: Plant) -> None:
    for name in ("ma", "li", "zhang"):
        assert plant.rings(held(plant, name), "measure").told == [(name, "danger.check")]


def test_where_they_have_left_the_owner_is_asked_and_then_the_officers(plant: Plant) -> None:
    case = held(plant, "li")
    plant.leaves("li")
    assert plant.rings(case, "measure").told == [("zhang", "danger.check")]
    plant.leaves("zhang")
    assert plant.rings(case, "measure", 0).told == [("feng", "danger.check"), ("qian", "danger.check")]


def test_the_last_who_put_one_is_asked(plant: Plant) -> None:
    case = held(plant, "ma")
    plant.contains(case, "zhang", "换了围栏")
    assert plant.rings(case, "measure").told == [("zhang", "danger.check")]


def test_a_question_that_nobody_answers_climbs_every_four_hours(plant: Plant) -> None:
    case = held(plant, "li")
    plant.passes(days=1)
    told = [[name for name, _ in plant.rings(case, "measure", step).told] for step in range(5)]
    at_last = ["li", "ma", "feng", "qian", "he"]
    assert told == [["li"], ["li", "ma"], ["li", "ma", "feng", "qian"], at_last, at_last]


# When it has ended


def ended(plant: Plant, name: str = "ma") -> Hazard:
    case = held(plant, name)
    plant.sets_measure(case, day=TUESDAY)
    plant.passes(days=1, hours=9)  # Tuesday 18:00
    return case


def test_a_measure_that_was_not_renewed_holds_nothing_off_and_people_are_called(plant: Plant) -> None:
    case = ended(plant, "zhang")
    done = plant.rings(case, "measure", 1)
    assert done.told == [("ma", "danger.running"), ("shi", "danger.running"), ("zhang", "danger.running")]
    assert {notice.lane for notice in done.notices} == {Lane.EMERGENCY}
    assert [event.actor_id for event in done.events] == [None]
    assert case.danger == "running"
    assert case.measure_until is not None, "it is said that it has ended"
    assert plant.running(case) == {"danger", "seen_danger", "taking", "due"}


def test_until_its_end_a_ring_only_asks(plant: Plant) -> None:
    case = held(plant)
    plant.sets_measure(case, day=TUESDAY)
    plant.passes(days=1, hours=8)
    assert plant.rings(case, "measure").told == [("ma", "danger.ending")]
    assert case.danger == "held"


def test_that_it_is_still_there_does_not_renew_it(plant: Plant) -> None:
    case = held(plant)
    plant.sets_measure(case, day=TUESDAY)
    plant.passes(days=1, hours=6)
    plant.checks_measure(case)
    assert plant.rings_at(case, "measure") == case.measure_until


def test_renewed_in_time_it_goes_on(plant: Plant) -> None:
    case = held(plant)
    plant.sets_measure(case, day=TUESDAY)
    plant.passes(days=1, hours=8)
    plant.sets_measure(case, day=THURSDAY)
    plant.passes(hours=1)
    assert plant.rings(case, "measure").events == []
    assert case.danger == "held"


def test_another_measure_begins_anew(plant: Plant) -> None:
    case = ended(plant)
    plant.rings(case, "measure")
    plant.contains(case, "ma", "派人看着")
    assert (case.danger, case.measure_until, case.measure_hours) == ("held", None, DAILY)
    assert "measure" in plant.running(case)


def test_one_that_was_taken_away_before_its_end_is_not_told_as_ended(plant: Plant) -> None:
    case = held(plant)
    plant.sets_measure(case, day=THURSDAY)
    plant.misses_measure(case)
    assert case.measure_until is None


# What puts the case aside


def test_a_case_taken_up_again_after_its_measure_has_ended_calls_people(plant: Plant) -> None:
    case = held(plant)
    plant.sets_measure(case, day=TUESDAY)
    plant.finds_invalid(case)
    plant.passes(days=3)
    done = plant.reinstates(case)
    assert ("shi", "danger.running") in done.told
    assert plant.running(case) == {"danger", "seen_danger", "taking", "due"}


def test_a_case_taken_up_again_is_looked_at_within_a_day(plant: Plant) -> None:
    case = held(plant)
    plant.sets_measure(case, hours=WEEKLY)
    plant.finds_invalid(case)
    plant.passes(days=3)
    plant.reinstates(case)
    assert plant.rings_at(case, "measure") == plant.now + timedelta(days=1)


def test_a_measure_is_not_merged_out_of_sight(plant: Plant) -> None:
    case, other = held(plant), plant.reported()
    with refused("merge_held"):
        plant.merges(case, other)
    plant.merges(other, case)
    assert other.state is State.MERGED
    plant.merges(held(plant), case)


def test_while_it_waits_for_acceptance_the_measure_can_end_too(plant: Plant) -> None:
    case = held(plant)
    plant.takes(case)
    plant.submits(case)
    plant.does("ma", SetMeasure(case.id, day="2026-11-24"))
    plant.passes(days=2)
    plant.rings(case, "measure")
    assert (case.state, case.danger) == (State.AWAITING_ACCEPTANCE, "running")
