"""The hand-over of a shift: one list as it begins, a tap that is kept, and who has not taken theirs over."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from storage import tables
from tests.scenarios.test_digest import begin, change, heard
from tests.scenarios.test_whole_life import report
from tests.world import START, Someone, World
from workflow.hand_over import CLOCK
from workflow.ids import new_id
from workflow.to_do import MORNING

LEADER, OFFICER, HEAD = "孙立军", "吴静", "马海涛"  # of the stamping shop, whose department is production
SHIFT = START + timedelta(hours=23)  # 08:00 at the site, the day after


def shift(world: World, days: int = 0, minutes: int = 0) -> None:
    world.clock.moment = SHIFT + timedelta(days=days, minutes=minutes)
    world.work()


def noted(world: World) -> list[Any]:
    return world.rows(select(tables.hand_overs).order_by(tables.hand_overs.c.starts))


def of_leader(world: World) -> list[Any]:
    leader = world.person(LEADER).id
    return [row for row in noted(world) if row.person_id == leader]


@pytest.fixture
def led(told: World) -> World:
    begin(told)
    return told


def reports_another(world: World) -> None:
    finder = world.person("李强")
    finder.sends("冲压2号机防护罩松了", "guard of press 2 is loose", photos=1)
    finder.taps("submit")


def lists(someone: Someone) -> list[Any]:
    return heard(someone, "shift.list")


def test_a_shift_begins_with_one_list_and_a_tap_takes_it_over(led: World) -> None:
    world = led
    report(world)
    leader = world.person(LEADER)
    shift(world, minutes=-1)
    assert not lists(leader)
    shift(world)
    (told,) = lists(leader)
    assert (told.facts["total"], told.facts["held"], len(told.facts["cases"])) == (1, 0, 1)
    assert [choice["value"] for choice in told.choices] == ["taken_over", "cases"]
    (row,) = of_leader(world)
    assert (row.cases, row.taken_at) == (1, None)
    world.clock.passes(minutes=5)
    leader.taps("taken_over")
    assert heard(leader, "shift.taken_over")
    taken = of_leader(world)[0].taken_at
    assert taken is not None
    world.clock.passes(minutes=5)
    leader.taps("taken_over")
    assert of_leader(world)[0].taken_at == taken, "the first tap counts"


def test_of_shifts_that_nobody_was_there_to_tell_only_the_present_one_is_told(led: World) -> None:
    world = led
    report(world)
    shift(world, days=3, minutes=90)
    world.work()
    assert len(lists(world.person(LEADER))) == 1
    assert [row.starts for row in of_leader(world)] == [SHIFT + timedelta(days=3)]
    shift(world, days=5, minutes=20 * 60)  # Sunday's night: no shift lasts
    assert len(of_leader(world)) == 1


def test_where_nothing_is_open_nobody_is_told_and_that_is_noted(led: World) -> None:
    world = led
    shift(world)
    assert not lists(world.person(LEADER))
    assert [(row.cases, row.measures) for row in of_leader(world)] == [(0, 0)]


def test_a_measure_stands_there_with_what_must_not_be_used(led: World) -> None:
    world = led
    report(world)
    leader = world.person(LEADER)
    change(world, update(tables.hazards).values(danger="held", measure_until=SHIFT + timedelta(days=2)))
    shift(world)
    facts = lists(leader)[0].facts
    assert facts["held"] == 1
    assert facts["measures"][0]["until"] == (SHIFT + timedelta(days=2)).isoformat()


def test_long_before_a_shift_its_list_is_only_to_be_looked_at(led: World) -> None:
    world = led
    report(world)
    leader = world.person(LEADER)
    shift(world, minutes=-61)
    leader.sends("交接班", "shift")
    assert "taken_over" not in {choice["value"] for choice in lists(leader)[-1].choices}


def test_whoever_has_taken_it_over_early_is_told_all_the_same_as_it_begins(led: World) -> None:
    world = led
    report(world)
    leader = world.person(LEADER)
    shift(world, minutes=-50)
    leader.sends("交接班", "shift")
    leader.taps("taken_over")
    assert heard(leader, "shift.taken_over")
    reports_another(world)
    shift(world)
    _, told = lists(leader)
    assert (told.facts["total"], told.facts["taken_at"]) == (2, None)
    (row,) = of_leader(world)
    assert (row.cases, row.taken_at) == (2, None)
    leader.taps("taken_over")
    (row,) = of_leader(world)
    assert row.taken_at == world.clock.moment
    world.work()
    assert len(lists(leader)) == 2


def test_what_still_runs_stands_first(led: World) -> None:
    world = led
    report(world)
    reports_another(world)
    late, running = world.rows(select(tables.hazards).order_by(tables.hazards.c.number))
    case = tables.hazards.c.id
    change(world, update(tables.hazards).where(case == late.id).values(due_at=SHIFT - timedelta(days=1)))
    change(world, update(tables.hazards).where(case == running.id).values(danger="running"))
    shift(world)
    assert [case["number"] for case in lists(world.person(LEADER))[0].facts["cases"]] == [running.number, late.number]


def test_what_does_not_fit_on_the_overview_is_counted(led: World) -> None:
    world = led
    begun = [{"id": new_id(), "starts": SHIFT - timedelta(hours=n), "cases": 1, "measures": 0} for n in range(13)]
    leader = {"person_id": world.person(LEADER).id}
    change(world, insert(tables.hand_overs).values([{**row, **leader} for row in begun]))
    world.clock.moment = SHIFT
    officer = world.person(OFFICER)
    officer.skips()
    officer.sends("交接班", "shift")
    (told,) = heard(officer, "shift.taken")
    assert (len(told.facts["shifts"]), told.facts["more"]) == (10, 3)
    assert {"zh_CN": "另有 3 个班", "en": "3 more shifts"}[world.language] in officer.words()


def test_the_word_shows_the_list_at_any_hour_and_can_be_taken_over_at_once(led: World) -> None:
    world = led
    leader = world.person(LEADER)
    leader.sends("交接班", "shift")
    leader.hears("shift.nothing")
    report(world)
    leader.sends("已接班", "handover")
    assert leader.skips()[-1] == "shift.list"
    leader.taps("taken_over")
    leader.hears("shift.taken_over")
    (row,) = of_leader(world)
    assert row.taken_at is not None


def test_the_officer_sees_who_has_not_taken_over_and_the_digest_says_how_many(led: World) -> None:
    world = led
    report(world)
    shift(world)
    officer, head = world.person(OFFICER), world.person(HEAD)
    officer.skips()
    officer.sends("交接班", "shift")
    assert not any(each["missed"] for each in heard(officer, "shift.taken")[0].facts["shifts"])
    world.clock.passes(minutes=61)
    officer.sends("交接班", "shift")
    first = heard(officer, "shift.taken")[1].facts["shifts"][0]
    assert (first["missed"], first["cases"], first["taken_at"]) == (True, 1, None)
    world.clock.moment = SHIFT + timedelta(hours=23, minutes=30)
    world.work()
    assert heard(head)[-1].facts["missed"] == 1
    assert not heard(world.person("黄志明"))[-1].facts["missed"], "of another department"


def test_a_leader_with_work_of_their_own_hears_of_both_in_one_message(led: World) -> None:
    world = led
    report(world)
    leader = world.person(LEADER)
    change(world, update(tables.hazards).values(owner_id=leader.id))
    begin(world)
    shift(world)
    assert lists(leader)[0].facts["waits"] == 1
    assert "to_do" in {choice["value"] for choice in lists(leader)[0].choices}
    assert not heard(leader, MORNING)
    leader.taps("to_do")
    assert heard(leader, "my.to_do")[0].facts["total"] == 1


def test_others_are_told_where_to_look(led: World) -> None:
    worker = led.person("李强")
    worker.sends("交接班", "shift")
    worker.hears("shift.not_yours")


def test_whoever_leads_nothing_any_more_hears_of_no_shift(led: World) -> None:
    world = led
    report(world)
    leader = world.person(LEADER)
    over = update(tables.memberships).where(tables.memberships.c.person_id == leader.id)
    change(world, over.values(until=START.date()))
    shift(world)
    assert not lists(leader)
    running = (tables.timers.c.clock == CLOCK, tables.timers.c.stopped_at.is_(None))
    assert leader.id not in {row.subject_id for row in world.rows(select(tables.timers).where(*running))}
