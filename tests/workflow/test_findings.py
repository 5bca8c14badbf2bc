"""Several findings of an order at once: a case for each, its own limit where it has one, or none at all."""

from datetime import timedelta

import pytest

from tests.workflow.ground import Done, refused
from tests.workflow.plant import Plant
from workflow.findings import MOST_TOGETHER, Finding, ReportFindings
from workflow.library import Category, Grade
from workflow.sources import Order

GROUNDED = Finding("配电箱没有接地", Category.ELECTRICAL, Grade.GENERAL, "stamping", requirement="补接地线并测量")


def enters(plant: Plant, *findings: Finding, name: str = "qian", pages: int = 1, number: str = "15号") -> Done:
    draft = plant.draft()
    plant.desk.drafts[f"{draft} order"] = pages
    until = (plant.desk.today + timedelta(days=10)).isoformat()
    return plant.does(name, ReportFindings(draft, Order("市应急管理局", number, until), findings))


def test_each_is_a_case_of_its_own_under_the_same_order(plant: Plant) -> None:
    sooner = (plant.desk.today + timedelta(days=3)).isoformat()
    second = Finding("通道堵塞", Category.FIRE, Grade.GENERAL, "yard", until=sooner)
    enters(plant, GROUNDED, second)
    first, other = plant.desk.hazards.values()
    assert {(case.source_id, case.due_locked) for case in (first, other)} == {("15号", True)}
    days = [(plant.desk.calendar.local(case.due_at).date() - plant.desk.today).days for case in (first, other)]
    assert days == [10, 3]
    assert [plant.desk.attached[case.id, "order"] for case in (first, other)] == [1, 1], "all show its page"
    said = [event.words for event in plant.desk.events if event.kind == "reported"]
    assert (said[0]["ordered"], "ordered" in said[1]) == ("补接地线并测量", False)
    (event,) = [event for event in plant.desk.events if event.kind == "order_entered"]
    assert event.facts["hazards"] == [first.id, other.id]


@pytest.mark.parametrize("count", [0, MOST_TOGETHER + 1])
def test_there_is_something_and_not_too_much(plant: Plant, count: int) -> None:
    with refused("findings_many"):
        enters(plant, *[GROUNDED] * count)


def test_one_that_cannot_be_a_case_refuses_the_order(plant: Plant) -> None:
    nowhere = Finding("通道堵塞", Category.FIRE, Grade.GENERAL, "moon")
    with refused("area_gone"):
        enters(plant, GROUNDED, nowhere)
    with refused("order_photo"):
        enters(plant, GROUNDED, pages=0)
    with refused("order_incomplete"):
        enters(plant, GROUNDED, number=" ")


@pytest.mark.parametrize("name", ["li", "zhang", "zhao", "wu", "zhou"])
def test_it_is_for_officers_and_the_director(plant: Plant, name: str) -> None:
    with refused("not_yours"):
        enters(plant, GROUNDED, name=name)
