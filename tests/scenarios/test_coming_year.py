"""A calendar without the coming year: the administrator hears of it in December, once."""

import asyncio
from datetime import date

from sqlalchemy import delete, insert

from storage import tables
from storage.engine import write_transaction
from tests.world import World


def look_ahead(world: World) -> None:
    asyncio.run(world.company.clock.look_ahead())
    world.work()


def knows_2027(world: World, *, known: bool) -> None:
    """Whether the State Council's plan for the year has come with a release, or was written into the workbook."""
    days = tables.calendar_days
    with write_transaction(world.company.engine) as connection:
        connection.execute(delete(days).where(days.c.day >= date(2027, 1, 1)))
        if known:
            connection.execute(insert(days), {"day": date(2027, 1, 1), "kind": "rest"})
    world.pause()


def test_the_administrator_hears_of_it_in_december_once(world: World) -> None:
    knows_2027(world, known=False)
    ding = world.person("丁毅")
    world.clock.passes(days=7)  # 30 November
    look_ahead(world)
    ding.hears_nothing()
    world.clock.passes(days=1)
    look_ahead(world)
    (told,) = ding.hears("attention.calendar")
    assert told.facts == {"year": 2027}
    for _ in range(3):
        world.clock.passes(days=20)
        look_ahead(world)
    ding.hears_nothing()


def test_nobody_hears_of_a_year_that_is_known(world: World) -> None:
    knows_2027(world, known=True)
    world.clock.passes(days=20)
    look_ahead(world)
    assert not any(person.everything() for person in world.people())
