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
from templates.heads import in_every_language

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
        self._key = key
        self._outside = outside
        self._now = now
        self._looked: datetime | None = None  # when everything was looked through; none: not since the lease came
        self._written: chain.Head | None = None  # the head that stands outside; none: not known
        self._told: set[tuple[str, str]] = set()  # rows that nobody vouches for, of which the log tells
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
        linked, now = 0, self._now()
        everything = self._looked is None or now - self._looked >= EVERYTHING
        try:
            since = NEVER if everything else self._lately()
            while since is not None:
                count, since = self._link_batch(since)
                linked += count
            self._looked = now if everything else self._looked
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

    def _lately(self) -> str | None:
        with read_transaction(self._engine) as connection:
            return chain.lately(connection)

    def _link_batch(self, since: str) -> tuple[int, str | None]:
        """How many rows were linked, and after which id to go on; none: nothing is left, or it is another's to link."""
        with read_transaction(self._engine) as connection:
            batch = chain.next_links(connection, self._key, since)
        if batch.links:
            with write_transaction(self._engine) as connection:
                if self._lease.epoch is not None and not leases.locked(connection, LEASE, self._lease.epoch):
                    return 0, None
                chain.append(connection, batch.links)
        self._tell(batch.forged)
        self._write_outside(batch.head)
        return len(batch.links), batch.last

    def _tell(self, forged: list[tuple[str, str]]) -> None:
        """Once of each: they are looked at again and again, for nobody can remove them."""
        for source, id_ in set(forged) - self._told:
            log.error("somebody has put %s %s on record past this service: it is not linked", source, id_)
        self._told.update(forged)

    def _write_outside(self, head: chain.Head) -> None:
        if self._outside is not None and head.position and head != self._written:
            heads.append(self._outside, head, self._now(), in_every_language(head.position, head.link))
            self._written = head
