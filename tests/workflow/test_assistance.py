"""Help from another department: who is asked, who may go, who hears, and how it ends."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.workflow.cast import HIRED
from tests.workflow.ground import Done, refused
from tests.workflow.plant import Plant
from tests.workflow.test_notices import officers, ring, told
from workflow.hazard import Hazard
from workflow.lifecycle import State
from workflow.people import Membership, Role
from workflow.permissions import Action, allowed


def sees(plant: Plant, name: str, case: Hazard) -> bool:
    return allowed(plant.desk.people[name], Action.SEE, case, plant.desk.today)


def test_the_department_s_head_is_asked_and_everybody_there_may_look(plant: Plant) -> None:
    case = plant.reported(area="warehouse")
    plant.assigns(case, "zhang")
    assert not sees(plant, "li", case) or case.reporter_id == "li"
    assert not sees(plant, "sun", case)
    done = plant.asks_help(case)
    assert done.told == [("sun", "assist.asked")]
    assert done.events[-1].words == {"need": "要两个人扶着"}
    assert sees(plant, "sun", case)
    assert sees(plant, "ma", case)
    assert not sees(plant, "chen", case)


def test_where_a_department_has_no_head_those_who_repair_there_are_asked(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    assert plant.asks_help(case, "store").told == [("chen", "assist.asked"), ("liu", "assist.asked")]


def test_from_asked_to_done_the_owner_hears_each_step(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    plant.asks_help(case)
    assert plant.helps(case, "ma").told == [("zhang", "assist.taken")]
    assert (case.helper_id, case.helper_department_id) == ("ma", "production")
    done = plant.helped(case)
    assert done.told == [("zhang", "assist.done")]
    assert done.events[-1].words == {"remark": "扶好了"}
    assert plant.desk.attached[case.id, "progress"] == 1
    assert (case.helper_id, case.helper_department_id) == ("ma", None)
    assert plant.running(case) == {"due"}
    assert sees(plant, "ma", case), "who has helped may look again"
    assert not sees(plant, "sun", case)


def test_of_two_who_go_at_once_the_first_has_it(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    plant.asks_help(case)
    plant.helps(case, "li")
    before = plant.desk.everything()
    with refused("state"):
        plant.helps(case, "ma")
    assert plant.desk.everything() == before
    assert case.helper_id == "li"


def test_who_has_helped_never_accepts(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    zhao = plant.desk.people["zhao"]
    plant.desk.people["zhao"] = replace(zhao, memberships=(Membership(Role.OWNER, "quality", "", HIRED),))
    plant.asks_help(case, "quality")
    plant.helps(case, "zhao")
    plant.helped(case)
    plant.submits(case)
    assert case.repairers == ["zhang", "zhao"]
    assert case.acceptor_id == "ma"
    with refused("not_yours"):
        plant.accepts(case, "zhao")


def test_the_help_that_is_done_needs_words_or_a_picture(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    plant.asks_help(case)
    plant.helps(case)
    with refused("help_report"):
        plant.helped(case, " ", photos=0)
    plant.helped(case, "", photos=1)
    assert case.helper_department_id is None


@pytest.mark.parametrize(("taken", "heard"), [(False, []), (True, [("li", "assist.over")])])
def test_a_department_that_cannot_says_why_and_is_free(plant: Plant, taken: bool, heard: list[tuple[str, str]]) -> None:
    case = plant.case_in(State.RECTIFYING)
    plant.asks_help(case)
    if taken:
        plant.helps(case, "li")
    done = plant.cannot_help(case, "sun")
    assert done.told == [("zhang", "assist.declined"), *heard]
    assert done.events[-1].words == {"reason": "抽不出人"}
    assert (case.helper_id, case.helper_department_id, plant.running(case)) == (None, None, {"due"})


def test_a_helper_who_cannot_after_all_says_so_and_a_worker_does_not_answer_for_the_department(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    plant.asks_help(case)
    with refused("not_yours"):
        plant.cannot_help(case, "li")
    with refused("reason"):
        plant.cannot_help(case, "sun", "  ")
    plant.helps(case, "li")
    assert plant.cannot_help(case, "li").told == [("zhang", "assist.declined")]


def test_what_the_owner_withdraws_is_told_to_whoever_was_asked(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    with refused("state"):
        plant.needs_no_help(case)
    plant.asks_help(case)
    assert plant.needs_no_help(case).told == [("sun", "assist.over")]
    plant.asks_help(case)
    plant.helps(case, "li")
    assert plant.needs_no_help(case).told == [("li", "assist.over")]
    assert (case.helper_id, plant.running(case)) == (None, {"due"})


def test_asking_another_department_lets_the_first_go(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    plant.asks_help(case)
    plant.helps(case, "li")
    done = plant.asks_help(case, "store")
    assert done.told == [("chen", "assist.asked"), ("liu", "assist.asked"), ("li", "assist.over")]
    assert (case.helper_department_id, case.helper_id) == ("store", None)


@pytest.mark.parametrize(
    ("department", "reason"), [("equipment", "own_department"), ("moon", "nobody_there"), ("quality", "nobody_there")]
)
def test_a_department_that_cannot_be_asked(plant: Plant, department: str, reason: str) -> None:
    case = plant.case_in(State.RECTIFYING)
    with refused(reason):
        plant.asks_help(case, department)
    assert case.helper_department_id is None


def test_what_is_needed_is_said_and_nobody_is_asked_twice(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    with refused("reason"):
        plant.asks_help(case, need=" ")
    plant.asks_help(case)
    with refused("help_asked"):
        plant.asks_help(case)


ENDS: dict[str, Callable[[Plant, Hazard], Done]] = {
    "submitted": lambda plant, case: plant.submits(case),
    "passed_on": lambda plant, case: plant.passes_on(case, "hou"),
    "given_back": lambda plant, case: plant.passes_on(case, None),
    "assigned": lambda plant, case: plant.assigns(case, "hou"),
    "marked_invalid": lambda plant, case: plant.finds_invalid(case),
    "merged": lambda plant, case: plant.merges(case, plant.reported("wang")),
}


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize(("helper", "name"), [(None, "sun"), ("ma", "ma")])
def test_help_ends_with_the_work_of_the_owner_who_asked(plant: Plant, end: str, helper: str | None, name: str) -> None:
    case = plant.case_in(State.RECTIFYING)
    plant.asks_help(case)
    if helper:
        plant.helps(case, helper)
    done = ENDS[end](plant, case)
    assert done.events[-1].kind == end
    assert (name, "assist.over") in done.told
    assert case.helper_department_id is None
    assert "help" not in plant.running(case)


def test_progress_and_more_time_leave_the_help_as_it_is(plant: Plant) -> None:
    case = plant.reported()
    plant.asks_help(case)
    plant.takes(case)
    plant.posts(case)
    plant.asks_time(case)
    assert case.helper_department_id == "production"


def test_nobody_hears_of_help_that_was_done_before(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    plant.asks_help(case)
    plant.helps(case, "li")
    plant.helped(case)
    assert plant.submits(case).told == [("zhao", "accept.new")]


def test_the_clock_asks_again_after_a_day_and_the_officers_from_the_second_ring_on(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    plant.asks_help(case)
    assert plant.rings_at(case, "help") == plant.now + timedelta(days=1)
    assert told(ring(plant, case, "help", 0)) == [("sun", "assist.waiting")]
    assert told(ring(plant, case, "help", 1)) == [("sun", "assist.waiting"), *officers("assist.nobody_came")]
    plant.passes(hours=20)
    plant.helps(case, "li")
    assert plant.rings_at(case, "help") == plant.now + timedelta(days=1)
    assert told(ring(plant, case, "help", 0)) == [("li", "assist.waiting")]
    plant.leaves("li")
    assert told(ring(plant, case, "help", 0)) == [("sun", "assist.waiting")]


@pytest.mark.parametrize("taken", [True, False])
def test_help_goes_on_while_a_plan_is_made(plant: Plant, taken: bool) -> None:
    case = plant.case_in(State.RECTIFYING)
    plant.asks_help(case)
    if taken:
        plant.helps(case)
    plant.makes_long_term(case)
    assert case.state is State.PLANNING
    assert (case.helper_department_id, plant.running(case) & {"help"}) == ("production", {"help"})
