"""The chainer: links what was committed within a second, in the one process that holds the company's lease."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from bot.faults import path_of
from bot.lease import Lease
from storage import chain, heads, leases
from storage.case_feed import NEVER
from storage.claims import LEASE
from storage.engine import AWAY, read_transaction, write_transaction
from storage.links import linker

log = logging.getLogger(__name__)

LINK_SECONDS = 0.5
# How often all events and records are looked through for one whose commit came later than anybody waits.
EVERYTHING = timedelta(hours=1)


class Chainer:
    """key: 32 bytes, of the chain alone. outside: the file to which each head goes; none: nowhere."""

    def __init__(
        self, engine: Engine, lease: Lease, key: bytes, outside: Path | None, now: Callable[[], datetime]
    ) -> None:
        self._engine = engine
        self._lease = lease
        self._link = linker(key)
        self._outside = outside
        self._now = now
        self._looked: datetime | None = (
            None  # when everything began to be looked through; none: not since the lease came
        )
        self._through: str | None = None  # how far that has come; none: to the end
        self._written: chain.Head | None = None  # the head that stands outside; none: not known
        self._thread = ThreadPoolExecutor(1, "chain")

    async def run(self) -> None:
        """Link what there is, again and again, until cancelled."""
        while True:
            if self._lease.holds():
                await asyncio.get_running_loop().run_in_executor(self._thread, self.link)
            else:
                self._looked = self._written = None
            await asyncio.sleep(LINK_SECONDS)

    def link(self) -> int:
        """Link all that is committed now; how many rows that were."""
        linked = 0
        try:
            while (count := self._link_batch()) == chain.BATCH:
                linked += count
            return linked + count
        except AWAY as error:
            log.warning("the audit's chain waits for the database: %s", path_of(error))
        except IntegrityError as error:
            log.warning("another process has linked meanwhile: %s", path_of(error))
        except OSError as error:
            log.error("the head of the audit's chain could not be written down outside: %s", error.strerror)
        return linked

    def close(self) -> None:
        """Stop, what is being linked being finished first."""
        self._thread.shutdown()

    def _link_batch(self) -> int:
        if self._looked is None or self._now() - self._looked >= EVERYTHING:
            self._through, self._looked = NEVER, self._now()
        with read_transaction(self._engine) as connection:
            last = chain.head(connection)
            rows = chain.next_links(connection, self._link, self._through or chain.lately(connection))
        if rows:
            with write_transaction(self._engine) as connection:
                if self._lease.epoch is not None and not leases.locked(connection, LEASE, self._lease.epoch):
                    return 0
                chain.append(connection, rows)
            last = chain.Head(rows[-1]["position"], rows[-1]["link"])
        self._through = rows[-1]["source_id"] if self._through and len(rows) == chain.BATCH else None
        self._write_outside(last)
        return len(rows)

    def _write_outside(self, head: chain.Head) -> None:
        if self._outside is not None and head.position and head != self._written:
            heads.append(self._outside, head, self._now())
            self._written = head
