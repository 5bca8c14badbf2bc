"""What becomes of a case whose people cannot be reached any more."""

import pytest

from tests.workflow.plant import Plant
from workflow.lifecycle import WITH_OWNER, State


def test_the_head_of_the_department_has_the_task(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    assert case.owner_id == "zhang"
    due = case.due_at
    done = plant.loses("zhang", case)
    assert (case.owner_id, case.state, case.due_at) == ("wu", State.ASSIGNED, due)
    assert [(event.kind, event.actor_id) for event in done.events] == [("handed_over", None)]
    assert done.events[0].facts == {"owner": "wu", "from": "zhang"}
    assert plant.running(case) == {"taking", "due"}
    assert done.told == [], "who takes over is told of all their cases in one message"
    plant.takes(case)


def test_where_there_is_no_head_it_goes_up_to_whoever_can_be_reached(plant: Plant) -> None:
    case = plant.case_in(State.ASSIGNED)
    plant.leaves("wu")
    plant.desk.unreachable.add("feng")
    plant.loses("zhang", case)
    assert case.owner_id == "qian"


def test_what_nobody_could_take_stays_where_it_is(plant: Plant) -> None:
    case = plant.case_in(State.ASSIGNED)
    plant.desk.unreachable |= {"wu", "qian", "feng", "he", "zhou"}
    assert plant.loses("zhang", case).events == []
    assert case.owner_id == "zhang"


@pytest.mark.parametrize("state", [State.OUTSIDE, State.AWAITING_ACCEPTANCE])
def test_what_is_not_being_worked_on_keeps_its_state(plant: Plant, state: State) -> None:
    case = plant.case_in(state)
    owner, running = case.owner_id or "", plant.running(case)
    plant.loses(owner, case)
    assert case.state is state
    assert case.owner_id not in (owner, None)
    assert plant.running(case) == running


def test_the_one_who_judges_does_not_become_the_owner(plant: Plant) -> None:
    case = plant.case_in(State.AWAITING_ACCEPTANCE)
    case.acceptor_id = "wu"
    plant.loses("zhang", case)
    assert case.owner_id in ("feng", "qian")
    assert case.acceptor_id == "wu"


def test_the_new_owner_is_not_the_one_who_accepts(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    case.acceptor_id = "wu"
    plant.loses("zhang", case)
    assert case.owner_id == "wu"
    assert case.acceptor_id not in ("wu", "zhang", None)


def test_a_check_goes_to_the_next_who_had_no_hand_in_the_repair(plant: Plant) -> None:
    case = plant.case_in(State.AWAITING_ACCEPTANCE)
    acceptor = case.acceptor_id or ""
    done = plant.loses(acceptor, case)
    assert case.acceptor_id not in (acceptor, case.owner_id, None)
    assert done.events[0].facts == {"part": "check", "to": case.acceptor_id, "from": acceptor}
    plant.accepts(case, case.acceptor_id or "")


def test_a_check_passes_over_those_who_cannot_be_reached_either(plant: Plant) -> None:
    case = plant.case_in(State.AWAITING_ACCEPTANCE)
    plant.desk.unreachable |= {"ma", "feng"}
    plant.loses(case.acceptor_id or "", case)
    assert case.acceptor_id == "qian"


@pytest.mark.parametrize("state", WITH_OWNER)
def test_help_is_asked_of_the_department_again(plant: Plant, state: State) -> None:
    case = plant.case_in(state)
    plant.asks_help(case)
    plant.helps(case)
    helper = case.helper_id or ""
    done = plant.loses(helper, case)
    assert (case.helper_id, case.state) == (None, state)
    assert case.helper_department_id is not None
    assert done.events[0].facts["part"] == "help"
    assert "help" in plant.running(case)


def test_who_helps_is_let_go_when_the_owner_changes(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    plant.asks_help(case)
    plant.helps(case)
    helper = case.helper_id
    done = plant.loses("zhang", case)
    assert done.told == [(helper, "assist.over")]
    assert case.helper_department_id is None


def test_of_a_case_that_is_none_of_theirs_nothing_happens(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    assert plant.loses("wang", case).events == []
