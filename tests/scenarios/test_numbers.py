"""What a bare number answers: the list that its writer saw last, and nothing that they had not seen."""

import pytest
from sqlalchemy import select

from handlers.messages import ChatEvent
from storage import tables
from tests.scenarios.test_whole_life import report
from tests.world import Someone, World, case_of, kinds_of
from workflow.lifecycle import State


@pytest.fixture
def numbering(quick_world: World) -> World:
    """A company on a platform that shows no buttons, and numbers the choices."""
    quick_world.platform.numbers = True
    return quick_world


def another_task(world: World, owner: Someone) -> None:
    """The next card for the owner of the first one."""
    wang = world.person("王芳")
    wang.sends("冲压2号机防护罩又松了", photos=1)
    wang.taps("submit")
    assert owner.skips() == ["task.new"]


def states(world: World) -> list[State]:
    """Of all cases, in the order in which they were reported."""
    return [State(case.state) for case in world.rows(select(tables.hazards).order_by(tables.hazards.c.id))]


def test_it_answers_the_one_card_that_came_since_its_writer_last_wrote(told: World) -> None:
    """As it reads where a platform shows no buttons: 1 take it, 2 pass it on, 3 the whole case."""
    told.platform.numbers = True
    owner = report(told)
    owner.hears("task.new")
    owner.sends("1")
    owner.hears("task.taken")
    assert case_of(told).state == State.RECTIFYING


def test_who_only_opens_the_chat_has_written_nothing(numbering: World) -> None:
    owner = report(numbering)
    owner.hears("task.new")
    numbering.send(numbering.envelope(owner.code, event=ChatEvent.NOTHING))
    owner.sends("1")
    owner.hears("task.taken")


def test_a_card_with_buttons_is_answered_by_no_number(quick_world: World) -> None:
    owner = report(quick_world)
    owner.hears("task.new")
    owner.sends("1")
    owner.hears("unknown.words")
    assert states(quick_world) == [State.ASSIGNED]


def test_a_number_that_the_card_does_not_have_answers_nothing(numbering: World) -> None:
    owner = report(numbering)
    owner.hears("task.new")
    for number in ("0", "9"):
        owner.sends(number)
        owner.hears("unknown.words")
    assert states(numbering) == [State.ASSIGNED]


def test_of_two_cards_it_answers_neither_and_says_how_to_choose(numbering: World) -> None:
    owner = report(numbering)
    owner.skips()
    another_task(numbering, owner)
    owner.sends("1")
    (asked,) = owner.hears("unknown.which_card")
    assert (asked.facts["cards"], asked.choices) == (2, [])
    owner.sends("1")
    owner.hears("unknown.words")
    assert states(numbering) == [State.ASSIGNED, State.ASSIGNED]


def test_in_a_dialogue_it_answers_the_newer_card_that_was_numbered(numbering: World) -> None:
    owner = report(numbering)
    owner.sends("1")
    assert owner.skips() == ["task.new", "task.taken"]
    another_task(numbering, owner)
    owner.sends("1")
    owner.hears("task.taken")
    assert states(numbering) == [State.RECTIFYING, State.RECTIFYING]


def test_in_a_dialogue_a_newer_card_with_buttons_makes_the_question_be_asked_again(quick_world: World) -> None:
    owner = report(quick_world)
    owner.skips()
    owner.sends("插座烧黑了")
    owner.hears("report.confirm")
    another_task(quick_world, owner)
    owner.sends("1")
    owner.hears("unknown.which_number", "report.confirm")
    owner.sends("1")
    owner.hears("report.done")


def test_a_number_that_came_twice_answers_no_question_that_nobody_has_seen(quick_world: World) -> None:
    li = quick_world.person("李强")
    li.sends("插座烧黑了")
    li.sends("上报")
    li.sends("冲压2号机防护罩松了")
    assert li.skips()[-1] == "report.confirm"
    quick_world.send(*(quick_world.envelope(li.code, text="1") for _ in range(2)))
    li.hears("report.done", "report.confirm", "unknown.which_number", "report.confirm")
    assert states(quick_world) == [State.ASSIGNED]
    li.sends("1")
    li.hears("report.done")


def test_a_number_that_came_twice_picks_once_from_a_list(numbering: World) -> None:
    owner = report(numbering)
    owner.skips()
    owner.sends("等我办")
    owner.hears("my.to_do")
    numbering.send(*(numbering.envelope(owner.code, text="1") for _ in range(2)))
    owner.hears("case.card", "unknown.words")
    assert kinds_of(numbering, case_of(numbering).id) == ["reported", "assigned"]
