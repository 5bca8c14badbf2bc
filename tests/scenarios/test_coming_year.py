"""A calendar without the coming year: the administrator hears of it in December, once."""

import asyncio
from datetime import date

import pytest
from sqlalchemy import delete, insert

from storage import tables
from storage.engine import write_transaction
from tests.world import World

# On which nobody would work in 2027: of the seven festivals, those that are weekdays, and the days in place of others.
HOLIDAYS_OF_2027 = [
    *(date(2027, month, day) for month, day in ((1, 1), (2, 5), (2, 8), (2, 9), (2, 10), (4, 5), (5, 3), (5, 4))),
    *(date(2027, month, day) for month, day in ((6, 9), (9, 15), (10, 1), (10, 4), (10, 5))),
]


def look_ahead(world: World) -> None:
    asyncio.run(world.company.clock.look_ahead())
    world.work()


def knows_2027(world: World, *days: date, shipped: bool = False) -> None:
    """What of the State Council's plan for the year has come with a release, or was written into the workbook."""
    calendar = tables.calendar_days
    with write_transaction(world.company.engine) as connection:
        connection.execute(delete(calendar).where(calendar.c.day >= date(2027, 1, 1)))
        if days:
            rows = [{"day": day, "kind": "rest", "shipped": shipped} for day in days]
            connection.execute(insert(calendar), rows)
    world.pause()


def test_the_administrator_hears_of_it_in_december_once(world: World) -> None:
    knows_2027(world)
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


@pytest.mark.parametrize(
    ("days", "shipped"),
    [([date(2027, 1, 1)], True), (HOLIDAYS_OF_2027, False)],
    ids=["by a release", "by the workbook"],
)
def test_nobody_hears_of_a_year_that_is_known(days: list[date], *, shipped: bool, world: World) -> None:
    knows_2027(world, *days, shipped=shipped)
    world.clock.passes(days=20)
    look_ahead(world)
    assert not any(person.everything() for person in world.people())


def test_a_day_of_the_company_s_own_is_not_the_year(world: World) -> None:
    """It has the plant's anniversary off; of the festivals nothing is known."""
    knows_2027(world, date(2027, 3, 15))
    world.clock.passes(days=20)
    look_ahead(world)
    (told,) = world.person("丁毅").hears("attention.calendar")
    assert told.facts == {"year": 2027}
