"""The re-check of an order: only when all is put right, on its paper, and what was not in order goes on."""

from datetime import timedelta

import pytest

from tests.workflow.ground import refused
from tests.workflow.plant import Plant
from workflow.authority_orders import OrderState, RecordRecheck, StrikeRecheck, state_of
from workflow.hazard import Hazard
from workflow.lifecycle import RECHECK_DAYS, State


def order_of_two(plant: Plant, *, done: bool = True) -> tuple[Hazard, Hazard]:
    first = plant.reports_finding().case
    second = plant.reports_finding(same_as=first.id).case
    plant.desk.orders.under = [first.id, second.id]
    for case in (first, second) if done else ():
        plant.takes(case)
        plant.submits(case)
        plant.accepts(case)
    return first, second


def recheck(plant: Plant, case: Hazard, *failed: Hazard, pages: int = 1, **more: str) -> None:
    until = (plant.desk.today + timedelta(days=5)).isoformat() if failed else ""
    said = {
        "paper": "应急复查〔2026〕3号",
        "day": plant.desk.today.isoformat(),
        "words": "护罩没有固定",
        "until": until,
    }
    ids, told = tuple(each.id for each in failed), {**said, **more}
    plant.does(
        "qian",
        RecordRecheck(plant.draft(pages), case.id, told["paper"], told["day"], ids, told["words"], told["until"]),
    )


def stands(plant: Plant) -> OrderState:
    cases = [plant.desk.hazards[case] for case in plant.desk.orders.under]
    return state_of(cases, plant.desk.orders.last(plant.desk.orders.under))


def test_it_is_closed_on_the_paper_and_on_nothing_else(plant: Plant) -> None:
    first, second = order_of_two(plant)
    assert stands(plant) is OrderState.PUT_RIGHT
    recheck(plant, second)
    assert stands(plant) is OrderState.CLOSED
    assert {plant.desk.attached[case.id, "paper"] for case in (first, second)} == {1}
    event = plant.desk.events[-1]
    assert (event.kind, event.facts["failed"], event.words) == ("order_rechecked", [], {"paper": "应急复查〔2026〕3号"})
    with refused("order_closed"):
        recheck(plant, first)


def test_what_was_not_in_order_is_opened_again_by_a_limit_that_stands(plant: Plant) -> None:
    first, second = order_of_two(plant)
    plant.passes(days=RECHECK_DAYS + 5)  # an authority comes when it comes
    recheck(plant, first, second)
    assert (first.state, second.state) == (State.CLOSED, State.RECTIFYING)
    limit = plant.desk.calendar.local(second.due_at)
    assert (limit.date(), limit.hour, second.due_locked) == (plant.desk.today + timedelta(days=5), 18, True)
    assert stands(plant) is OrderState.OPEN
    plant.submits(second)
    plant.accepts(second)
    assert stands(plant) is OrderState.PUT_RIGHT, "it is looked at once more"
    recheck(plant, first)
    assert stands(plant) is OrderState.CLOSED


def test_what_is_opened_again_after_it_was_closed_waits_for_another_paper(plant: Plant) -> None:
    first, _ = order_of_two(plant)
    recheck(plant, first)
    plant.passes(days=1)
    plant.reopens(first, "qian")
    assert stands(plant) is OrderState.OPEN
    plant.submits(first)
    plant.accepts(first)
    assert stands(plant) is OrderState.PUT_RIGHT


def test_a_recheck_that_was_written_down_wrongly_is_struck(plant: Plant) -> None:
    first, _ = order_of_two(plant)
    with refused("no_recheck"):
        plant.does("qian", StrikeRecheck(first.id))
    recheck(plant, first)
    plant.does("he", StrikeRecheck(first.id))
    assert stands(plant) is OrderState.PUT_RIGHT
    with refused("no_recheck"):
        plant.does("he", StrikeRecheck(first.id))


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"paper": " "}, "order_incomplete"),
        ({"paper": "9" * 61}, "order_incomplete"),
        ({"day": "2026-11-24"}, "paper_day"),
        ({"day": "2026-11-01"}, "paper_early"),
    ],
)
def test_the_paper_has_a_number_and_a_day_that_can_be(plant: Plant, more: dict[str, str], why: str) -> None:
    first, _ = order_of_two(plant)
    with refused(why):
        recheck(plant, first, pages=1, **more)


def test_nothing_is_written_down_too_early_or_without_the_paper(plant: Plant) -> None:
    first, second = order_of_two(plant, done=False)
    with refused("order_open"):
        recheck(plant, first)
    plant.desk.orders.under = [plant.case_in(State.CLOSED).id]
    alone = plant.desk.hazards[plant.desk.orders.under[0]]
    with refused("paper_photo"):
        recheck(plant, alone, pages=0)
    with refused("not_of_order"):
        recheck(plant, alone, second)
    with refused("no_order"):
        recheck(plant, first)
    with refused("limit_past"):
        recheck(plant, alone, alone, until="2026-11-22")
    with refused("reason"):
        recheck(plant, alone, alone, words=" ")


@pytest.mark.parametrize("name", ["li", "zhang", "zhao", "wu", "zhou"])
def test_it_is_for_officers_and_the_director(plant: Plant, name: str) -> None:
    first, _ = order_of_two(plant)
    with refused("not_yours"):
        plant.does(name, RecordRecheck(plant.draft(1), first.id, "3号", plant.desk.today.isoformat()))
