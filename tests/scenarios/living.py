"""The company with its real loops: inbox, courier and clock run by themselves until everything is answered."""

import asyncio

from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot.app import working
from handlers.messages import Envelope
from storage import tables
from storage.engine import read_transaction
from tests.scenarios import books
from tests.world import World


def live(world: World, *envelopes: Envelope) -> None:
    """The company as it really runs, until all of it is answered and carried; what is not acknowledged comes again."""

    async def lives() -> None:
        async with working(world.company), asyncio.timeout(30):
            for envelope in envelopes:
                while not await acknowledged(world, envelope):
                    await asyncio.sleep(0.01)
            while not is_quiet(world):
                await asyncio.sleep(0.01)
                world.clock.passes(seconds=1)

    asyncio.run(lives())


async def acknowledged(world: World, envelope: Envelope) -> bool:
    try:
        await world.company.intake.accept(envelope)
    except OperationalError:
        return False
    return True


def is_quiet(world: World) -> bool:
    try:
        with read_transaction(world.company.engine) as connection:
            return books.is_quiet(connection)
    except OperationalError:
        return False


def states_of(world: World) -> list[str]:
    """What has become of the messages, in order."""
    return [row.state for row in world.rows(select(tables.inbox.c.state).order_by(tables.inbox.c.id))]
