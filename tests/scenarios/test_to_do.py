"""The morning of a worker: one message of what is theirs to do, when their shift begins; none where that is nothing."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from storage import tables
from storage.engine import write_transaction
from tests.scenarios.test_budget import at, cases, reports, told_to
from tests.world import START, World
from workflow.to_do import CLOCK, MORNING

TUESDAY = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)  # eight o'clock in Shanghai
FRIDAY, MONDAY = TUESDAY + timedelta(days=3), TUESDAY + timedelta(days=6)
HEAD = "黄志明"  # of the department of equipment


def begin(world: World) -> None:
    """What a process does when it starts, and every hour."""
    asyncio.run(world.company.clock.set_out())
    world.pause()


def change(world: World, table: Any, *which: Any, **values: Any) -> None:
    with write_transaction(world.company.engine) as connection:
        connection.execute(update(table).where(*which).values(**values))
    world.pause()


def clocks(world: World) -> list[Any]:
    running = (tables.timers.c.clock == CLOCK, tables.timers.c.stopped_at.is_(None))
    return world.rows(select(tables.timers).where(*running))


def taken(world: World, count: int = 1) -> Any:
    """So many cases that their owner has taken, and a clock for their mornings."""
    owner = reports(world, count)
    for case in cases(world):
        owner.sees(case.number)
        owner.taps("take")
    owner.skips()
    begin(world)
    return owner


def test_whoever_has_work_in_hand_reads_of_it_when_their_shift_begins(told: World) -> None:
    world = told
    owner = taken(world, 3)
    (clock,) = clocks(world)
    assert (clock.subject_id, clock.due_at) == (owner.id, TUESDAY)
    at(world, TUESDAY - timedelta(minutes=1))
    assert not told_to(owner, MORNING)
    at(world, TUESDAY)
    (message,) = told_to(owner, MORNING)
    facts = message.facts
    assert (facts["total"], facts["overdue"], facts["today"] + facts["later"]) == (3, 0, 3)
    owner.taps("to_do")
    assert owner.skips()[-1] == "my.to_do"


def test_what_presses_opens_by_its_number(told: World) -> None:
    world = told
    owner = taken(world, 3)
    late = cases(world)[1]
    change(world, tables.hazards, tables.hazards.c.id != late.id, due_at=TUESDAY + timedelta(days=2))
    change(world, tables.hazards, tables.hazards.c.id == late.id, due_at=TUESDAY - timedelta(days=1))
    at(world, TUESDAY)
    (message,) = told_to(owner, MORNING)
    assert (message.facts["overdue"], message.facts["today"], message.facts["later"]) == (1, 0, 2)
    assert [item["number"] for item in message.facts["items"]] == [late.number]
    owner.taps("1")
    owner.skips()
    assert late.number in owner.words()


def test_nothing_is_said_to_whoever_has_nothing_to_do(quick_world: World) -> None:
    world = quick_world
    begin(world)
    assert not clocks(world)
    owner = taken(world)
    owner.taps("submit")
    owner.sends("换好了", photos=1)
    owner.skips()
    assert cases(world)[0].state == "awaiting_acceptance"
    at(world, TUESDAY)
    assert not told_to(owner, MORNING)
    assert not clocks(world)


def test_an_acceptor_reads_of_what_waits_for_them(quick_world: World) -> None:
    world = quick_world
    owner = taken(world)
    owner.taps("submit")
    owner.sends("换好了", photos=1)
    begin(world)
    acceptor = world.person(next(p.name for p in world.people() if p.id == cases(world)[0].acceptor_id))
    assert acceptor.id in {clock.subject_id for clock in clocks(world)}
    at(world, TUESDAY)
    (message,) = told_to(acceptor, MORNING)
    assert (message.facts["total"], message.facts["accept"]) == (1, 1)


def test_a_measure_that_ends_today_is_named(quick_world: World) -> None:
    world = quick_world
    owner = taken(world)
    change(world, tables.hazards, danger="held", measure_until=TUESDAY + timedelta(hours=4))
    at(world, TUESDAY)
    (message,) = told_to(owner, MORNING)
    assert [item["number"] for item in message.facts["measures"]] == [cases(world)[0].number]
    at(world, TUESDAY + timedelta(days=1))
    _, message = told_to(owner, MORNING)
    assert not message.facts["measures"]


def test_days_off_are_left_out_and_missed_mornings_are_not_made_up_for(quick_world: World) -> None:
    world = quick_world
    owner = taken(world)
    at(world, FRIDAY + timedelta(hours=3))
    assert len(told_to(owner, MORNING)) == 1, "once, the present, though three mornings were missed"
    (clock,) = clocks(world)
    assert clock.due_at == MONDAY
    world.clock.moment = MONDAY + timedelta(hours=12)
    world.work()
    assert len(told_to(owner, MORNING)) == 1, "in the evening the day's work is told nobody"
    at(world, MONDAY + timedelta(days=1))
    assert len(told_to(owner, MORNING)) == 2


def test_a_night_shift_begins_at_its_own_hour(quick_world: World) -> None:
    world = quick_world
    change(world, tables.people, tables.people.c.id == world.person("张伟").id, shift="ZHONG")
    owner = taken(world)
    assert owner.name == "张伟"
    (clock,) = clocks(world)
    assert clock.due_at == START + timedelta(hours=7)


def test_a_manager_who_reads_a_digest_at_that_hour_gets_one_of_both(quick_world: World) -> None:
    world = quick_world
    head = world.person(HEAD)
    change(world, tables.responsibilities, owner_id=head.id)
    assert reports(world) is head
    begin(world)
    assert not clocks(world)
    change(world, tables.people, tables.people.c.id == head.id, digest_off=True)
    begin(world)
    assert len(clocks(world)) == 1
    change(world, tables.people, tables.people.c.id == head.id, digest_off=False)
    at(world, TUESDAY)
    assert not told_to(head, MORNING)
    assert not clocks(world)


def test_it_is_stopped_by_a_tap_and_taken_up_again(told: World) -> None:
    world = told
    owner = taken(world)
    at(world, TUESDAY)
    owner.skips()
    owner.taps("off")
    owner.hears("to_do.stopped")
    begin(world)
    at(world, TUESDAY + timedelta(days=1))
    assert len(told_to(owner, MORNING)) == 1
    owner.skips()
    owner.taps("undo")
    owner.hears("to_do.chosen")
    begin(world)
    at(world, TUESDAY + timedelta(days=2))
    assert len(told_to(owner, MORNING)) == 2


def test_or_by_a_word(told: World) -> None:
    world = told
    owner = taken(world)
    for choice, answer in (("off", "to_do.stopped"), ("on", "to_do.chosen")):
        owner.sends("每日待办", "daily tasks")
        owner.hears("to_do.when")
        owner.taps(choice)
        assert answer in owner.skips()
        assert not clocks(world)
    begin(world)
    assert clocks(world)


def test_whoever_asks_reads_it_at_once(told: World) -> None:
    world = told
    owner = taken(world)
    owner.sends("今天待办", "my day")
    (message,) = owner.hears(MORNING)
    assert message.facts["total"] == 1
    world.person("王芳").sends("今天待办", "my day")
    world.person("王芳").hears("my.to_do_none")


def test_whoever_has_left_has_no_clock(quick_world: World) -> None:
    world = quick_world
    owner = taken(world)
    change(world, tables.people, tables.people.c.id == owner.id, left_on=date(2026, 11, 23))
    at(world, TUESDAY)
    assert not told_to(owner, MORNING)
    assert not clocks(world)
    begin(world)
    assert not clocks(world)


@pytest.fixture
def few(quick_world: World) -> World:
    """A company that tells people at most three things a day."""
    change(quick_world, tables.company, quiet=True, notices_a_day=3)
    return quick_world


def test_what_was_left_over_is_told_with_it_and_not_besides(few: World) -> None:
    world = few
    world.clock.moment = START + timedelta(hours=8, minutes=55)
    owner = reports(world, 4)
    begin(world)
    for hours in range(14):
        at(world, START + timedelta(hours=10 + hours))  # what is due in the night is held back for the morning
    at(world, TUESDAY)
    (message,) = told_to(owner, MORNING)
    owner.skips()
    owner.taps("gathered")
    (page,) = owner.hears("my.gathered")
    assert {case.number for case in cases(world)[2:]} <= {item["number"] for item in page.facts["items"]}
    assert message.facts["gathered"] == page.facts["total"]
    at(world, TUESDAY + timedelta(minutes=10))
    assert not told_to(owner)


def test_a_place_is_kept_for_it_and_it_tells_what_was_gathered_meanwhile(few: World) -> None:
    world = few
    change(world, tables.people, tables.people.c.id == world.person("张伟").id, shift="ZHONG")
    change(world, tables.company, quiet=False)
    owner = reports(world, 3)
    begin(world)
    at(world, START + timedelta(hours=1))
    assert owner.skips() == ["task.new", "task.new"]
    at(world, START + timedelta(hours=7))
    (morning,) = owner.hears(MORNING)
    assert morning.facts["gathered"] == 1
    (clock,) = clocks(world)
    assert clock.due_at == START + timedelta(hours=31)
