"""Deliveries are written down: those of one moment share a commit, and a database that is away is waited for."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from datetime import datetime

from sqlalchemy import Engine

from storage import deliveries
from storage.deliveries import Delivered
from storage.engine import AWAY, write_transaction

log = logging.getLogger(__name__)

AGAIN_SECONDS = 1.0


class WrittenDown:
    """What has become of notices, on its way into the database."""

    def __init__(self, engine: Engine, threads: Executor, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._threads = threads
        self._now = now
        self._done: list[tuple[Delivered, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def add(self, delivered: Delivered) -> None:
        """Return when it is written down."""
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._done.append((delivered, written))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_all())
        await written

    async def _write_all(self) -> None:
        while self._done:
            batch, self._done = self._done, []
            done = [delivered for delivered, _ in batch]
            try:
                await asyncio.get_running_loop().run_in_executor(self._threads, self._write, done)
            except AWAY:
                log.exception("%d deliveries wait to be written down", len(batch))
                self._done = [*batch, *self._done]
                await asyncio.sleep(AGAIN_SECONDS)
            except Exception as error:  # each one's task must hear of it, or it would wait for ever
                for _, written in batch:
                    if not written.done():
                        written.set_exception(error)
            else:
                for _, written in batch:
                    if not written.done():
                        written.set_result(None)

    def _write(self, delivered: Sequence[Delivered]) -> None:
        with write_transaction(self._engine) as connection:
            deliveries.settle(connection, delivered, self._now())
