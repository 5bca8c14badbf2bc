"""The recheck: who is asked whether a repair holds, when, how often, and what the answers do."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.workflow.cast import HIRED, STAMPING, row
from tests.workflow.ground import refused
from tests.workflow.plant import Plant
from workflow.hazard import Hazard
from workflow.lifecycle import RECHECK_DAYS, State
from workflow.people import Membership, Role


def asked(plant: Plant, case: Hazard) -> list[tuple[str, str]]:
    """The recheck rings when it is due: who is asked."""
    plant.now = plant.rings_at(case, "recheck")
    return plant.rings(case, "recheck").told


def test_finder_and_area_are_asked_a_week_after_closing_and_once_more_after_thirty_days(plant: Plant) -> None:
    case = plant.case_in(State.CLOSED)
    assert case.closed_at is not None
    assert asked(plant, case) == [("li", "recheck.ask"), ("ma", "recheck.ask")]
    assert plant.now == case.closed_at + timedelta(days=7)
    assert asked(plant, case) == [("li", "recheck.ask"), ("ma", "recheck.ask")]
    assert plant.now == case.closed_at + timedelta(days=30)
    assert plant.running(case) == set()


def test_how_long_ago_it_was_closed_is_kept_with_the_question(plant: Plant) -> None:
    case = plant.case_in(State.CLOSED)
    plant.passes(days=9)  # the machine was off for two days
    assert plant.rings(case, "recheck").events[-1].facts == {"days": 9}


def test_one_answer_settles_the_round_for_both(plant: Plant) -> None:
    case = plant.case_in(State.CLOSED)
    asked(plant, case)
    assert plant.says_it_holds(case, "ma").told == []
    assert (case.state, plant.kinds(case)[-2:]) == (State.CLOSED, ["recheck_asked", "held_up"])
    with refused("state"):
        plant.says_it_holds(case, "li")
    assert asked(plant, case) == [("li", "recheck.ask"), ("ma", "recheck.ask")], (
        "the next round is a question of its own"
    )
    plant.says_it_holds(case, "li")


def test_nobody_confirms_what_nobody_has_asked(plant: Plant) -> None:
    with refused("state"):
        plant.says_it_holds(plant.case_in(State.CLOSED))


def test_that_it_holds_now_does_not_keep_it_from_being_reopened_later(plant: Plant) -> None:
    case = plant.case_in(State.CLOSED)
    asked(plant, case)
    plant.says_it_holds(case, "ma")
    plant.passes(days=1)
    plant.reopens(case, "li")
    assert (case.state, case.recheck_asked) == (State.RECTIFYING, False)
    assert "recheck" not in plant.running(case)
    with refused("state"):
        plant.says_it_holds(case, "ma")


def test_closing_again_starts_it_anew(plant: Plant) -> None:
    case = plant.case_in(State.CLOSED)
    asked(plant, case)
    plant.reopens(case, "li")
    plant.submits(case)
    plant.passes(days=2)
    plant.accepts(case)
    assert plant.rings_at(case, "recheck") == plant.now + timedelta(days=7)
    assert len([asked(plant, case) for _ in range(2)]) == 2
    assert plant.running(case) == set()


def test_the_question_of_the_thirtieth_day_can_still_be_answered_by_reopening(plant: Plant) -> None:
    case = plant.case_in(State.CLOSED)
    asked(plant, case)
    asked(plant, case)
    plant.passes(days=RECHECK_DAYS - 30)
    plant.reopens(case, "li")
    assert case.state is State.RECTIFYING


def test_a_finder_who_leads_the_team_hears_it_once(plant: Plant) -> None:
    case = plant.reported("ma")
    for step in (plant.takes, plant.submits, plant.accepts):
        step(case)
    assert asked(plant, case) == [("ma", "recheck.ask")]


def test_a_finder_who_has_left_is_not_asked(plant: Plant) -> None:
    case = plant.case_in(State.CLOSED)
    plant.leaves("li")
    assert asked(plant, case) == [("ma", "recheck.ask")]


def test_what_was_fixed_on_the_spot_is_looked_at_by_others_than_who_fixed_it(plant: Plant) -> None:
    case = plant.reports_fixed().hazard
    assert case is not None
    plant.accepts(case)
    assert asked(plant, case) == [("ma", "recheck.ask")]
    with refused("own_repair"):
        plant.says_it_holds(case, "li")
    plant.says_it_holds(case, "ma")


def test_where_everybody_near_has_repaired_it_the_officers_are_asked(plant: Plant) -> None:
    plant.desk.rows = [row("R", "ma", area=STAMPING)]
    case = plant.case_in(State.CLOSED)
    plant.leaves("li")
    assert asked(plant, case) == [("feng", "recheck.ask"), ("qian", "recheck.ask")]
    plant.says_it_holds(case, "qian")


@pytest.mark.parametrize("aside", ["finds_invalid", "merges"])
def test_nobody_is_asked_about_a_case_that_was_set_aside(plant: Plant, aside: str) -> None:
    case = plant.reported()
    if aside == "merges":
        plant.merges(case, plant.reported("wang"))
    else:
        plant.finds_invalid(case)
    assert plant.running(case) == set()


def test_the_leader_of_another_area_is_not_asked(plant: Plant) -> None:
    ma = plant.desk.people["ma"]
    elsewhere = Membership(Role.TEAM_LEADER, "store", "/p/w/", HIRED)
    plant.desk.people["bai"] = replace(ma, id="bai", code="bai", memberships=(elsewhere,))
    assert ("bai", "recheck.ask") not in asked(plant, plant.case_in(State.CLOSED))


def test_a_finder_whom_nobody_can_name_is_asked_too(plant: Plant) -> None:
    case = plant.case_in(State.CLOSED)
    case.reporter_id = "a-pseudonym"
    assert asked(plant, case) == [("a-pseudonym", "recheck.ask"), ("ma", "recheck.ask")]
