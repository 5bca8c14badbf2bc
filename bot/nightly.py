"""The backup of every night: `hazardline backup --nightly`, a process of its own that gives way to everything else."""

import asyncio
import logging
import sys
from collections.abc import Callable, Sequence
from datetime import datetime

from bot.faults import path_of
from handlers import night_gone_wrong
from storage import backup_nights
from storage.backup_nights import Night
from storage.engine import write_transaction
from storage.unit_of_work import House

log = logging.getLogger(__name__)

COMMAND = (sys.executable, "-m", "bot", "backup", "--nightly")


class Nightly:
    """Has the backup of a night made once its hour has come, by whichever process leads.

    hour: by the company's clock. What became of one the process itself writes down; one that
    was killed before it could is written down here.
    """

    def __init__(
        self,
        house: House,
        hour: int,
        leads: Callable[[], bool],
        now: Callable[[], datetime],
        command: Sequence[str] = COMMAND,
    ) -> None:
        self._house = house
        self._hour = hour
        self._leads = leads
        self._now = now
        self._command = command

    async def look(self) -> None:
        """Make it, if it is time and nobody has; returns when it has ended."""
        if not self._leads():
            return
        try:
            if await asyncio.to_thread(self._begin):
                await self._make()
                await asyncio.to_thread(night_gone_wrong.tell, self._house, self._now())
        except Exception as error:  # the next look tries again
            log.error("the backup of the night could not be made: %s", path_of(error))

    def _begin(self) -> bool:
        now = self._now()
        local = self._house.calendar.local(now)
        if local.hour < self._hour:
            return False
        with write_transaction(self._house.engine) as connection:
            return backup_nights.begin(connection, local.date(), now)

    async def _make(self) -> None:
        process = await asyncio.create_subprocess_exec(
            *self._command, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL
        )
        try:
            status = await process.wait()
        except asyncio.CancelledError:
            process.terminate()
            raise
        if status:
            log.error("the backup of the night ended with status %d", status)
            await asyncio.to_thread(self._failed)

    def _failed(self) -> None:
        now = self._now()
        day = self._house.calendar.local(now).date()
        with write_transaction(self._house.engine) as connection:
            if not backup_nights.has_ended(connection, day):
                backup_nights.end(connection, day, Night.FAILED, now)
