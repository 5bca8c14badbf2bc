"""Papers that are asked for, sent to the principal and signed: who may, once, and under which number."""

import pytest

from tests.workflow.ground import refused
from tests.workflow.plant import Plant
from tests.workflow.test_order_rechecks import order_of_two
from workflow.lifecycle import State
from workflow.paper_orders import OrderPaper
from workflow.paper_signing import RefuseToSign, SendForSignature, SignPaper
from workflow.people import Role

STATISTICS = OrderPaper("o1", "statistics", period="2026-Q4")


def facts(plant: Plant, kind: str) -> list[dict[str, object]]:
    return [dict(event.facts) for event in plant.desk.events if event.kind == kind]


def principal(plant: Plant) -> str:
    return plant.desk.holders(Role.EXECUTIVE)[0].code


def test_each_kind_has_numbers_of_its_own_and_a_case_is_named_by_its_id(plant: Plant) -> None:
    case = plant.case_in(State.ASSIGNED)
    for n, made in enumerate(("file", "order", "file")):
        plant.does("qian", OrderPaper(f"o{n}", made, hazard_id=case.id))
    ordered = facts(plant, "paper_ordered")
    assert [str(each["number"])[:2] + str(each["number"])[-4:] for each in ordered] == ["DA0001", "ZG0001", "DA0002"]
    assert {each["hazard"] for each in ordered} == {case.id}


def test_who_may_have_nothing_as_a_file_orders_none(plant: Plant) -> None:
    case = plant.case_in(State.ASSIGNED)
    for command in (STATISTICS, OrderPaper("o2", "order", hazard_id=case.id)):
        with refused("not_yours"):
            plant.does("li", command)
    assert facts(plant, "paper_ordered") == []


def test_an_authority_is_asked_to_look_again_only_at_what_is_put_right(plant: Plant) -> None:
    plain = plant.case_in(State.ASSIGNED)
    with refused("no_order"):
        plant.does("qian", OrderPaper("o1", "reply", hazard_id=plain.id))
    first, second = order_of_two(plant, done=False)
    plant.does("qian", OrderPaper("o2", "reply", hazard_id=second.id))
    request = OrderPaper("o3", "recheck_request", hazard_id=first.id)
    with refused("request_open"):
        plant.does("qian", request)
    for case in (first, second):
        plant.takes(case)
        plant.submits(case)
        plant.accepts(case)
    plant.does("qian", request)
    assert [str(each["number"])[:2] for each in facts(plant, "paper_ordered")] == ["HF", "FC"]
    with refused("not_yours"):
        plant.does("li", OrderPaper("o4", "reply", hazard_id=first.id))


@pytest.mark.parametrize(("made", "period"), [("statistics", "2027"), ("statistics", "2026-Q5"), ("order", "2026")])
def test_what_has_not_begun_or_is_of_no_period_is_refused(plant: Plant, made: str, period: str) -> None:
    with refused("no_such_period"):
        plant.does("qian", OrderPaper("o1", made, period=period))


def test_the_principal_signs_the_very_paper_once(plant: Plant) -> None:
    plant.does("qian", STATISTICS)
    plant.does("qian", SendForSignature("o1"))
    with refused("paper_sent"):
        plant.does("qian", SendForSignature("o1"))
    with refused("not_yours"):
        plant.does("qian", SignPaper("o1"))
    plant.does(principal(plant), SignPaper("o1"))
    assert facts(plant, "paper_signed") == [{"number": facts(plant, "paper_ordered")[0]["number"], "sha256": "sha-o1"}]
    for command in (SignPaper("o1"), RefuseToSign("o1", "late")):
        with refused("paper_signed"):
            plant.does(principal(plant), command)


def test_what_was_sent_back_is_signed_no_more(plant: Plant) -> None:
    plant.does("qian", STATISTICS)
    plant.does("qian", SendForSignature("o1"))
    plant.does(principal(plant), RefuseToSign("o1", "the figures of the store are wrong"))
    with refused("paper_sent_back"):
        plant.does(principal(plant), SignPaper("o1"))


def test_only_what_was_made_and_bears_a_signature_is_sent(plant: Plant) -> None:
    plant.does("qian", OrderPaper("o1", "notice", period="2026-11"))
    for order in ("o1", "none"):
        with refused("no_paper_to_sign"):
            plant.does("qian", SendForSignature(order))
