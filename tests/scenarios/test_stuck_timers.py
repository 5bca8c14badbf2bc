"""Timers that cannot ring stop no other, and what tells of an emergency rings before all that is due."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from bot.clock import AT_ONCE, PUT_OFF
from storage import clocks, tables
from storage.engine import read_transaction, write_transaction
from tests.scenarios.test_whole_life import report
from tests.world import World, case_of
from workflow.ids import new_id
from workflow.timers import URGENT


def dud_timers(world: World, count: int, clock: str = "taking") -> None:
    """Of cases that there are not, and due since long."""
    row = {"subject_kind": "hazard", "clock": clock, "step": 0, "due_at": world.clock() - timedelta(days=30)}
    with write_transaction(world.company.engine) as connection:
        rows = [{**row, "id": new_id(), "subject_id": new_id()} for _ in range(count)]
        connection.execute(insert(tables.timers), rows)


def steps(world: World, clock: str) -> list[int]:
    found = select(tables.timers.c.step).where(tables.timers.c.subject_id == case_of(world).id)
    return [row.step for row in world.rows(found.where(tables.timers.c.clock == clock))]


def test_however_many_timers_cannot_ring_the_others_do(quick_world: World) -> None:
    world = quick_world
    report(world)
    dud_timers(world, 3 * AT_ONCE)
    world.clock.passes(hours=9)
    for _ in range(2 * 4):  # each hundred is left alone at its second tick
        asyncio.run(world.company.clock.tick())
    assert steps(world, "taking") == [1]


def test_what_could_not_ring_is_tried_again(quick_world: World) -> None:
    world = quick_world
    report(world)
    dud_timers(world, 1)
    (dud,) = world.rows(select(tables.timers).where(tables.timers.c.due_at < world.clock() - timedelta(days=1)))
    clock = world.company.clock
    for expected in (1, 1, 0):  # due, due again, and then left alone
        assert asyncio.run(clock.tick()) == expected
    world.clock.moment += PUT_OFF
    assert asyncio.run(clock.tick()) == 1, dud.id


@pytest.mark.parametrize("clock", sorted(URGENT))
def test_an_emergency_rings_before_all_that_is_due(quick_world: World, clock: str) -> None:
    world = quick_world
    dud_timers(world, AT_ONCE)
    row = {"id": new_id(), "subject_kind": "hazard", "subject_id": new_id(), "clock": clock, "step": 0}
    with write_transaction(world.company.engine) as connection:
        connection.execute(insert(tables.timers), {**row, "due_at": world.clock()})
    with read_transaction(world.company.engine) as connection:
        due = clocks.due(connection, world.clock(), AT_ONCE, URGENT)
    assert (due[0].id, len(due)) == (row["id"], AT_ONCE)
