"""Who is behind an anonymous report: two people who may, one after the other, within a day."""

import pytest

from tests.workflow.ground import refused
from tests.workflow.plant import Plant
from workflow.people import Role
from workflow.permissions import Action, who_may
from workflow.seals import ASKED, CONFIRMED, DECLINED, AskUnseal, ConfirmUnseal, DeclineUnseal
from workflow.unsealing import HOLDS


@pytest.fixture
def pair(plant: Plant) -> tuple[str, str]:
    """Two people who may."""
    names = [person.id for role in who_may(Action.UNSEAL) for person in plant.desk.holders(role)]
    return names[0], names[1]


def asked(plant: Plant, by: str) -> tuple[str, str]:
    """A request about an unnamed case: the ids of both."""
    case = plant.reported().id
    plant.desk.seals.unnamed.add(case)
    plant.does(by, AskUnseal(case, "有人受伤"))
    return case, next(iter(plant.desk.seals.requests))


def test_the_right_is_of_two_roles_that_are_two_people() -> None:
    assert set(who_may(Action.UNSEAL)) == {Role.SAFETY_DIRECTOR, Role.EXECUTIVE}


def test_two_people_do_it_and_every_step_is_an_event_with_its_reason(plant: Plant, pair: tuple[str, str]) -> None:
    case, request = asked(plant, pair[0])
    assert plant.desk.seals.requests[request].state == ASKED
    plant.does(pair[1], ConfirmUnseal(request))
    assert plant.desk.seals.requests[request].state == CONFIRMED
    events = [event for event in plant.desk.events if event.subject_kind == "unsealing"]
    assert [(event.kind, event.actor_id) for event in events] == [("unseal_asked", pair[0]), ("unsealed", pair[1])]
    assert events[0].words == {"reason": "有人受伤"}
    assert all(event.facts == {"hazard": case, "asked_by": pair[0]} for event in events)


def test_nobody_confirms_what_they_have_asked_themselves(plant: Plant, pair: tuple[str, str]) -> None:
    _, request = asked(plant, pair[0])
    with refused("unseal_self"):
        plant.does(pair[0], ConfirmUnseal(request))
    assert plant.desk.seals.requests[request].state == ASKED


def test_after_a_day_nothing_is_left_to_confirm(plant: Plant, pair: tuple[str, str]) -> None:
    _, request = asked(plant, pair[0])
    plant.passes(seconds=HOLDS.total_seconds() - 1)
    with refused("unseal_self"):
        plant.does(pair[0], ConfirmUnseal(request))
    plant.passes(seconds=1)
    with refused("unseal_over"):
        plant.does(pair[1], ConfirmUnseal(request))


def test_the_second_one_may_say_no_and_then_it_is_over(plant: Plant, pair: tuple[str, str]) -> None:
    _, request = asked(plant, pair[0])
    plant.does(pair[1], DeclineUnseal(request))
    assert plant.desk.seals.requests[request].state == DECLINED
    with refused("unseal_over"):
        plant.does(pair[1], ConfirmUnseal(request))


def test_a_case_under_a_name_is_not_unsealed_nor_one_asked_for_twice(plant: Plant, pair: tuple[str, str]) -> None:
    with refused("unseal_named"):
        plant.does(pair[0], AskUnseal(plant.reported().id, "有人受伤"))
    case, _ = asked(plant, pair[0])
    with refused("unseal_waits"):
        plant.does(pair[1], AskUnseal(case, "我也要查"))
    with refused("reason"):
        plant.does(pair[1], AskUnseal(case, " "))


def test_where_nobody_could_be_the_second_one_it_is_not_even_asked(plant: Plant, pair: tuple[str, str]) -> None:
    case = plant.reported().id
    plant.desk.seals.unnamed.add(case)
    plant.desk.unreachable.add(pair[1])
    with refused("unseal_alone"):
        plant.does(pair[0], AskUnseal(case, "有人受伤"))


def test_nobody_else_asks_or_confirms(plant: Plant, pair: tuple[str, str]) -> None:
    case, request = asked(plant, pair[0])
    for name in plant.desk.people:
        if name not in pair:
            for command in (AskUnseal(case, "想知道"), ConfirmUnseal(request), DeclineUnseal(request)):
                with refused("not_yours"):
                    plant.does(name, command)
