"""A case that needs a plan while its owner is at work: what they send is kept, and they are told the way on."""

import pytest
from sqlalchemy import select

from storage import tables
from tests.scenarios.test_plan import complete, filed, kept_pictures
from tests.scenarios.test_whole_life import report
from tests.stories import story
from tests.world import Someone, World, case_of, kinds_of
from workflow.lifecycle import State


def files(world: World) -> None:
    """An officer files the case as long-standing, whatever its owner is just doing."""
    officer = world.person("吴静")
    officer.sees(case_of(world).number)
    officer.picks("long_term")
    officer.sends("换一台带光幕的新冲床", "replace it by a press with a light curtain")
    assert case_of(world).state == State.PLANNING


def at_work(world: World) -> Someone:
    owner = report(world)
    owner.taps("take")
    owner.skips()
    return owner


def noted(world: World) -> list[str]:
    """What its owner has said of the progress."""
    texts = tables.texts
    return [row.body for row in world.rows(select(texts).where(texts.c.field == "remark"))]


@story("filed_meanwhile", "干到一半，列为老大难", "Filed as long-standing while somebody works on it")
def test_what_its_owner_sends_then_is_kept_and_answered_with_the_plan(told: World) -> None:
    world = told
    owner = at_work(world)
    files(world)
    owner.hears("plan.filed")
    owner.sends("拆开看了，轴也裂了", "opened it: the shaft is cracked too", photos=1)
    owner.hears("task.plan_first")
    owner.taps("noted")
    owner.hears("task.planning")
    assert kept_pictures(world) == ["progress"]
    assert kinds_of(world, case_of(world).id)[-1] == "progress_posted"
    owner.taps("plan")
    owner.hears("plan.parts")
    owner.sends(photos=1)
    owner.hears("plan.parts")
    assert kept_pictures(world) == ["progress", "progress"]
    assert (case_of(world).state, case_of(world).stage) == (State.PLANNING, None)


def test_what_was_sent_before_and_is_submitted_after_is_noted_only(world: World) -> None:
    owner = at_work(world)
    owner.sends("装好了", photos=1)
    owner.hears("task.received")
    files(world)
    owner.skips()
    owner.taps("submit")
    owner.hears("task.plan_first")
    owner.taps("noted")
    owner.hears("task.planning")
    assert kept_pictures(world) == ["progress"]
    assert noted(world) == ["装好了"]


@pytest.mark.parametrize("tapped", ["working", "waiting_parts", "submit"])
def test_an_old_button_is_answered_with_the_plan(quick_world: World, tapped: str) -> None:
    owner = at_work(quick_world)
    files(quick_world)
    owner.skips()
    owner.taps(tapped)
    owner.hears("task.plan_first")
    assert [choice["value"] for choice in owner.everything()[-1].choices] == ["plan"]
    assert "progress_posted" not in kinds_of(quick_world, case_of(quick_world).id)


def test_a_photograph_for_acceptance_is_noted_instead(quick_world: World) -> None:
    world, owner = quick_world, at_work(quick_world)
    owner.sees(case_of(world).number)
    owner.picks("submit")
    assert owner.skips()[-1] == "task.after"
    files(world)
    owner.skips()
    owner.sends("装好了", photos=1)
    assert owner.skips() == ["task.planning"]
    assert kept_pictures(world) == ["progress"]


def test_why_no_photograph_can_be_taken_is_noted_too(quick_world: World) -> None:
    world, owner = quick_world, at_work(quick_world)
    owner.sees(case_of(world).number)
    owner.picks("submit")
    owner.taps("no_photo")
    files(world)
    owner.skips()
    owner.sends("机器在转，拍不了")
    assert owner.skips() == ["task.planning"]
    assert noted(world) == ["机器在转，拍不了"]


def test_what_is_another_hazard_remains_one(quick_world: World) -> None:
    owner = at_work(quick_world)
    files(quick_world)
    owner.skips()
    owner.sends("仓库3号门地面漏油", photos=1)
    owner.hears("task.plan_first")
    owner.taps("new_report")
    assert owner.skips()[-1] == "report.confirm"
    assert kept_pictures(quick_world) == []


def test_confirmed_as_major_it_needs_a_plan_too(quick_world: World) -> None:
    world, owner = quick_world, at_work(quick_world)
    officer, director = world.person("吴静"), world.person("林志远")
    officer.sees(case_of(world).number)
    officer.picks("regrade")
    officer.taps("major")
    officer.sends("够得上重大判定标准")
    officer.taps("sure")
    director.taps("confirm_major")
    assert case_of(world).state == State.PLANNING
    owner.skips()
    owner.sends("拆开看了", photos=1)
    owner.hears("task.plan_first")


def test_a_picture_out_of_the_blue_is_asked_for_the_case(quick_world: World) -> None:
    world, owner = quick_world, filed(quick_world)
    owner.sends("取消")
    owner.skips()
    owner.sends("量了尺寸", photos=2)
    assert owner.skips()[-1] == "report.or_task"
    owner.taps(case_of(world).id)
    owner.hears("task.plan_first")
    owner.taps("noted")
    owner.hears("task.planning")
    assert kept_pictures(world) == ["progress", "progress"]


def test_while_the_plan_is_decided_on_pictures_are_kept_and_the_plan_stays_sent(quick_world: World) -> None:
    world, owner = quick_world, filed(quick_world)
    complete(world, owner)
    owner.taps("submit_plan")
    owner.skips()
    owner.sees(case_of(world).number)
    owner.picks("work")
    owner.hears("task.planning")
    assert "方案在批" in owner.words()
    owner.sends("现场又量了一次", photos=1)
    owner.hears("task.plan_first")
    owner.taps("noted")
    owner.hears("task.planning")
    assert kept_pictures(world) == ["progress"]
    director = world.person("林志远")
    director.taps("see_plan")
    director.taps("approve_plan")
    assert case_of(world).state == State.RECTIFYING
