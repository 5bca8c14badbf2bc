"""Messages changed or deleted after the fact: recorded, told where it matters, and nothing else moves."""

import pytest

from tests.workflow.plant import Plant, refused
from workflow.amended import AmendMessage
from workflow.lifecycle import State


@pytest.mark.parametrize("state", State)
def test_in_every_state_it_is_recorded_and_the_state_stays(plant: Plant, state: State) -> None:
    case = plant.case_in(state)
    before = (case.state, case.owner_id, case.acceptor_id, case.due_at, dict(plant.desk.live))
    events = [plant.amends(case).events, plant.withdraws(case).events]
    assert [event.kind for each in events for event in each] == ["message_edited", "message_deleted"]
    assert (case.state, case.owner_id, case.acceptor_id, case.due_at, plant.desk.live) == before


def test_the_new_words_are_a_text_of_the_event_and_no_fact(plant: Plant) -> None:
    (event,) = plant.amends(plant.reported()).events
    assert event.words == {"said": "是3号机"}
    assert event.facts == {"message": "m1", "of_report": True}
    assert event.actor_id == "li"


def test_the_owner_of_an_open_case_is_told_when_the_report_itself_reads_otherwise(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    assert plant.amends(case).told == [("zhang", "task.reworded")]
    assert plant.withdraws(case).told == [("zhang", "task.words_withdrawn")]
    assert plant.amends(case, of_report=False).told == []


@pytest.mark.parametrize("state", [State.CLOSED, State.INVALID, State.MERGED, State.REPORTED])
def test_nobody_is_told_of_what_is_over_or_nobodys(plant: Plant, state: State) -> None:
    assert plant.amends(plant.case_in(state)).told == []


def test_an_owner_is_not_told_of_their_own_change(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    assert plant.amends(case, "zhang").told == []


def test_it_is_recorded_for_somebody_who_sees_the_case_no_more(plant: Plant) -> None:
    case = plant.case_in(State.ASSIGNED)
    plant.passes_on(case, "liu")
    assert plant.amends(case, "wang", of_report=False).hazard is case


def test_a_case_that_is_not_there_is_unknown(plant: Plant) -> None:
    with refused("unknown_case"):
        plant.does("li", AmendMessage("nowhere", "m1", True, "x"))
