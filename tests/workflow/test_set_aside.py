"""No hazard, or the same as another: who may say so, who hears it, and the way back."""

from collections.abc import Callable

import pytest

from tests.workflow.ground import refused
from tests.workflow.plant import Plant
from workflow.hazard import Hazard
from workflow.library import Grade
from workflow.lifecycle import State
from workflow.set_aside import Merge


def test_the_reporter_hears_why_it_is_no_hazard_and_the_owner_that_it_is_over(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    done = plant.finds_invalid(case)
    assert done.told == [("li", "report.invalid"), ("zhang", "task.set_aside")]
    assert done.events[-1].words == {"reason": "不会伤人"}
    assert (case.state, case.owner_id, plant.running(case)) == (State.INVALID, None, set())


def test_a_reason_is_owed(plant: Plant) -> None:
    case = plant.reported()
    with refused("reason"):
        plant.finds_invalid(case, reason="  ")


def test_what_is_merged_goes_on_in_the_other_and_both_reporters_hear_how_it_ends(plant: Plant) -> None:
    same, case = plant.reported("wang"), plant.case_in(State.RECTIFYING)
    assert plant.merges(same, case).told == [("wang", "report.merged"), ("zhang", "task.set_aside")]
    assert (same.state, same.merged_into_id, plant.running(same)) == (State.MERGED, case.id, set())
    plant.submits(case)
    assert plant.accepts(case).told == [("li", "report.closed"), ("wang", "report.closed"), ("zhang", "task.accepted")]


def test_a_merge_is_undone_and_finds_its_owner_again(plant: Plant) -> None:
    same, case = plant.reported("wang"), plant.reported()
    plant.merges(same, case)
    done = plant.reinstates(same)
    assert done.told == [("wang", "report.reinstated"), ("zhang", "task.new")]
    assert (same.state, same.owner_id, same.merged_into_id) == (State.ASSIGNED, "zhang", None)
    plant.takes(case)
    plant.submits(case)
    assert ("wang", "report.closed") not in plant.accepts(case).told


def test_whoever_reported_the_same_sees_it_reopens_it_and_is_asked_whether_it_holds(plant: Plant) -> None:
    same, case = plant.reported("wang"), plant.case_in(State.RECTIFYING)
    with refused("unknown_case"):
        plant.reopens(case, "wang")
    plant.merges(same, case)
    plant.submits(case)
    plant.accepts(case)
    plant.now = plant.rings_at(case, "recheck")
    asked = plant.rings(case, "recheck").told
    assert asked == [("li", "recheck.ask"), ("wang", "recheck.ask"), ("ma", "recheck.ask")]
    plant.says_it_holds(case, "wang")
    plant.reopens(case, "wang")
    assert case.state is State.RECTIFYING


def test_whoever_reported_the_same_goes_where_the_case_goes_and_no_further(plant: Plant) -> None:
    first, second, third = plant.reported("wang"), plant.reported("wang"), plant.case_in(State.RECTIFYING)
    plant.merges(first, second)
    plant.merges(second, third)
    assert third.also_reported_by == ["wang", "wang"]
    plant.reinstates(first)
    assert (second.also_reported_by, third.also_reported_by) == ([], ["wang"])
    plant.reinstates(second)
    assert third.also_reported_by == []
    with refused("unknown_case"):
        plant.reopens(third, "wang")


def test_a_false_alarm_that_was_none_is_taken_up_again(plant: Plant) -> None:
    case = plant.case_in(State.INVALID)
    plant.reinstates(case)
    assert (case.state, case.owner_id) == (State.ASSIGNED, "zhang")


def test_what_is_merged_needs_another_open_case_that_is_there(plant: Plant) -> None:
    case, closed = plant.reported(), plant.case_in(State.CLOSED)
    with refused("merge_unknown"):
        plant.does("qian", Merge(case.id, "YH-20261123-9999"))
    with refused("merge_itself"):
        plant.merges(case, case)
    with refused("merge_closed"):
        plant.merges(case, closed)
    assert case.state is State.ASSIGNED


def test_the_number_may_be_written_small_and_with_spaces(plant: Plant) -> None:
    case, other = plant.reported(), plant.reported()
    plant.does("qian", Merge(case.id, f" {other.number.lower()} "))
    assert case.merged_into_id == other.id


def test_what_was_merged_into_another_follows_it_when_that_one_is_merged_again(plant: Plant) -> None:
    first, second, third = plant.reported("wang"), plant.reported("ma"), plant.case_in(State.RECTIFYING)
    plant.merges(first, second)
    plant.merges(second, third)
    plant.submits(third)
    told = plant.accepts(third).told
    assert {name for name, topic in told if topic == "report.closed"} == {"li", "ma", "wang"}


def test_a_danger_that_runs_is_not_merged_away_and_an_alarm_takes_nothing_in(plant: Plant) -> None:
    running, case = plant.reports(danger="running").hazard, plant.reported()
    assert running is not None
    with refused("merge_running"):
        plant.merges(running, case)
    with refused("merge_closed"):
        plant.merges(case, plant.case_in(State.ALARM))


def test_nobody_does_away_with_their_own_task(plant: Plant) -> None:
    case, other = plant.reported(), plant.reported()
    plant.assigns(case, "qian", "feng")
    with refused("own_case"):
        plant.finds_invalid(case, "qian")
    with refused("own_case"):
        plant.merges(case, other, "qian")


def test_a_major_case_is_not_set_aside_behind_the_backs_of_those_who_answer_for_it(plant: Plant) -> None:
    case = plant.reported(grade=Grade.MAJOR)
    told = plant.finds_invalid(case).told
    assert ("he", "major.set_aside") in told
    assert ("zhou", "major.set_aside") in told
    plant.reinstates(case, "he")
    plant.contains(case)
    other = plant.reported("wang", grade=Grade.MAJOR)
    plant.contains(other, "qian")
    assert "major.set_aside" in [topic for _, topic in plant.merges(case, other).told]


# What would be lost


def finding(plant: Plant, days: int = 10) -> Hazard:
    case = plant.reports_finding(days=days).hazard
    assert case is not None
    return case


def dangerous(plant: Plant) -> Hazard:
    case = plant.reports(danger="stopped").hazard
    assert case is not None
    return case


LOST: dict[str, Callable[[Plant], tuple[Hazard, Hazard]]] = {
    "merge_grade": lambda plant: (plant.reported(grade=Grade.LARGER), plant.reported()),
    "merge_locked": lambda plant: (finding(plant), plant.reported()),
    "merge_locked later": lambda plant: (finding(plant, 5), finding(plant, 10)),
    "merge_plan": lambda plant: (plant.planned(), plant.reported()),
    "merge_plan wanted": lambda plant: (plant.case_in(State.PLANNING), plant.reported()),
    "merge_danger": lambda plant: (dangerous(plant), plant.reported()),
}


@pytest.mark.parametrize("lost", LOST)
def test_nothing_is_merged_away_and_the_other_way_round_it_goes(plant: Plant, lost: str) -> None:
    case, into = LOST[lost](plant)
    with refused(lost.split()[0]):
        plant.merges(case, into)
    plant.merges(into, case)
    assert into.merged_into_id == case.id


def test_where_both_have_something_to_keep_they_stay_apart(plant: Plant) -> None:
    case, other = plant.reported(grade=Grade.LARGER), finding(plant)
    for one, into in ((case, other), (other, case)):
        with refused("merge_neither"):
            plant.merges(one, into)


def test_what_an_authority_found_is_the_director_s_to_do_away_with(plant: Plant) -> None:
    case = finding(plant)
    with refused("authority_aside"):
        plant.finds_invalid(case)
    plant.finds_invalid(case, "he")
    assert case.state is State.INVALID


def test_what_is_taken_up_again_late_has_time_and_what_an_authority_set_has_not(plant: Plant) -> None:
    case, ordered = plant.reported(), finding(plant, 5)
    set_by_authority = ordered.due_at
    for each in (case, ordered):
        plant.finds_invalid(each, "he")
    plant.passes(days=20)
    for each in (case, ordered):
        plant.reinstates(each)
    assert (case.due_at, ordered.due_at) == (plant.end_of(3), set_by_authority)
