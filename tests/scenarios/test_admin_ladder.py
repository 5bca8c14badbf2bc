"""升级阶梯: a grade's ladder is shown, a step changed and taken back; running clocks follow, none skips everyone."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from storage import tables
from tests.scenarios.test_whole_life import report
from tests.stories import story
from tests.world import Someone, World, case_of

USUAL = [
    [-1, ["owner"]],
    [0, ["owner", "team_leader"]],
    [1, ["owner", "team_leader", "safety_officer", "department_head", "safety_director"]],
    [3, ["owner", "safety_officer", "department_head", "safety_director", "executive"]],
]


def rungs(world: World, grade: str = "general") -> dict[int | None, list[str]]:
    own = tables.ladder_rungs
    return {row.days: row.roles for row in world.rows(select(own).where(own.c.grade == grade))}


def opens(by: Someone, grade: str = "general") -> dict[str, Any]:
    """The card of a grade's ladder, and what stands on it."""
    by.sends("升级阶梯", "ladder")
    by.taps(grade)
    heard = by.everything()[-1]
    assert heard.topic == "ladder.card"
    return heard.facts


def changes(by: Someone, step: str, *answers: str, grade: str = "general") -> str:
    """The topic that ends it."""
    opens(by, grade)
    by.taps("change")
    by.taps(step)
    for each in answers:
        offered = [choice["value"] for choice in by.everything()[-1].choices]
        (by.taps if each in offered else by.sends)(each)
    return by.skips()[-1]


def rings_at(world: World) -> datetime:
    timers = tables.timers.c
    running = select(timers.due_at).where(timers.clock == "due", timers.stopped_at.is_(None))
    (row,) = world.rows(running)
    moment: datetime = row.due_at
    return moment


@story("ladder", "升级阶梯：改一步，又撤销", "The escalation ladder: a step changed, and undone")
def test_a_step_is_told_to_others_and_taken_back(told: World) -> None:
    officer = told.person("韩磊")
    assert opens(officer)["steps"] == USUAL
    officer.taps("change")
    officer.taps("2")
    officer.taps("roles")
    officer.taps("executive")
    officer.taps("team_leader")
    officer.taps("done")
    officer.taps("sure")
    assert officer.skips()[-1] == "ladder.set"
    assert rungs(told)[0] == ["owner", "executive"]
    assert rungs(told).keys() == {-1, 0, 1, 3}
    officer.taps("undo")
    officer.hears("ladder.put_back")
    assert rungs(told) == {}
    assert opens(officer)["own"] == []


def test_a_clock_that_runs_rings_when_the_new_ladder_says_so_and_tells_whom_it_names(world: World) -> None:
    officer, executive = world.person("韩磊"), world.person("周建国")
    report(world)
    due = case_of(world).due_at
    assert changes(officer, "new", "after", "2", "executive", "done", "sure") == "ladder.set"
    assert changes(officer, "3", "drop", "sure") == "ladder.set"
    while rings_at(world) <= due:
        world.clock.moment = rings_at(world)
        world.work()
    executive.skips()
    world.clock.moment = due + timedelta(days=2)
    world.work()
    assert any(topic.startswith("overdue.") for topic in executive.skips())


def test_an_added_step_is_heeded_by_a_case_that_waits_for_a_later_one(world: World) -> None:
    officer = world.person("韩磊")
    report(world)
    before = rings_at(world)
    assert changes(officer, "new", "before", "2", "owner", "done", "sure") == "ladder.set"
    assert rings_at(world) < before
    officer.taps("undo")
    assert officer.skips()[-1] == "ladder.put_back"
    assert rings_at(world) == before


@pytest.mark.parametrize(
    ("step", "answers", "topic"),
    [
        ("2", ("drop",), "refused.no_step_at_limit"),
        ("2", ("days", "after", "2"), "refused.no_step_at_limit"),
        ("1", ("days", "before", "400"), "refused.ladder_days"),
        ("1", ("days", "before", "好"), "refused.ladder_days"),
    ],
)
def test_what_no_ladder_may_be_is_refused(world: World, step: str, answers: tuple[str, ...], topic: str) -> None:
    officer = world.person("韩磊")
    assert changes(officer, step, *answers) == topic
    assert rungs(world) == {}


def test_one_that_skips_everyone_is_refused(world: World) -> None:
    officer = world.person("韩磊")
    assert changes(officer, "2", "roles", "team_leader", "done", "sure", grade="general") == "ladder.set"
    assert changes(officer, "4", "drop", "sure") == "ladder.set"
    assert changes(officer, "3", "drop") == "refused.ladder_tells_nobody"
    assert rungs(world).keys() == {-1, 0, 1}


def test_it_is_as_usual_again_and_that_too_is_taken_back(world: World) -> None:
    officer = world.person("韩磊")
    changes(officer, "4", "drop", "sure")
    own = rungs(world)
    opens(officer)
    officer.taps("usual")
    officer.taps("sure")
    assert officer.skips()[-1] == "ladder.set"
    assert rungs(world) == {}
    officer.taps("undo")
    assert rungs(world) == own
    events = world.rows(select(tables.events).where(tables.events.c.subject_kind == "ladder"))
    assert [(row.kind, row.actor_id) for row in events] == [("ladder_set", officer.id)] * 3


def test_an_old_undo_does_not_overwrite_what_a_colleague_set_since(world: World) -> None:
    officer, colleague = world.person("韩磊"), world.person("吴静")
    changes(officer, "4", "drop", "sure")
    token = officer.latest("undo").token("undo")
    changes(colleague, "1", "drop", "sure")
    before = rungs(world)
    officer.taps_token(token)
    assert officer.skips()[-1] == "refused.overtaken"
    assert rungs(world) == before


def test_unconfirmed_or_cancelled_it_stays(world: World) -> None:
    officer = world.person("韩磊")
    assert changes(officer, "4", "drop", "not_sure") == "staff.as_it_was"
    opens(officer, "major")
    officer.taps("change")
    officer.sends("取消")
    assert officer.skips()[-1] == "dialogue.cancelled"
    assert rungs(world) == rungs(world, "major") == {}


@pytest.mark.parametrize("name", ["李强", "马海涛", "周建国"])
def test_whoever_may_not_is_told_so(world: World, name: str) -> None:
    someone = world.person(name)
    someone.sends("/ladder")
    someone.hears("refused.not_yours")


def test_where_no_buttons_are_shown_numbers_lead_through_it(world: World) -> None:
    officer = world.person("韩磊")
    world.platform.numbers = True
    officer.sends("升级阶梯")
    for number in ("1", "1", "4", "3", "1"):  # general, change, the fourth step, drop it, yes
        officer.sends(number)
    assert officer.skips()[-1] == "ladder.set"
    assert rungs(world).keys() == {-1, 0, 1}
