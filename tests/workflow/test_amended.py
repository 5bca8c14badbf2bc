"""Messages changed or deleted after the fact: recorded, told where it matters, and nothing else moves."""

import pytest

from tests.workflow.ground import refused
from tests.workflow.plant import Plant
from workflow.amended import AddPictures, AmendMessage
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
    assert plant.amends(case, "zhang", of_report=False).hazard is case


def test_a_message_of_a_case_is_nobodys_who_has_done_nothing_with_it(plant: Plant) -> None:
    case = plant.case_in(State.ASSIGNED)
    for command in (AmendMessage(case.id, "m1", True, "x"), AddPictures(case.id, "m1", True, plant.draft())):
        with refused("unknown_case"):
            plant.does("qian", command)


@pytest.mark.parametrize("state", State)
def test_late_pictures_join_in_every_state_and_move_nothing(plant: Plant, state: State) -> None:
    case = plant.case_in(state)
    before = (case.state, case.owner_id, case.acceptor_id, case.due_at, dict(plant.desk.live))
    found = plant.desk.attached[case.id, "found"]
    events = [plant.adds_pictures(case).events, plant.takes_out_pictures(case).events]
    assert [event.kind for each in events for event in each] == ["pictures_added", "pictures_taken_out"]
    assert (case.state, case.owner_id, case.acceptor_id, case.due_at, plant.desk.live) == before
    assert plant.desk.attached[case.id, "found"] == found


def test_late_pictures_of_what_was_sent_for_a_task_show_the_progress(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    assert plant.adds_pictures(case, "zhang", of_report=False).told == []
    assert plant.desk.attached[case.id, "progress"] == 2


def test_who_repairs_and_who_waits_to_accept_are_told_of_late_pictures(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    assert plant.adds_pictures(case, words="左边那台").told == [("zhang", "task.more_pictures")]
    assert plant.takes_out_pictures(case).told == [("zhang", "task.fewer_pictures")]
    waiting = plant.case_in(State.AWAITING_ACCEPTANCE)
    assert (waiting.acceptor_id, "accept.more_pictures") in plant.adds_pictures(waiting).told


def test_only_the_reporter_takes_pictures_out_again(plant: Plant) -> None:
    with refused("unknown_case"):
        plant.takes_out_pictures(plant.case_in(State.RECTIFYING), "zhang")


def test_a_case_that_is_not_there_is_unknown(plant: Plant) -> None:
    with refused("unknown_case"):
        plant.does("li", AmendMessage("nowhere", "m1", True, "x"))
