"""Any number of processes may tick: what one of them has in hand, or a turn, no other waits for or does again."""

from collections.abc import Callable, Iterator
from threading import Barrier, Thread

import pytest
from sqlalchemy import Connection, Engine, select

from bot.company import house_of
from handlers.ring import ring
from storage import clocks, tables
from storage.clocks import Due
from storage.engine import read_transaction, write_transaction
from tests.conftest import POSTGRES
from tests.engines import opened
from tests.scenarios.test_whole_life import report
from tests.world import World, case_of

pytestmark = pytest.mark.skipif(not POSTGRES, reason="needs PostgreSQL")


@pytest.fixture
def second(quick_world: World) -> Iterator[Engine]:
    """The same database as another process has it open."""
    if not quick_world.url.startswith("postgresql"):
        pytest.skip("SQLite has one writer")
    engine = opened(quick_world.url)
    yield engine
    engine.dispose()


@pytest.fixture
def due(quick_world: World) -> Due:
    """A task that nobody has taken for eight hours."""
    report(quick_world)
    quick_world.clock.passes(hours=9)
    with read_transaction(quick_world.company.engine) as connection:
        (timer,) = clocks.due(connection, quick_world.clock(), 10)
    return timer


def _step(world: World, due: Due) -> int:
    (row,) = world.rows(select(tables.timers.c.step).where(tables.timers.c.id == due.id))
    return int(row.step)


def _reminders(world: World) -> int:
    return len(world.rows(select(tables.notices.c.id).where(tables.notices.c.topic == "task.not_taken")))


def test_two_that_ring_the_same_timer_at_once_tell_it_once(quick_world: World, second: Engine, due: Due) -> None:
    together, now = Barrier(2), quick_world.clock()

    def rings(engine: Engine) -> None:
        house = house_of(engine)
        together.wait()
        ring(house, due, now)

    ringing = [Thread(target=rings, args=(engine,)) for engine in (quick_world.company.engine, second)]
    for thread in ringing:
        thread.start()
    for thread in ringing:
        thread.join()
    assert (_step(quick_world, due), _reminders(quick_world)) == (1, 1)


def _hold_case(connection: Connection, world: World, due: Due) -> None:
    connection.execute(select(tables.hazards.c.id).where(tables.hazards.c.id == case_of(world).id).with_for_update())


def _hold_timer(connection: Connection, world: World, due: Due) -> None:
    assert clocks.take(connection, due)


@pytest.mark.parametrize("hold", [_hold_case, _hold_timer], ids=["a turn", "another clock"])
def test_what_is_in_other_hands_rings_at_a_later_tick(
    quick_world: World, second: Engine, due: Due, hold: Callable[[Connection, World, Due], None]
) -> None:
    house = quick_world.company.house
    with write_transaction(second) as connection:
        hold(connection, quick_world, due)
        ring(house, due, quick_world.clock())  # and comes back, though it is held
        assert _reminders(quick_world) == 0
    ring(house, due, quick_world.clock())
    assert (_step(quick_world, due), _reminders(quick_world)) == (1, 1)
