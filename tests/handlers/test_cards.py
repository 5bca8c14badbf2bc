"""What the card of a notice offers is its reader's to do, at the moment it is told."""

from collections.abc import Callable

import pytest

from handlers.cards import CARDS, options_of
from handlers.my_hazards import CARD_CHOICES
from tests.workflow.desk import as_desk
from tests.workflow.ground import Done
from tests.workflow.plant import Plant
from workflow import actions, notices
from workflow.hazard import Hazard
from workflow.library import Grade
from workflow.lifecycle import State, Verb
from workflow.notices import Notice
from workflow.permissions import Action, allowed


@pytest.fixture
def plant() -> Plant:
    return Plant()


def _sent(plant: Plant) -> Done:
    case = plant.case_in(State.PLANNING)
    plant.plans(case)
    return plant.submits_plan(case)


def _case(done: Done) -> Hazard:
    assert done.hazard is not None
    return done.hazard


EVENTS: dict[str, Callable[[Plant], Done]] = {
    "reported": lambda plant: plant.reports(),
    "reported, nobody's": lambda plant: plant.reports(area="yard"),
    "reported, major": lambda plant: plant.reports(grade=Grade.MAJOR),
    "chosen": lambda plant: plant.assigns(plant.case_in(State.REPORTED), "hou"),
    "passed on": lambda plant: plant.passes_on(plant.case_in(State.ASSIGNED), "hou"),
    "given back": lambda plant: plant.passes_on(plant.case_in(State.RECTIFYING), None),
    "submitted": lambda plant: plant.submits(plant.case_in(State.RECTIFYING)),
    "sent back": lambda plant: plant.sends_back(plant.case_in(State.AWAITING_ACCEPTANCE)),
    "accepted": lambda plant: plant.accepts(plant.case_in(State.AWAITING_ACCEPTANCE)),
    "money asked": lambda plant: plant.asks_money(plant.case_in(State.ASSIGNED), 5_000),
    "money approved": lambda plant: plant.approves(plant.case_in(State.RECTIFYING, asked=900)),
    "money refused": lambda plant: plant.turns_down(plant.case_in(State.ASSIGNED, asked=900)),
    "money spent beyond the budget": lambda plant: plant.spends(plant.case_in(State.CLOSED)),
    "filed": lambda plant: plant.makes_long_term(plant.reported()),
    "planning": lambda plant: plant.fills(plant.case_in(State.PLANNING), "funds", "ma"),
    "plan sent": _sent,
    "plan returned": lambda plant: plant.returns_plan(_case(_sent(plant))),
    "plan approved": lambda plant: plant.approves_plan(_case(_sent(plant))),
    "stage moved": lambda plant: plant.moves_stage(plant.planned(), 1, 40),
    "stage finished": lambda plant: plant.finishes_stage(plant.planned()),
    "stage slipped": lambda plant: plant.slips(plant.planned()),
    "supervised": lambda plant: plant.slips(plant.planned(), 2),
    "reopened": lambda plant: plant.reopens(plant.case_in(State.CLOSED), "zhou"),
}
RINGS = [
    (State.REPORTED, "choosing"),
    (State.ASSIGNED, "taking"),
    (State.ASSIGNED, "due"),
    (State.RECTIFYING, "due"),
    (State.AWAITING_ACCEPTANCE, "acceptance"),
    (State.PLANNING, "planning"),
]


def offered_in_vain(plant: Plant, case: Hazard, told: list[Notice]) -> set[tuple[str, str, str]]:
    """Who is offered what they cannot do: (person, topic, choice)."""
    return {
        (notice.recipient_id, notice.topic, value)
        for notice in told
        for value in offered(plant, case, notice)
        if not can(plant, notice.recipient_id, case, CARD_CHOICES[value].verb)
    }


def offered(plant: Plant, case: Hazard, notice: Notice) -> list[str]:
    verbs = put_before(plant, notice.recipient_id, case)
    return [option.value for option in options_of(notice.topic, case.id, verbs)]


def can(plant: Plant, name: str, case: Hazard, verb: Verb | None) -> bool:
    person, today = plant.desk.people[name], plant.desk.today
    return allowed(person, Action.SEE, case, today) if verb is None else verb in put_before(plant, name, case)


def put_before(plant: Plant, name: str, case: Hazard) -> list[Verb]:
    return actions.offered(plant.desk.people[name], case, plant.desk.today, plant.desk.holders)


@pytest.mark.parametrize("moment", EVENTS)
def test_whoever_is_told_of_an_event_can_do_what_the_card_offers(plant: Plant, moment: str) -> None:
    done = EVENTS[moment](plant)
    assert done.hazard is not None
    assert done.notices
    assert offered_in_vain(plant, done.hazard, done.notices) == set()


@pytest.mark.parametrize("step", [0, 1])
@pytest.mark.parametrize(("state", "clock"), RINGS)
def test_whoever_is_reminded_can_do_what_the_card_offers(plant: Plant, state: State, clock: str, step: int) -> None:
    case = plant.case_in(state)
    told = notices.of_ring(as_desk(plant.desk), case, clock, step, "t1")
    assert offered_in_vain(plant, case, told) == set()


def test_a_reader_of_a_card_can_open_the_case() -> None:
    """What "show" needs, for everybody whom any notice reaches, whatever its card offers besides."""
    for moment in EVENTS.values():
        plant = Plant()
        done = moment(plant)
        assert done.hazard is not None
        for notice in done.notices:
            assert can(plant, notice.recipient_id, done.hazard, None), (notice.recipient_id, notice.topic)


@pytest.mark.parametrize(("state", "first"), [(State.ASSIGNED, "take"), (State.RECTIFYING, "submit")])
def test_an_owner_reminded_of_the_limit_is_offered_the_next_step(plant: Plant, state: State, first: str) -> None:
    case = plant.case_in(state)
    plant.comes(case.due_at)
    told = notices.of_ring(as_desk(plant.desk), case, "due", 0, "t1")
    (owner,) = [notice for notice in told if notice.recipient_id == case.owner_id]
    assert offered(plant, case, owner)[0] == first


def test_every_choice_of_a_card_is_known_and_opens_a_script() -> None:
    assert {value for card in CARDS.values() for value, _ in card.choices} <= set(CARD_CHOICES)
