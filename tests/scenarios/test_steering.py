"""Whoever steers a case finds it by its number, sees what is theirs to do, does it after a yes, and undoes it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from storage import tables
from storage.audit import Kind
from tests.scenarios.test_set_aside import reported_twice
from tests.scenarios.test_whole_life import report
from tests.stories import story
from tests.world import Someone, World, case_of


def offered(person: Someone) -> list[str]:
    return [choice["value"] for choice in person.everything()[-1].choices]


def steers(world: World) -> tuple[Someone, Someone]:
    """A task that its owner has, and the officer with its menu before them."""
    owner = report(world)
    owner.skips()
    officer = world.person("韩磊")
    officer.skips()
    number = case_of(world).number
    officer.sends(f"处置 {number}", f"/case {number}")
    officer.hears("steer.menu")
    return owner, officer


@story("steer_limit", "安全员改期限，又撤销", "An officer moves a limit, and undoes it")
def test_a_limit_is_moved_after_a_yes_and_moved_back(told: World) -> None:
    owner, officer = steers(told)
    before = case_of(told).due_at
    officer.taps("move_limit")
    officer.hears("steer.how_long")
    officer.sends("5天", "5 days")
    officer.hears("steer.why_longer")
    officer.taps("outside_firm")
    officer.hears("steer.longer_sure")
    assert case_of(told).due_at == before, "nothing is changed before the yes"
    officer.taps("sure")
    officer.hears("steer.limit_moved")
    owner.hears("time.moved")
    assert case_of(told).due_at == before + timedelta(days=5)
    officer.taps("undo")
    officer.hears("steer.undo_sure")
    officer.taps("sure")
    officer.hears("steer.limit_moved")
    owner.hears("time.moved")
    assert {"zh_CN": "撤销上一次改动", "en": "The last change was undone"}[told.language] in owner.words()
    assert case_of(told).due_at == before


@story("steer_rest", "停产，先挂起", "The line stands: a case is put to rest")
def test_a_case_rests_and_wakes(told: World) -> None:
    owner, officer = steers(told)
    before = case_of(told).due_at
    officer.taps("suspend")
    officer.hears("steer.rest_until")
    officer.taps("7")
    officer.taps("line_stands")
    officer.hears("steer.why_rest", "steer.rest_sure")
    officer.taps("sure")
    officer.hears("steer.suspended")
    owner.hears("time.suspended")
    number = case_of(told).number
    officer.sends(f"处置{number[-4:]}", f"case {number[-4:]}")
    officer.hears("steer.menu")
    assert {"resume_case", "undo"} <= {*offered(officer)}
    officer.taps("resume_case")
    officer.taps("sure")
    officer.hears("steer.resume_sure", "steer.resumed")
    owner.hears("time.resumed")
    assert case_of(told).suspended_until is None
    assert abs(case_of(told).due_at - before) < timedelta(minutes=1)


@story("steer_rest_day", "挂起到哪天写错了", "A day on which no rest can end")
def test_a_rest_that_is_over_or_too_long_is_asked_again_before_anything_else(told: World) -> None:
    _, officer = steers(told)
    officer.taps("suspend")
    officer.skips()
    officer.sends("昨天", "yesterday")
    officer.hears("refused.rest_day")
    officer.sends("2028-06-01")
    officer.hears("refused.rest_day")
    officer.sends("2026-12-03")
    officer.taps("line_stands")
    officer.hears("steer.why_rest", "steer.rest_sure")
    assert "2026-12-03" not in officer.words(), "a day is said as people say it"
    officer.taps("sure")
    officer.hears("steer.suspended")


@story("steer_left", "想一想，不改了", "On second thoughts, no")
def test_a_no_or_a_cancel_changes_nothing(told: World) -> None:
    _, officer = steers(told)
    before = case_of(told).version
    officer.taps("suspend")
    officer.taps("7")
    officer.taps("season")
    officer.taps("not_sure")
    assert officer.skips()[-1] == "steer.left"
    officer.taps("move_limit")
    officer.sends("取消", "cancel")
    assert officer.skips()[-1] == "dialogue.cancelled"
    assert case_of(told).version == before


@pytest.mark.parametrize(
    ("said", "answer"),
    [(said, "steer.suspended") for said in ("好", "是的。", "Yes", "ok!")]
    + [("不", "steer.left"), ("no", "steer.left")],
)
def test_a_yes_and_a_no_may_be_written(quick_world: World, said: str, answer: str) -> None:
    _, officer = steers(quick_world)
    officer.taps("suspend")
    officer.taps("7")
    officer.taps("season")
    officer.skips()
    officer.sends(said)
    officer.hears(answer)


@story("steer_unmerge", "并错了，再拆开", "Merged by mistake, and taken apart")
def test_what_was_merged_is_taken_apart_from_its_menu(told: World) -> None:
    first, second, officer = reported_twice(told)
    officer.taps("merge")
    officer.sends(first.number)
    officer.skips()
    officer.sends(f"处置 {second.number}", f"/case {second.number}")
    officer.hears("steer.menu")
    choice = next(c for c in officer.everything()[-1].choices if c["value"] == "reinstate")
    assert choice["label"] == "unmerge"
    officer.taps("reinstate")
    officer.sends("不是同一处", "another place")
    officer.hears("aside.why_back", "aside.reinstated")


def test_a_new_grade_and_a_new_owner_are_undone(quick_world: World) -> None:
    owner, officer = steers(quick_world)
    officer.taps("regrade")
    officer.taps("larger")
    officer.taps("graver")
    assert officer.skips()[-1] == "major.graded"
    officer.taps("undo")
    officer.taps("sure")
    assert officer.skips()[-1] == "major.graded"
    assert case_of(quick_world).company_grade == "general"
    officer.taps("steer")
    officer.taps("assign")
    officer.sends("刘洋")
    officer.taps(quick_world.person("刘洋").id)
    assert officer.skips()[-1] == "choose.done"
    assert {"undo", "steer"} <= {*offered(officer)}
    officer.taps("undo")
    officer.taps("sure")
    assert case_of(quick_world).owner_id == owner.id


@story("steer_major", "改成重大，先问一句", "Major after all? Asked first")
def test_nobody_is_called_before_a_yes(told: World) -> None:
    owner, officer = steers(told)
    officer.taps("regrade")
    officer.taps("major")
    officer.sends("手会伸进去", "a hand can get in")
    officer.hears("major.which_grade", "major.why_raise", "major.sure")
    assert owner.name in officer.words() or owner.name_en in officer.words()
    officer.taps("not_sure")
    officer.hears("steer.left")
    owner.hears_nothing()
    assert case_of(told).company_grade == "general"


def test_whoever_writes_their_own_name_hears_why_it_is_not_there(quick_world: World) -> None:
    _, officer = steers(quick_world)
    officer.taps("assign")
    officer.skips()
    officer.sends("韩磊")
    officer.hears("choose.owner_else")


def test_what_has_nothing_before_it_or_calls_people_has_no_undo(quick_world: World) -> None:
    owner, officer = steers(quick_world)
    owner.taps("pass_on")
    owner.taps("nobodys")
    officer.skips()
    officer.taps("assign")
    officer.sends("刘洋")
    officer.taps(quick_world.person("刘洋").id)
    assert officer.skips()[-1] == "choose.done"
    assert "undo" not in offered(officer)
    officer.taps("steer")
    officer.taps("regrade")
    officer.taps("major")
    officer.taps("graver")
    officer.taps("sure")
    assert officer.skips()[-1] == "major.graded"
    assert "undo" not in offered(officer)


def test_what_somebody_else_has_done_since_is_not_undone(quick_world: World) -> None:
    owner, officer = steers(quick_world)
    officer.taps("move_limit")
    officer.taps("3")
    officer.taps("production")
    officer.taps("sure")
    owner.taps("take")
    officer.taps("undo")
    assert officer.skips()[-1] == "steer.not_undone"


def test_what_changed_under_the_question_is_not_done(quick_world: World) -> None:
    owner, officer = steers(quick_world)
    officer.taps("move_limit")
    officer.taps("3")
    officer.taps("production")
    owner.taps("take")
    officer.skips()
    officer.taps("sure")
    assert officer.skips()[0] == "refused.changed_since"


@story("steer_refused", "不归工人处置", "A worker does not steer")
def test_whoever_has_no_right_is_told_in_one_sentence_and_that_is_on_record(told: World) -> None:
    report(told)
    worker = told.person("王芳")
    worker.skips()
    worker.sends("处置 0001", "/case 0001")
    worker.hears("refused.not_yours")
    records = select(tables.audit_records.c.kind).where(tables.audit_records.c.actor_id == worker.id)
    assert Kind.DENIED in told.rows(records)[-1]


@pytest.mark.parametrize("said", ["处置 YH-20200101-0001", "处置 9999", "case 9999"])
def test_a_number_of_no_case_is_asked_for_again(quick_world: World, said: str) -> None:
    report(quick_world)
    officer = quick_world.person("韩磊")
    officer.skips()
    officer.sends(said)
    officer.hears("steer.no_such_number")
    officer.sends("abc")
    officer.hears("steer.no_such_number")
    assert "“abc”" in officer.words()
    officer.sends(case_of(quick_world).number[-4:])
    officer.hears("steer.menu")


def test_a_limit_that_was_moved_back_does_not_count_as_moved(quick_world: World) -> None:
    _, officer = steers(quick_world)
    officer.taps("move_limit")
    officer.taps("3")
    officer.taps("production")
    officer.taps("sure")
    assert case_of(quick_world).extensions == 1
    officer.taps("undo")
    officer.taps("sure")
    assert case_of(quick_world).extensions == 0
    officer.sends(f"处置 {case_of(quick_world).number}")
    assert "suspend" in offered(officer)


def test_without_a_number_it_is_asked_for(quick_world: World) -> None:
    report(quick_world)
    officer = quick_world.person("韩磊")
    officer.skips()
    officer.sends("/case")
    officer.taps("not_sure")
    officer.hears("steer.which", "steer.nothing_done")
    officer.sends("/case")
    officer.hears("steer.which")
    officer.sends(case_of(quick_world).number[-4:])
    officer.hears("steer.menu")
