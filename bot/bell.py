"""On PostgreSQL, where one process sends what others write: it hears at once that something is due."""

import asyncio
import logging
from collections.abc import Callable

import psycopg
from sqlalchemy import Engine

from bot.faults import path_of

log = logging.getLogger(__name__)

AGAIN_SECONDS = 5.0


async def listen(engine: Engine, call: str, ring: Callable[[], None]) -> None:
    """Ring whenever `call` is called out in the database, until cancelled; returns on SQLite.

    A call that is missed costs no more than a second: the courier looks by itself too.
    """
    if engine.dialect.name != "postgresql":
        return
    address = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(address, autocommit=True) as connection:
                await connection.execute(f"LISTEN {call}".encode())
                ring()
                async for _ in connection.notifies():
                    ring()
        except (psycopg.Error, OSError) as error:
            log.warning("the database is not listened to: %s", path_of(error))
        await asyncio.sleep(AGAIN_SECONDS)
