"""The officer finds that a case is no hazard, or the same as another, and takes it back."""

from typing import Any

from sqlalchemy import select

from storage import tables
from tests.scenarios.test_whole_life import report
from tests.stories import story
from tests.world import Someone, World, by_id, case_of


def officer_at(world: World, number: str) -> Someone:
    """The safety officer with the card of a case before them."""
    officer = world.person("韩磊")
    officer.sends(number)
    assert officer.skips()[-1] == "case.card"
    return officer


def reported_twice(world: World) -> tuple[Any, Any, Someone]:
    """李强's case, 王芳's of the same thing, and the officer who has the rest of the second's buttons before them."""
    report(world)
    first = case_of(world)
    wang = world.person("王芳")
    wang.sends("冲压2号机防护罩松了", photos=1)
    wang.taps("submit")
    second = next(row for row in world.rows(select(tables.hazards)) if row.id != first.id)
    officer = officer_at(world, second.number)
    officer.taps("more")
    return first, second, officer


@story("no_hazard", "不算隐患，又恢复", "No hazard, and taken up again")
def test_the_reporter_reads_why_it_is_no_hazard_and_it_can_be_taken_up_again(told: World) -> None:
    world = told
    owner = report(world)
    owner.skips()
    officer = officer_at(world, case_of(world).number)
    officer.taps("more")
    officer.hears("case.more")
    officer.taps("invalid")
    officer.hears("aside.why_invalid")
    officer.sends("这是旧照片，上周已经换了新的", "an old photo, it was replaced last week")
    officer.hears("aside.invalid_sure")
    assert case_of(world).state == "assigned", "the reporter reads nothing before the yes"
    officer.taps("sure")
    officer.hears("aside.marked_invalid")
    li = world.person("李强")
    li.hears("report.invalid")
    assert ("上周已经换了新的" if told.language == "zh_CN" else "replaced last week") in li.words()
    owner.hears("task.set_aside")
    owner.taps("take")
    owner.hears("card.stale")
    officer.taps("reinstate")
    officer.hears("aside.why_back")
    officer.sends("看错了，是另一台", "my mistake, it is another machine")
    officer.hears("aside.reinstated")
    owner.hears("task.new")
    li.hears("report.reinstated")
    assert case_of(world).state == "assigned"


@story("merged", "同一处报了两次", "Reported twice")
def test_two_reports_of_one_hazard_go_on_together(told: World) -> None:
    world = told
    report(world)
    first = case_of(world)
    wang = world.person("王芳")
    wang.sends("冲压2号机防护罩松了", "guard of press 2 is loose", photos=1)
    wang.taps("submit")
    wang.skips()
    second = next(row for row in world.rows(select(tables.hazards)) if row.id != first.id)
    officer = officer_at(world, second.number)
    officer.taps("more")
    officer.hears("case.more")
    officer.taps("merge")
    officer.hears("aside.into_which")
    officer.sends("YH-20200101-0001")
    officer.hears("steer.no_such_number")
    officer.sends(f"和{first.number}是同一处", f"the same as {first.number}")
    officer.hears("aside.merged")
    assert first.number in officer.words()
    wang.hears("report.merged")
    assert first.number in wang.words()
    wang.sends(second.number)
    wang.hears("case.card")
    assert first.number in wang.words()


def test_a_graver_case_does_not_end_in_a_lesser_one_and_another_number_is_asked_for(quick_world: World) -> None:
    world = quick_world
    first, second, officer = reported_twice(world)
    officer.taps("regrade")
    officer.taps("larger")
    officer.sends("手会伸进去")
    officer.sees(second.number)
    officer.taps("more")
    officer.taps("merge")
    officer.skips()
    officer.sends(first.number)
    officer.hears("refused.merge_grade", "aside.into_which")


def test_the_last_digits_name_the_other_case_too_and_a_no_merges_nothing(quick_world: World) -> None:
    first, _, officer = reported_twice(quick_world)
    officer.taps("merge")
    officer.skips()
    officer.sends("啊")
    officer.hears("steer.no_such_number")
    assert "“啊”" in officer.words()
    officer.taps("not_sure")
    officer.hears("steer.left")
    officer.taps("merge")
    officer.sends(first.number[-4:])
    assert officer.skips()[-1] == "aside.merged"
    assert first.number in officer.words()


def test_whoever_reported_the_same_sees_the_result_and_may_reopen_it(quick_world: World) -> None:
    world = quick_world
    first, _, officer = reported_twice(world)
    owner, wang = by_id(world, first.owner_id), world.person("王芳")
    officer.taps("merge")
    officer.sends(first.number)
    owner.sends(first.number)
    owner.taps("take")
    owner.taps("submit")
    owner.sends("换好了", photos=1)
    acceptor = by_id(world, first.acceptor_id)
    acceptor.taps("accept")
    acceptor.taps("on_site")
    assert wang.skips()[-1] == "report.closed"
    wang.taps("show")
    wang.hears("case.card")
    wang.taps("reopen")
    wang.taps("came_back")
    wang.hears("case.reopen_reason", "case.reopened")
