"""What an authority has found: who enters it, what is kept of the order, and a limit that stands."""

from datetime import timedelta
from typing import Any

import pytest

from tests.workflow.ground import refused
from tests.workflow.plant import Plant
from workflow.actions import possible
from workflow.hazard import Hazard
from workflow.lifecycle import Verb


def found(plant: Plant, **more: Any) -> Hazard:
    case = plant.reports_finding(**more).hazard
    assert case is not None
    return case


def test_the_case_carries_the_order_and_its_limit(plant: Plant) -> None:
    done = plant.reports_finding()
    case = done.hazard
    assert case is not None
    assert (case.source_kind, case.source_id) == ("authority", "应急责改〔2026〕15号")
    local = plant.desk.calendar.local(case.due_at)
    assert (local.date(), local.hour) == (plant.desk.today + timedelta(days=10), 18)
    assert case.due_locked
    reported = done.events[0]
    assert reported.words["authority"] == "市应急管理局"
    assert reported.facts["source"] == "authority"
    assert not [fact for fact in reported.facts.values() if "市应急" in str(fact)], "facts hold no words"
    assert plant.desk.attached[case.id, "order"] == plant.desk.attached[case.id, "found"] == 1
    assert case.owner_id == "zhang", "it is dispatched as any other"


def test_more_time_is_neither_offered_nor_given(plant: Plant) -> None:
    case = found(plant)
    zhang = plant.desk.people["zhang"]
    assert Verb.ASK_MORE_TIME not in possible(zhang, case, plant.desk.today)
    with refused("due_locked"):
        plant.asks_time(case)


@pytest.mark.parametrize("name", ["li", "ma", "zhang", "zhao", "wu", "zhou", "shi"])
def test_only_officers_and_the_director_enter_it(plant: Plant, name: str) -> None:
    before = plant.desk.everything()
    with refused("not_yours"):
        plant.reports_finding(name)
    assert plant.desk.everything() == before
    assert plant.reports_finding("he").hazard is not None


@pytest.mark.parametrize("days", [-1, -300])
def test_a_limit_that_is_past_is_none(plant: Plant, days: int) -> None:
    with refused("limit_past"):
        plant.reports_finding(days=days)


def test_today_is_a_limit_until_it_is_over(plant: Plant) -> None:
    assert plant.reports_finding(days=0).hazard is not None
    plant.passes(hours=10)  # 19:00
    with refused("limit_past"):
        plant.reports_finding(days=0)


@pytest.mark.parametrize(
    "broken", [{"authority": " "}, {"number": ""}, {"number": "  "}, {"number": "9" * 61}], ids=str
)
def test_an_order_has_a_name_and_a_number(plant: Plant, broken: dict[str, Any]) -> None:
    before = plant.desk.everything()
    with refused("order_incomplete"):
        plant.reports_finding(**broken)
    assert plant.desk.everything() == before


def test_an_order_is_shown(plant: Plant) -> None:
    with refused("order_photo"):
        plant.reports_finding(pages=0)


def test_the_next_finding_of_the_same_order_shows_the_same_pages(plant: Plant) -> None:
    first = found(plant)
    second = plant.reports_finding(pages=0, same_as=first.id).hazard
    assert second is not None
    assert plant.desk.attached[second.id, "order"] == plant.desk.attached[first.id, "order"] == 1
    assert (second.source_id, second.due_at) == (first.source_id, first.due_at)


@pytest.mark.parametrize("other", ["another order", "no order at all", "no case"])
def test_the_pages_of_another_order_are_not_this_one_s(plant: Plant, other: str) -> None:
    cases = {"another order": found(plant, number="消责〔2026〕3号"), "no order at all": plant.reported()}
    same_as = cases[other].id if other in cases else "nowhere"
    with refused("order_photo"):
        plant.reports_finding(pages=0, same_as=same_as)


def test_opened_again_it_keeps_the_authoritys_limit(plant: Plant) -> None:
    case = found(plant)
    due = case.due_at
    plant.takes(case)
    plant.submits(case)
    plant.accepts(case)
    plant.reopens(case, "qian")
    assert case.due_at == due
    plant.submits(case)
    plant.accepts(case)
    plant.passes(days=20)
    plant.reopens(case, "qian")
    assert case.due_at == due, "a date of our own would not be the authority's: it is overdue"
    assert plant.rings_at(case, "due") == plant.now + timedelta(days=1)
