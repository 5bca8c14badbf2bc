"""Every state, command and person: it is done exactly where the tables allow it, and leaves no trace where not."""

import pytest

from tests.workflow.cases import on
from tests.workflow.cast import CAST
from tests.workflow.plant import Plant
from workflow.actions import ORDERS, offered, possible
from workflow.errors import Refused
from workflow.hazard import Hazard
from workflow.lifecycle import TRANSITIONS, State, Verb
from workflow.permissions import Action, allowed

# What the tables themselves say no with; any other refusal is a rule's, which is asked only after them.
BY_THE_TABLES = {"unknown_case", "not_yours", "state"}


def answer(plant: Plant, name: str, case_id: str, kind: type) -> str:
    """What somebody is answered who gives a command: a reason, or nothing when it was done or a rule said no."""
    case = plant.desk.hazards[case_id]
    try:
        plant.does(name, on(case.id, case.version)[kind])
    except Refused as refusal:
        return refusal.reason if refusal.reason in BY_THE_TABLES else ""
    return ""


def expected(plant: Plant, name: str, case_id: str, kind: type) -> str:
    """The same, read off the tables: may they see it, is it theirs, is it a thing of this state."""
    case, order, person = plant.desk.hazards[case_id], ORDERS[kind], plant.desk.people[name]
    if not allowed(person, Action.SEE, case, plant.desk.today):
        return "unknown_case"
    if not allowed(person, order.needs, case, plant.desk.today):
        return "not_yours"
    fits = (case.state, order.verb) in TRANSITIONS and (order.when is None or order.when(case))
    return "" if fits else "state"


@pytest.mark.parametrize("state", State)
def test_it_is_done_exactly_where_the_tables_say(state: State) -> None:
    plant = Plant()
    case = plant.case_in(state).id
    for kind in ORDERS:
        for name, *_ in CAST:
            before, wanted = plant.desk.everything(), expected(plant, name, case, kind)
            said = answer(plant, name, case, kind)
            assert said == wanted, (state, kind.__name__, name)
            if said:
                assert plant.desk.everything() == before
            elif plant.desk.everything() != before:
                plant = Plant()
                case = plant.case_in(state).id


@pytest.mark.parametrize("state", State)
def test_what_is_offered_is_what_would_be_done(state: State) -> None:
    plant = Plant()
    case = plant.case_in(state)
    for name, *_ in CAST:
        offered = set(possible(plant.desk.people[name], case, plant.desk.today))
        fitting = {ORDERS[kind].verb for kind in ORDERS if expected(plant, name, case.id, kind) == ""}
        assert offered <= fitting, (state, name)


@pytest.mark.parametrize("state", State)
def test_without_a_director_nothing_is_left_that_nobody_is_offered(state: State) -> None:
    plant = Plant()
    case = plant.case_in(state)
    before = {verb for name, *_ in CAST for verb in put_before(plant, name, case)}
    plant.leaves("he")
    assert {verb for name, *_ in CAST if name != "he" for verb in put_before(plant, name, case)} == before


def put_before(plant: Plant, name: str, case: Hazard) -> list[Verb]:
    return offered(plant.desk.people[name], case, plant.desk.today, plant.desk.holders)


@pytest.mark.parametrize("way", ["sent back", "reopened"])
def test_what_is_outside_again_is_everybodys_as_the_first_time(way: str) -> None:
    plant, other = Plant(), Plant()
    case, first = plant.solved_outside(plant.reported()), other.case_in(State.OUTSIDE)
    if way == "sent back":
        plant.sends_back(case)
    else:
        plant.accepts(case)
        plant.reopens(case)
    for kind in ORDERS:
        for name, *_ in CAST:
            assert expected(plant, name, case.id, kind) == expected(other, name, first.id, kind), (kind.__name__, name)
    for name, *_ in CAST:
        assert put_before(plant, name, case) == put_before(other, name, first), name
