"""A hazard that is reported once more goes on in its open case, and whoever reported it again hears how."""

import pytest

from tests.workflow.ground import refused
from tests.workflow.plant import Plant
from workflow.lifecycle import IN_HAND, State
from workflow.permissions import Action, allowed


@pytest.mark.parametrize("state", IN_HAND)
def test_it_changes_nothing_but_what_is_known_of_it(plant: Plant, state: State) -> None:
    case = plant.case_in(state)
    before = (case.state, case.owner_id, case.acceptor_id, case.due_at, case.reporter_id, dict(plant.desk.live))
    found = plant.desk.attached.get((case.id, "found"), 0)
    (event,) = plant.reports_again(case, "qian", words="还是松的").events
    assert (event.kind, event.words["said"], event.facts["photos"]) == ("reported_again", "还是松的", 2)
    assert (case.state, case.owner_id, case.acceptor_id, case.due_at, case.reporter_id, plant.desk.live) == before
    assert plant.desk.attached[case.id, "found"] == found + 2
    assert case.also_reported_by == ["qian"]


def test_the_owner_hears_of_it_and_whoever_is_to_accept(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    assert plant.reports_again(case, "ma").told == [("zhang", "task.reported_again")]
    waiting = plant.case_in(State.AWAITING_ACCEPTANCE)
    assert (waiting.acceptor_id, "accept.reported_again") in plant.reports_again(waiting, "ma").told


def test_whoever_reported_it_again_hears_that_it_is_fixed_and_may_open_it_again(plant: Plant) -> None:
    case = plant.case_in(State.AWAITING_ACCEPTANCE)
    plant.reports_again(case, "ma")
    assert ("ma", "report.closed") in plant.accepts(case).told
    assert allowed(plant.desk.people["ma"], Action.REOPEN, case, plant.desk.today)


def test_who_reports_it_twice_is_its_reporter_once(plant: Plant) -> None:
    case = plant.case_in(State.ASSIGNED)
    plant.reports_again(case, "li")
    plant.reports_again(case, "ma")
    plant.reports_again(case, "ma")
    assert case.reporters == ["li", "ma"]


@pytest.mark.parametrize("state", [state for state in State if state not in IN_HAND])
def test_what_has_ended_takes_nothing_in(plant: Plant, state: State) -> None:
    case = plant.case_in(state)
    with refused("same_ended"):
        plant.reports_again(case, "qian")


def test_a_case_that_is_not_theirs_to_see_is_unknown(plant: Plant) -> None:
    with refused("unknown_case"):
        plant.reports_again(plant.case_in(State.ASSIGNED), "wang")
