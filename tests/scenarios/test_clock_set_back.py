"""A machine's clock that jumps, set right by NTP or after a laptop's sleep: nothing is told twice, nothing is lost."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from storage import tables
from tests.scenarios.test_digest import begin, heard, morning
from tests.scenarios.test_escalation import taken, told_of, until
from tests.scenarios.test_major import DIRECTOR
from tests.world import World, case_of, kinds_of
from workflow.digest import CLOCK

DAY = timedelta(days=1)
BACK = [timedelta(minutes=4), timedelta(hours=1)]
set_back = pytest.mark.parametrize("back", BACK, ids=["some minutes", "an hour"])


def told(world: World) -> list[Any]:
    """Everything that anybody was told or is to be told."""
    notices = tables.notices.c
    wanted = select(notices.id, notices.topic, notices.recipient_id, notices.state).order_by(notices.id)
    return [tuple(row) for row in world.rows(wanted)]


@set_back
def test_what_has_rung_does_not_ring_when_its_hour_comes_again(world: World, back: timedelta) -> None:
    owner = taken(world)
    due = case_of(world).due_at
    until(world, due - DAY)
    owner.hears("task.due_soon")
    before = told(world)
    for moment in (due - DAY - back, due - DAY - back / 2, due - DAY, due - timedelta(seconds=1)):
        until(world, moment)
        assert told(world) == before
    until(world, due)
    owner.hears("overdue.owner")
    until(world, due - back)
    until(world, due)
    owner.hears_nothing()
    assert len([topic for _, topic, *_ in told(world) if topic == "overdue.leader"]) == len(
        told_of(world, "overdue.leader")
    )
    assert case_of(world).due_at == due


@set_back
def test_what_had_rung_and_was_not_sent_yet_is_told_once(world: World, back: timedelta) -> None:
    owner = taken(world)
    due = case_of(world).due_at
    world.clock.moment = due - DAY
    assert asyncio.run(world.company.clock.tick()) > 0
    world.pause()  # before the courier has carried it
    until(world, due - DAY - back)
    until(world, due - DAY)
    until(world, due - DAY + timedelta(minutes=1))
    owner.hears("task.due_soon")


@set_back
def test_who_writes_meanwhile_is_answered_and_what_they_did_stands_in_its_order(world: World, back: timedelta) -> None:
    owner = taken(world)
    case = case_of(world)
    until(world, case.due_at - DAY)
    owner.skips()
    world.clock.moment -= back
    owner.sees(case.number)
    owner.picks("submit")
    owner.sends("装好了", photos=1)
    assert owner.skips()[-1] == "task.submitted"
    assert kinds_of(world, case.id)[-1] == "submitted"
    until(world, case.due_at)
    owner.hears_nothing()


@set_back
def test_a_manager_reads_the_morning_once(world: World, back: timedelta) -> None:
    begin(world)
    morning(world)
    director = world.person(DIRECTOR)
    assert len(heard(director)) == 1
    world.clock.moment -= back
    begin(world)
    world.work()
    morning(world)
    assert len(heard(director)) == 1
    clocks = select(tables.timers.c.id).where(
        tables.timers.c.clock == CLOCK, tables.timers.c.subject_id == director.id, tables.timers.c.stopped_at.is_(None)
    )
    assert len(world.rows(clocks)) == 1
    morning(world, days=1)
    assert len(heard(director)) == 2


def test_after_eight_hours_of_sleep_each_is_told_once_of_what_came_due_in_them(world: World) -> None:
    owner = taken(world)
    due = case_of(world).due_at
    until(world, due - DAY)
    owner.skips()
    until(world, due - timedelta(hours=4))
    owner.hears_nothing()
    world.clock.passes(hours=8)
    for _ in range(3):
        world.work()
        world.clock.passes(seconds=1)
    owner.hears("overdue.owner")
    above = [recipient for _, topic, recipient, _ in told(world) if topic == "overdue.leader"]
    assert len(above) == len(set(above)) == 1


def test_a_morning_slept_through_is_read_on_waking(world: World) -> None:
    begin(world)
    director = world.person(DIRECTOR)
    morning(world)
    world.clock.passes(hours=20)
    world.work()
    assert len(heard(director)) == 1
    world.clock.passes(hours=8)  # from half past three in the night to half past eleven
    for _ in range(3):
        world.work()
    assert len(heard(director)) == 2
    assert heard(director)[-1].facts["day"] == "2026-11-25"
