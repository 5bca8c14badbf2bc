"""Who may take people in, what a decision comes to, and for how long a code is good."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.workflow.cast import MONDAY
from tests.workflow.ground import refused
from tests.workflow.plant import Plant
from workflow.enrolling import INVITATION_HOLDS, LINK_HOLDS, WAITING, await_decision, is_still_meant, those_asked
from workflow.joining import DECLINED, GRANTED, Admit, CallMe, DeclineJoin, Invitation, Invite, JoinRequest, OfferLink
from workflow.people import Language

REQUEST = JoinRequest("j1", "telegram:1", "100", "钱多多", "production", Language.ZH_CN)


@pytest.fixture
def asked(plant: Plant) -> Plant:
    """The company with a request before its officers."""
    plant.desk.entrance.requests["j1"] = REQUEST
    return plant


@pytest.mark.parametrize("name", ["qian", "he", "zhou"])
def test_who_watches_over_safety_takes_people_in(asked: Plant, name: str) -> None:
    done = asked.does(name, Admit("j1"))
    assert asked.desk.entrance.entered == [("钱多多", "production", Language.ZH_CN)]
    assert asked.desk.entrance.reached == [("new1", "telegram:1", "100")]
    request = asked.desk.entrance.requests["j1"]
    assert (request.state, request.decided_by_id, request.person_id) == (GRANTED, name, "new1")
    assert [(event.kind, event.actor_id, event.facts["person"]) for event in done.events] == [
        ("admitted", name, "new1")
    ]


@pytest.mark.parametrize("name", ["li", "ma", "wu", "zhang", "yuan"])
def test_nobody_else_does_or_invites(asked: Plant, name: str) -> None:
    for command in (Admit("j1"), DeclineJoin("j1"), Invite("production", "d")):
        with refused("not_yours"):
            asked.does(name, command)
    assert asked.desk.entrance.requests["j1"] == REQUEST
    assert (asked.desk.entrance.entered, asked.desk.entrance.offered) == ([], [])


def test_the_department_can_be_another_one_than_was_said(asked: Plant) -> None:
    asked.does("qian", Admit("j1", department_id="store"))
    assert asked.desk.entrance.entered[0][1] == "store"


def test_what_was_decided_is_decided_once(asked: Plant) -> None:
    asked.does("qian", DeclineJoin("j1"))
    assert asked.desk.entrance.requests["j1"].state == DECLINED
    for command in (Admit("j1"), DeclineJoin("j1")):
        with refused("join_settled"):
            asked.does("feng", command)
    with refused("join_settled"):
        asked.does("feng", Admit("nothing"))
    assert asked.desk.entrance.entered == []


@pytest.mark.parametrize(("by", "answer"), [("qian", Admit("j1")), ("feng", DeclineJoin("j1"))])
def test_a_request_is_called_to_mind_a_working_day_later_unless_answered(asked: Plant, by: str, answer: Any) -> None:
    clock = ("join", "j1", WAITING)
    await_decision(asked.desk, "j1", asked.now)
    assert asked.desk.live[clock] == asked.now + timedelta(days=1)
    asked.does(by, answer)
    assert clock not in asked.desk.live


def test_somebody_known_gets_the_address_and_nobody_is_written_down_twice(asked: Plant) -> None:
    asked.desk.unreachable.add("li")
    asked.does("qian", Admit("j1", person_id="li"))
    assert asked.desk.entrance.reached == [("li", "telegram:1", "100")]
    assert asked.desk.entrance.entered == []


def test_nobody_who_is_reached_or_gone_is_taken_over(asked: Plant) -> None:
    with refused("reached_already"):
        asked.does("qian", Admit("j1", person_id="li"))
    asked.leaves("wang")
    with refused("has_left"):
        asked.does("qian", Admit("j1", person_id="wang"))
    asked.desk.entrance.taken.add(("telegram:1", "100"))
    with refused("reached_already"):
        asked.does("qian", Admit("j1"))


def test_codes_are_good_for_a_week_and_for_ten_minutes(plant: Plant) -> None:
    plant.does("qian", Invite("store", "d1"))
    plant.does("li", OfferLink("d2"))
    assert plant.desk.entrance.offered == [
        {"digest": "d1", "until": MONDAY + INVITATION_HOLDS, "department": "store", "person": None},
        {"digest": "d2", "until": MONDAY + LINK_HOLDS, "department": None, "person": "li"},
    ]
    assert (INVITATION_HOLDS.days, LINK_HOLDS.seconds) == (7, 600)


def test_a_code_is_worth_nothing_when_its_maker_has_left_or_lost_the_right(plant: Plant) -> None:
    invitation = Invitation("c1", "store", None, "qian")
    own = Invitation("c2", None, "li", "li")
    assert is_still_meant(plant.desk, invitation)
    assert is_still_meant(plant.desk, own)
    plant.leaves("li")
    assert not is_still_meant(plant.desk, own)
    officer = plant.desk.people["qian"]
    plant.desk.people["qian"] = replace(officer, memberships=())
    assert not is_still_meant(plant.desk, invitation)


def test_a_name_is_given_once(plant: Plant) -> None:
    plant.desk.entrance.nameless.add("li")
    with refused("reason"):
        plant.does("li", CallMe("  "))
    plant.does("li", CallMe(" 赵云 "))
    assert plant.desk.entrance.renamed == {"li": "赵云"}
    with refused("has_name"):
        plant.does("li", CallMe("诸葛亮"))


def test_the_first_of_the_line_who_can_be_reached_is_asked(plant: Plant) -> None:
    def asked_people() -> list[str]:
        return [person.id for person in those_asked(plant.desk)]

    assert asked_people() == ["feng", "qian"]
    plant.desk.unreachable |= {"feng", "qian"}
    assert asked_people() == ["he"]
    plant.leaves("he")
    assert asked_people() == ["zhou"]
    assert those_asked(plant.desk, besides="zhou") == []
