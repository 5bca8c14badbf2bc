"""A long-standing hazard in chat: its plan filled piece by piece, approved, and worked through by stages that slip."""

import pytest
from sqlalchemy import select

from storage import tables
from templates.render import label
from tests.scenarios.test_whole_life import report
from tests.stories import story
from tests.world import Someone, World, by_id, case_of, kinds_of
from workflow.lifecycle import State

PARTS = {
    "method": ("先停用，再换新机", "stop it, then replace it"),
    "funds": ("38 万，安全费用", "380,000 from the safety budget"),
    "people": ("张伟负责，厂家安装", "Zhang Wei, the maker installs it"),
    "safety": ("旧机断电挂牌，围起来", "old press locked out and fenced in"),
}
DELIVERED, INSTALLED = ("新机到货", "new press delivered"), ("装好试车", "installed and tried")


def filed(world: World) -> Someone:
    """A task that its owner has taken and an officer files as long-standing; its owner."""
    owner = report(world)
    owner.taps("take")
    officer = world.person("吴静")
    officer.sees(case_of(world).number)
    officer.picks("long_term")
    assert officer.skips()[-1] == "plan.goal_at_once"
    officer.sends("换一台带光幕的新冲床", "replace it by a press with a light curtain")
    assert officer.skips() == ["plan.done"]
    assert case_of(world).state == State.PLANNING
    assert owner.skips()[-1] == "plan.filed"
    owner.sees(case_of(world).number)
    owner.picks("contain")
    owner.taps("fenced_in")
    assert "danger.held" in owner.skips()
    return owner


def kept_pictures(world: World) -> list[str]:
    """As what the pictures of the case are kept, those of the report aside."""
    kept = tables.attachments
    rows = world.rows(select(kept.c.role).where(kept.c.subject_kind == "hazard", kept.c.role != "found"))
    return [row.role for row in rows]


def fills(someone: Someone, part: str) -> None:
    """One part, by its own button or behind the others."""
    picks_part(someone, part)
    someone.sends(*PARTS[part])


def picks_part(someone: Someone, part: str) -> None:
    if all(choice["value"] != part for choice in someone.everything()[-1].choices):
        someone.taps("other_parts")
    someone.taps(part)


def adds_stage(someone: Someone, goal: tuple[str, str], day: str, day_en: str) -> None:
    picks_part(someone, "limit")
    someone.sends(*goal)
    someone.sends(day, day_en)


def complete(world: World, owner: Someone) -> None:
    """The owner says all that is missing."""
    owner.taps("plan")
    for part in PARTS:
        fills(owner, part)
    adds_stage(owner, DELIVERED, "12月3日", "3 December")
    adds_stage(owner, INSTALLED, "12月31日", "31 December")
    owner.skips()


def under_way(world: World) -> Someone:
    """A long-standing case whose plan is approved; its owner."""
    owner = filed(world)
    complete(world, owner)
    owner.taps("submit_plan")
    world.person("林志远").taps("approve_plan")
    for person in world.people():
        person.skips()
    return owner


@story("plan", "老大难：编方案、批方案", "Long-standing: the plan and its approval")
def test_a_plan_is_filled_by_those_who_know_and_the_gate_names_what_is_missing(told: World) -> None:
    world = told
    owner = filed(world)
    owner.taps("plan")
    owner.hears("plan.parts")
    fills(owner, "method")
    fills(owner, "people")
    fills(owner, "safety")
    adds_stage(owner, DELIVERED, "12月3日", "3 December")
    adds_stage(owner, INSTALLED, "12月1日", "1 December")
    assert owner.skips()[-2:] == ["refused.stage_order", "plan.stage_day"]
    owner.sends("12月31日", "31 December")
    owner.hears("plan.parts")
    owner.taps("submit_plan")
    owner.hears("refused.plan_missing", "plan.parts")
    assert label(world.language, "choice", "plan_part.funds") in owner.words()
    head = world.person("黄志明")
    head.hears("plan.begun", "danger.contained")
    head.taps("plan")
    fills(head, "funds")
    assert head.skips()[-1] == "plan.parts"
    owner.hears("plan.changed")
    owner.taps("submit_plan")
    owner.hears("plan.sent")
    director = world.person("林志远")
    director.hears("plan.to_approve")
    director.taps("see_plan")
    director.hears("plan.whole")
    director.taps("return_plan")
    director.taps("no_funds")
    assert director.skips()[-1] == "plan.decided"
    owner.hears("plan.returned")
    owner.taps("plan")
    fills(owner, "funds")
    owner.taps("submit_plan")
    assert owner.skips()[-1] == "plan.sent"
    director.hears("plan.to_approve")
    director.taps("approve_plan")
    director.hears("plan.decided")
    owner.hears("plan.approved")
    world.person("李强").hears("danger.contained", "report.planned")
    case = case_of(world)
    assert (case.state, f"{case.due_at:%m-%d %H:%M}") == (State.RECTIFYING, "12-31 10:00")  # 18:00 in Shanghai


@story("long_term", "老大难：阶段、督办、汇报", "Long-standing: stages, supervision, reports")
def test_stages_slip_twice_and_the_top_looks_on_until_all_are_done(told: World) -> None:
    world = told
    owner = under_way(world)
    director, executive = world.person("林志远"), world.person("周建国")
    world.clock.passes(days=7)
    world.work()
    executive.hears("plan.report")
    director.hears("plan.report")
    world.clock.passes(days=4)
    world.work()
    assert "plan.slipped" in owner.skips()
    world.clock.passes(days=7)
    world.work()
    assert "plan.supervised" in executive.skips()
    assert "plan.supervised" in director.skips()
    assert kinds_of(world, case_of(world).id).count("supervised") == 1
    executive.sends("老大难", "long-term")
    executive.hears("my.long_term")
    director.taps("move_stage")
    director.taps("1")
    director.taps("supplier")
    director.sends("昨天", "yesterday")
    assert director.skips()[-2:] == ["refused.stage_past", "plan.new_day"]
    director.sends("12月20日", "20 December")
    assert director.skips()[-1] == "plan.stage_moved"
    assert owner.skips()[-1] == "plan.moved"
    owner.taps("finish_stage")
    owner.hears("plan.stage_proof")
    owner.sends("到货了", "it is here", photos=1)
    owner.hears("plan.stage_received")
    owner.taps("stage_done")
    owner.hears("plan.stage_noted")
    assert executive.skips()[-1] == "plan.stage_done"
    owner.sees(case_of(world).number)
    owner.picks("finish_stage")
    owner.sends("试车三天，没有问题", "ran for three days without trouble")
    owner.taps("stage_done")
    assert owner.skips()[-1] == "plan.stage_noted"
    owner.sees(case_of(world).number)
    owner.picks("submit")
    owner.sends(photos=1)
    assert owner.skips()[-1] == "task.submitted"
    assert case_of(world).state == State.AWAITING_ACCEPTANCE


def test_an_owner_who_takes_what_needs_a_plan_goes_on_with_the_plan(world: World) -> None:
    owner = report(world)
    officer = world.person("吴静")
    officer.sees(case_of(world).number)
    officer.picks("long_term")
    officer.sends("换一台新的")
    owner.skips()
    owner.taps("take")
    owner.hears("plan.parts")
    assert "已接单" in owner.words()
    assert case_of(world).state == State.PLANNING
    owner.sends("明天就换")
    owner.hears("unknown.in_dialogue", "plan.parts")
    owner.sends(photos=1)
    owner.hears("plan.parts")
    assert kept_pictures(world) == ["progress"]


def test_a_double_tap_sends_one_plan_and_a_late_change_is_told_why_not(world: World) -> None:
    owner = filed(world)
    complete(world, owner)
    submits = owner.latest("submit_plan").token("submit_plan")
    owner.taps_token(submits)
    owner.taps_token(submits)
    assert kinds_of(world, case_of(world).id).count("plan_submitted") == 1
    owner.skips()
    head = world.person("黄志明")
    head.taps("plan")
    assert head.skips()[-1] == "card.stale"


def test_a_part_written_while_the_plan_was_sent_is_refused_with_the_reason(world: World) -> None:
    owner = filed(world)
    complete(world, owner)
    head = world.person("黄志明")
    head.taps("plan")
    picks_part(head, "funds")
    owner.taps("submit_plan")
    head.sends("再加两万")
    assert "refused.plan_sent" in head.skips()
    assert kinds_of(world, case_of(world).id)[-1] == "plan_submitted"


def test_whoever_sent_it_takes_it_back_changes_it_and_sends_it_again(world: World) -> None:
    owner = filed(world)
    complete(world, owner)
    owner.taps("submit_plan")
    director = world.person("林志远")
    director.skips()
    owner.taps("take_back_plan")
    assert owner.skips()[-1] == "plan.taken_back"
    director.taps("approve_plan")
    director.hears("card.stale")
    owner.taps("plan")
    fills(owner, "funds")
    owner.taps("submit_plan")
    assert owner.skips()[-1] == "plan.sent"
    director.hears("plan.to_approve")


def test_two_who_may_decide_at_once_leave_one_decision(world: World) -> None:
    owner = filed(world)
    complete(world, owner)
    owner.taps("submit_plan")
    director, executive = world.person("林志远"), world.person("周建国")
    executive.sees(case_of(world).number)
    stale = executive.latest("approve_plan").token("approve_plan")
    director.taps("approve_plan")
    executive.taps_token(stale)
    assert executive.skips()[-1] == "card.stale"
    assert kinds_of(world, case_of(world).id).count("plan_approved") == 1


def test_a_plan_waits_in_the_list_of_who_has_to_act(world: World) -> None:
    owner = filed(world)
    complete(world, owner)
    director = world.person("林志远")
    lists = {}
    for when in ("making", "sent"):
        for person in (owner, director):
            person.sends("等我办")
            lists[when, person.name] = person.skips()[-1]
        if when == "making":
            owner.sends("取消")
            owner.sees(case_of(world).number)
            owner.picks("plan")
            owner.taps("submit_plan")
    assert lists["making", owner.name] == lists["sent", director.name] == "my.to_do"
    assert lists["making", director.name] == lists["sent", owner.name] == "my.to_do_none"


def test_nobody_submits_before_every_stage_is_done(world: World) -> None:
    owner = under_way(world)
    owner.sees(case_of(world).number)
    owner.picks("work")
    owner.sends("都装好了", photos=1)
    owner.taps("submit")
    assert owner.skips()[-2:] == ["refused.stages_open", "task.received"]
    assert case_of(world).state == State.RECTIFYING


@pytest.mark.parametrize("day", ["昨天", "2062年1月1日"])
def test_a_stage_in_the_past_or_out_of_reach_is_asked_for_again(world: World, day: str) -> None:
    owner = filed(world)
    owner.taps("plan")
    picks_part(owner, "limit")
    owner.sends("新机到货")
    owner.sends(day)
    assert owner.skips()[-1] == "plan.stage_day"
    owner.sends("不知道哪天")
    owner.hears("plan.which_day")
    owner.sends("下周五")
    owner.hears("plan.parts")
    owner.taps("other_parts")
    owner.taps("drop_stage")
    assert "时限" in owner.words()


def test_a_late_plan_is_asked_for_and_then_told_further_up(world: World) -> None:
    owner = filed(world)
    director = world.person("林志远")
    world.clock.passes(days=7)
    world.work()
    assert "plan.due" in owner.skips()
    director.hears_nothing()
    world.clock.passes(days=1)
    world.work()
    assert "plan.due" in owner.skips()
    director.hears("plan.late")
    assert by_id(world, case_of(world).owner_id).name == owner.name
