"""What an owner has sent for a task and left standing is asked after once, and then noted: nothing of it is lost."""

from sqlalchemy import select

from storage import tables
from tests.scenarios.test_whole_life import report
from tests.stories import story
from tests.world import Someone, World, case_of, kinds_of
from workflow.lifecycle import State

SAID, SAID_EN = "拆下来看了，还没修", "taken off and looked at, not repaired yet"


def leaves_standing(world: World) -> Someone:
    """The owner takes the task, sends a picture with words, and taps nothing."""
    owner = report(world)
    owner.taps("take")
    owner.sends(SAID, SAID_EN, photos=1)
    assert owner.skips()[-1] == "task.received"
    return owner


def passes(world: World, hours: int) -> None:
    world.clock.passes(hours=hours)
    world.work()


def progress_of(world: World) -> list[str]:
    """What the progress of the case says."""
    said = select(tables.texts.c.body).where(tables.texts.c.field == "remark").order_by(tables.texts.c.id)
    return [row.body for row in world.rows(said)]


@story("left_standing", "发了没点，过后再问", "Sent, and nothing tapped")
def test_it_is_asked_after_once(told: World) -> None:
    owner = leaves_standing(told)
    passes(told, 4)
    (asked,) = owner.hears("task.unsent")
    assert [choice["value"] for choice in asked.choices] == ["submit", "noted"]
    assert (SAID, SAID_EN)[told.language == "en"] in owner.words()
    owner.taps("noted")
    owner.hears("task.noted")
    assert progress_of(told) == [(SAID, SAID_EN)[told.language == "en"]]
    passes(told, 80)
    assert "task.unsent" not in owner.skips()


def test_a_day_later_it_goes_with_the_submission_if_its_owner_says_so(world: World) -> None:
    owner = leaves_standing(world)
    passes(world, 30)
    owner.sees(case_of(world).number)
    owner.picks("submit")
    owner.hears("task.received")
    owner.taps("submit")
    assert owner.skips()[-1] == "task.submitted"
    assert progress_of(world) == [SAID]


def test_going_on_with_the_task_goes_on_with_what_was_sent(world: World) -> None:
    owner = leaves_standing(world)
    passes(world, 10)
    owner.sees(case_of(world).number)
    owner.picks("work")
    assert owner.skips()[-1] == "task.received"
    owner.sends("刷了漆")
    owner.taps("noted")
    assert progress_of(world) == [f"{SAID}\n刷了漆"]


def test_after_a_weekend_it_is_noted_with_its_picture_and_what_is_edited_then_is_recorded(world: World) -> None:
    owner = leaves_standing(world)
    passes(world, 4)
    passes(world, 70)
    case = case_of(world)
    assert kinds_of(world, case.id)[-1] == "progress_posted"
    assert progress_of(world) == [SAID]
    attached = select(tables.attachments.c.role).order_by(tables.attachments.c.id)
    assert [row.role for row in world.rows(attached)] == ["found", "progress"]
    owner.sees(case.number)
    owner.picks("submit")
    assert owner.skips()[-1] == "task.after", "what it shows is no finished work"


def test_what_was_sent_while_a_plan_is_wanted_is_noted_too(world: World) -> None:
    owner = leaves_standing(world)
    officer = world.person("吴静")
    officer.sees(case_of(world).number)
    officer.picks("long_term")
    officer.sends("换一台带光幕的新冲床")
    passes(world, 4)
    assert "task.unsent" in owner.skips()
    passes(world, 70)
    assert case_of(world).state == State.PLANNING
    assert progress_of(world) == [SAID]


def test_what_the_case_takes_no_more_changes_nothing(world: World) -> None:
    owner = leaves_standing(world)
    officer = world.person("吴静")
    officer.sees(case_of(world).number)
    officer.picks("invalid")
    officer.sends("不是隐患")
    officer.taps("sure")
    passes(world, 4)
    passes(world, 70)
    assert kinds_of(world, case_of(world).id)[-1] == "marked_invalid"
    owner.sends("等我办")
    assert owner.skips()[-1] == "my.to_do_none"
