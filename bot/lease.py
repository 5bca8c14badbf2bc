"""One process of several sends for the company, and asks the platforms that are polled: whoever holds this lease.

The holder goes by its own steady clock and stops in good time before the lease ends for the others, whether or not it
can reach the database. SQLite serves one process only: there nothing has to be renewed or looked up.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import Connection, Engine

from bot.faults import path_of
from storage import leases
from storage.claims import LEASE
from storage.engine import AWAY, write_transaction

log = logging.getLogger(__name__)

LENGTH = timedelta(seconds=12)
RENEW_SECONDS = 3.0
# Between two tries to take what another holds, or to renew where the database is away.
TRY_SECONDS = 1.0
# How long such a try may take: whoever does not hold it yet loses nothing by waiting for the answer.
ASK_SECONDS = 1.0
# So long before the lease ends its holder stops, and cuts off what it is sending.
MARGIN_SECONDS = 3.0
CLOSE_SECONDS = 5.0


class Lease:
    """`holds()` says whether this process is the one; `epoch` is checked with every message, None on SQLite.

    taking: called in the transaction that takes it over, in a thread. taken: called then, in the loop. lost: called in
    the loop when it is held no more.
    """

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.monotonic) -> None:
        self.taking: Callable[[Connection], None] = lambda connection: None
        self.taken: Callable[[], None] = lambda: None
        self.lost: Callable[[], None] = lambda: None
        self._engine = engine
        self._clock = clock
        self._sole = engine.dialect.name == "sqlite"
        self._holder = uuid4().hex
        self._held: int | None = None  # the epoch, 0 on SQLite
        self._until = float("-inf")
        self._thread = ThreadPoolExecutor(1, "lease")

    @property
    def epoch(self) -> int | None:
        return None if self._sole else self._held

    def holds(self) -> bool:
        """True while this process may send."""
        return self._clock() < self._until

    async def keep(self) -> None:
        """Take it as soon as it is free and hold it, until cancelled."""
        while True:
            kept = await self.renew()
            await asyncio.sleep(RENEW_SECONDS if kept else TRY_SECONDS)

    async def renew(self) -> bool:
        """Take it, or hold it on; whether the database has said yes."""
        asked = self._clock()
        self._lapse()
        if self._sole and self._held is not None:
            return True
        try:
            async with asyncio.timeout(max(self._until - asked, ASK_SECONDS)):
                held = await asyncio.get_running_loop().run_in_executor(self._thread, self._renew, self._held)
        except (*AWAY, TimeoutError) as error:
            log.warning("the courier's lease cannot be had: %s", path_of(error))
            self._lapse()
            return False
        self._go_by(held, asked)
        return held is not None

    def close(self) -> None:
        """Give it up, so that another process need not wait."""
        if self.epoch is not None:
            try:  # after a renewal that may still be on its way
                self._thread.submit(self._give_up).result(CLOSE_SECONDS)
            except (*AWAY, TimeoutError) as error:
                log.warning("the courier's lease runs out by itself: %s", path_of(error))
        self._until, self._held = float("-inf"), None
        self._thread.shutdown(wait=False)

    def _give_up(self) -> None:
        with write_transaction(self._engine) as connection:
            leases.give_up(connection, LEASE, self._holder)

    def _renew(self, held: int | None) -> int | None:
        """The epoch in which it is ours now; None while it is another's."""
        with write_transaction(self._engine) as connection:
            if held is not None:
                return held if leases.renew(connection, LEASE, self._holder, held, LENGTH) else None
            epoch = 0 if self._sole else leases.take(connection, LEASE, self._holder, LENGTH)
            if epoch is not None:
                self.taking(connection)
            return epoch

    def _go_by(self, held: int | None, asked: float) -> None:
        """What the database has said counts from the moment of our own clock at which it was asked."""
        if held is None:
            if self._held is not None:
                self._lose()
            return
        new, self._held = self._held is None, held
        self._until = float("inf") if self._sole else asked + LENGTH.total_seconds() - MARGIN_SECONDS
        if new:
            self.taken()

    def _lapse(self) -> None:
        """What could not be renewed in time is taken anew, with all that belongs to a new epoch."""
        if self._held is not None and not self.holds():
            self._lose()

    def _lose(self) -> None:
        log.warning("this process sends no more until it holds the courier's lease again")
        self._until, self._held = float("-inf"), None
        self.lost()
