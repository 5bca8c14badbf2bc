"""The steady tick: due timers ring, pending pictures are tried again, stray files swept, the coming year looked at."""

import asyncio
import logging
from collections.abc import Callable, Sequence, Set
from concurrent.futures import Executor
from datetime import UTC, datetime, timedelta
from functools import partial

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import Connection

from bot.faults import path_of
from bot.nightly import Nightly
from bot.photos import PhotoFetcher
from handlers.coming_year import look_ahead
from handlers.digest import keep_figures
from handlers.ring import ring
from handlers.to_do import set_clocks
from storage import attachments, clocks
from storage.clocks import Due
from storage.daily_figures import BATCH
from storage.engine import fold_log, read_transaction
from storage.media import MediaStore
from storage.sheets import SheetStore
from storage.unit_of_work import House
from workflow.timers import URGENT

log = logging.getLogger(__name__)

TICK_SECONDS = 1
FETCH_SECONDS = 5
COUNT_SECONDS = 60
SET_OUT_HOURS = 1
SWEEP_HOURS = 1
LOOK_AHEAD_HOURS = 1
LOOK_SECONDS = 60
AT_ONCE = 100
PUT_OFF = timedelta(seconds=10)
MOST_PUT_OFF = 1000


class _Stuck:
    """Timers that were due at one tick and still are at the next: they failed, or their case is in use just now.

    They are left alone for a moment, so that those behind them ring: however many there are, they stop no clock.
    """

    def __init__(self) -> None:
        self._seen: set[tuple[str, int]] = set()
        self._until: dict[str, datetime] = {}

    def left_alone(self, now: datetime) -> list[str]:
        self._until = {id_: until for id_, until in self._until.items() if now < until <= now + PUT_OFF}
        return list(self._until)[:MOST_PUT_OFF]

    def look(self, due: Sequence[Due], now: datetime) -> None:
        named = {(timer.id, timer.step) for timer in due}
        self._until |= dict.fromkeys((id_ for id_, _ in named & self._seen), now + PUT_OFF)
        self._seen = named


class Clock:
    """Drives what time drives. All of it is rows: a restart, a second process or a lost night loses nothing."""

    def __init__(
        self,
        house: House,
        photos: PhotoFetcher,
        store: MediaStore,
        sheets: SheetStore,
        threads: Executor,
        sweepers: Executor,
        now: Callable[[], datetime],
        rang: Callable[[], None],
        nightly: Nightly | None = None,
    ) -> None:
        self._house = house
        self._photos = photos
        self._store = store
        self._sheets = sheets
        self._threads = threads
        self._sweepers = sweepers
        self._now = now
        self._rang = rang
        self._nightly = nightly
        self._stuck = _Stuck()

    def scheduler(self) -> AsyncIOScheduler:
        """The jobs of a running process, not yet started."""
        scheduler = AsyncIOScheduler(job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None})
        scheduler.add_job(self.tick, "interval", seconds=TICK_SECONDS)
        scheduler.add_job(self._photos.fetch_pending, "interval", seconds=FETCH_SECONDS)
        scheduler.add_job(self._sweep, "interval", hours=SWEEP_HOURS)
        begins = datetime.now(UTC)  # at once: who reads a digest is to have a clock before the first minute is over
        scheduler.add_job(self.look_ahead, "interval", hours=LOOK_AHEAD_HOURS, next_run_time=begins)
        scheduler.add_job(self.count, "interval", seconds=COUNT_SECONDS, next_run_time=begins)
        scheduler.add_job(self.set_out, "interval", hours=SET_OUT_HOURS, next_run_time=begins)
        if self._nightly is not None:
            scheduler.add_job(self._nightly.look, "interval", seconds=LOOK_SECONDS)
        return scheduler

    async def tick(self) -> int:
        """Ring every timer that is due; how many rang."""
        rung = await asyncio.get_running_loop().run_in_executor(self._threads, self._ring_all)
        if rung:
            self._rang()
        return rung

    def _ring_all(self) -> int:
        now = self._now()
        with read_transaction(self._house.engine) as connection:
            due = clocks.due(connection, now, AT_ONCE, URGENT, self._stuck.left_alone(now))
        self._stuck.look(due, now)
        for timer in due:
            try:
                ring(self._house, timer, now)
            except Exception as error:  # the next tick tries again; the timers behind it do not wait for that
                log.error("timer %s (%s) could not ring: %s", timer.id, timer.clock, path_of(error))
        return len(due)

    async def look_ahead(self) -> None:
        """See to it that somebody knows of a year that the calendar does not."""
        run = asyncio.get_running_loop().run_in_executor
        if await run(self._threads, look_ahead, self._house, self._now()):
            self._rang()

    async def count(self) -> None:
        """Bring the figures up to date, a little at a time, and see that every manager's digest has its clock."""
        while await asyncio.get_running_loop().run_in_executor(self._threads, self._count) == BATCH:
            pass

    def _count(self) -> int:
        try:
            return keep_figures(self._house, self._now())
        except Exception as error:  # the next time tries again
            log.error("the figures could not be kept: %s", path_of(error))
            return 0

    async def set_out(self) -> None:
        """See that everybody with work in hand is told of it when their next shift begins."""
        await asyncio.get_running_loop().run_in_executor(self._threads, self._set_out)

    def _set_out(self) -> None:
        try:
            set_clocks(self._house, self._now())
        except Exception as error:  # the next time tries again
            log.error("the clocks of lists of work could not be set: %s", path_of(error))

    async def _sweep(self) -> None:
        """Remove files that a killed turn left without a row, originals that it left though they are not kept, and
        workbooks that were sent to be looked at."""
        swept = await asyncio.get_running_loop().run_in_executor(self._sweepers, self._sweep_now)
        if swept:
            log.info("swept %d files without a row", swept)

    def _sweep_now(self) -> int:
        fold_log(self._house.engine)
        self._sheets.sweep()
        return self._store.sweep(
            partial(self._known, attachments.known_media), partial(self._known, attachments.known_originals)
        )

    def _known(self, of: Callable[[Connection, Sequence[str]], set[str]], ids: Set[str]) -> set[str]:
        with read_transaction(self._house.engine) as connection:
            return of(connection, list(ids))
