"""Example cases: what is closed, once, one on each Monday, and not where it was opened again."""

from datetime import date, datetime, timedelta

import pytest

from tests.workflow.cast import MONDAY
from tests.workflow.desk import PaperDesk, as_desk
from tests.workflow.ground import refused
from tests.workflow.plant import Plant
from workflow.example_cases import MOST_SIGNS, ChooseExample, Example, WithdrawExample, examples_in, next_monday
from workflow.lifecycle import State
from workflow.sharing_examples import tell

WRONG, RIGHT = "防护罩松了，手能伸进去", "换了螺栓，加了联锁"


def kept(plant: Plant) -> list[Example]:
    return examples_in(event for event in plant.desk.events if event.subject_kind == "example")


def clock(desk: PaperDesk, case: str) -> datetime | None:
    return desk.live.get(("example", case, "example"))


def test_a_closed_case_is_told_on_the_next_monday_in_the_words_that_were_read(plant: Plant) -> None:
    case = plant.case_in(State.CLOSED)
    plant.does("qian", ChooseExample(case.id, f"  {WRONG} ", RIGHT))
    event = next(event for event in plant.desk.events if event.kind == "example_chosen")
    assert event.facts == {"on": "2026-11-30", "category": case.category}
    assert event.words == {"example": WRONG, "example_done": RIGHT}
    due = clock(plant.desk, case.id)
    assert due is not None
    assert plant.desk.calendar.local(due).isoformat() == "2026-11-30T09:00:00+08:00"


def test_each_monday_has_one_of_them(plant: Plant) -> None:
    first, second, third = (plant.case_in(State.CLOSED) for _ in range(3))
    plant.does("qian", ChooseExample(first.id, WRONG, RIGHT))
    plant.does("feng", ChooseExample(second.id, WRONG, RIGHT))
    assert [example.on for example in kept(plant)] == [date(2026, 11, 30), date(2026, 12, 7)]
    plant.does("qian", WithdrawExample(first.id))
    assert clock(plant.desk, first.id) is None
    plant.does("qian", ChooseExample(third.id, WRONG, RIGHT))
    waiting = {example.hazard_id: example.on for example in kept(plant) if example.waits}
    assert waiting == {third.id: date(2026, 11, 30), second.id: date(2026, 12, 7)}


@pytest.mark.parametrize(("today", "monday"), [("2026-11-29", "2026-11-30"), ("2026-11-30", "2026-12-07")])
def test_a_monday_itself_is_too_late_for_that_monday(today: str, monday: str) -> None:
    assert next_monday(date.fromisoformat(today), []) == date.fromisoformat(monday)


def test_only_what_is_closed_and_only_once(plant: Plant) -> None:
    still_open = plant.case_in(State.ASSIGNED)
    with refused("example_open"):
        plant.does("qian", ChooseExample(still_open.id, WRONG, RIGHT))
    case = plant.case_in(State.CLOSED)
    plant.does("qian", ChooseExample(case.id, WRONG, RIGHT))
    with refused("example_chosen"):
        plant.does("feng", ChooseExample(case.id, WRONG, RIGHT))
    plant.does("qian", WithdrawExample(case.id))
    with refused("example_over"):
        plant.does("qian", WithdrawExample(case.id))
    plant.does("feng", ChooseExample(case.id, WRONG, RIGHT))
    assert [example.waits for example in kept(plant)] == [True]


@pytest.mark.parametrize(("words", "done"), [("", RIGHT), (WRONG, "  "), ("长" * (MOST_SIGNS + 1), RIGHT)])
def test_it_says_both_and_not_too_much(plant: Plant, words: str, done: str) -> None:
    case = plant.case_in(State.CLOSED)
    with refused("example_long"):
        plant.does("qian", ChooseExample(case.id, words, done))


@pytest.mark.parametrize(("state", "told"), [(State.CLOSED, True), (State.RECTIFYING, False)])
def test_on_its_monday_it_is_told_unless_it_was_opened_again(plant: Plant, state: State, told: bool) -> None:
    case = plant.case_in(State.CLOSED)
    plant.does("qian", ChooseExample(case.id, WRONG, RIGHT))
    case.state = state
    assert tell(as_desk(plant.desk), case, case.id, MONDAY + timedelta(days=7)) is told
    (example,) = kept(plant)
    assert (example.told, example.withdrawn) == (told, not told)
    with refused("example_over"):
        plant.does("qian", WithdrawExample(case.id))
