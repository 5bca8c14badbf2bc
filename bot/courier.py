"""Carries notices to their platforms: in order for each person, side by side for different people, at least once."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine

from bot.bell import listen
from bot.cards import Cards
from bot.comparison import Comparisons
from bot.delivering import Chart, Delivering, Later, Lose, Move, WriteFile
from bot.faults import path_of
from bot.lease import Lease
from bot.line import Deposed, Line
from bot.pace import Past
from bot.threads import in_thread
from bot.written_down import WrittenDown
from handlers.platform import NotDelivered, NotFetched, Platform
from storage import bots, claims
from storage.deliveries import CALL, Claimed, Delivered, Outgone
from storage.engine import AWAY, write_transaction
from workflow.notice import Lane

log = logging.getLogger(__name__)

BATCH = 100
IDLE_SECONDS = 1.0
# What may be in hand before a lane has to wait in the database: there is always room for answers and what is urgent.
ROOM = {Lane.BULK: 60, Lane.NOTICE: 120}
# What has not gone out after this long in hand is given back: its claim lasts a minute.
HOLD_SECONDS = 20.0


class Courier:
    """Takes due notices and hands each to its recipient's platform, while this process holds the lease."""

    def __init__(
        self,
        engine: Engine,
        lease: Lease,
        platforms: Mapping[str, Platform],
        cards: Cards,
        comparisons: Comparisons,
        lose: Lose,
        move: Move,
        threads: Executor,
        composing: Executor,
        artists: Executor,
        now: Callable[[], datetime],
        chart: Chart,
        write_file: WriteFile,
    ) -> None:
        self._engine = engine
        self._lease = lease
        self._lines = {bot: Line(platform, lease.holds, self._hushed) for bot, platform in platforms.items()}
        self._threads = threads
        self._now = now
        parts = (cards, comparisons, lose, move, lambda: lease.epoch, threads, composing, artists, now)
        self._delivering = Delivering(engine, self._lines, *parts, chart, write_file)
        self._written = WrittenDown(engine, threads, now)
        self._bell = asyncio.Event()
        self._unclaimed = True  # there may be notices that wait to be claimed
        self._serving: dict[str, dict[int, asyncio.Task[None]]] = {}  # recipient -> lane -> the latest round of it
        self._in_hand: set[str] = set()  # ids of notices: a claim that ran out does not make one go twice
        self._past: dict[str, list[Past]] = {}
        self._silent: dict[str, float] = {}  # by bot, for so many seconds more
        lease.taking, lease.taken, lease.lost = self._look_back, self._begin, self._let_go

    def leads(self) -> bool:
        """True while this process is the one that sends, and asks the platforms that are polled."""
        return self._lease.holds()

    def ring(self) -> None:
        """Something may be due: look now."""
        self._unclaimed = True
        self._bell.set()

    def carry(self, outgone: Outgone) -> None:
        """Deliver what a turn has claimed as it was written, without looking for it again."""
        self._start(outgone.claimed)
        if outgone.others:
            self.ring()

    async def hush(self, bot: str, error: NotDelivered | NotFetched) -> None:
        """A platform has said, in answer to something else than a message, that the whole bot is to be silent."""
        await self._lines[bot].hush(error)

    async def _hushed(self, bot: str, seconds: float) -> None:
        """Have whichever process sends know it."""
        try:
            await in_thread(self._threads, self._write_silence, bot, seconds)
        except AWAY as error:
            log.warning("the silence of %s is known here only: %s", bot, path_of(error))

    def _write_silence(self, bot: str, seconds: float) -> None:
        with write_transaction(self._engine) as connection:
            bots.silence(connection, bot, seconds)

    async def run(self) -> None:
        """Carry until cancelled, whenever it is for this process to do so."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._lease.keep())
            group.create_task(listen(self._engine, CALL, self.ring))
            group.create_task(self._carry_on())

    async def settle(self, last: Lane = Lane.BULK) -> None:
        """Carry everything that is due now, down to a lane, and return: for an orderly stop, and for tests."""
        if not await self._lease.renew():
            return
        keeping = asyncio.create_task(self._lease.keep())
        while self.leads() and (await self._take(last) or self._serving or self._unclaimed):
            await self._served()
        keeping.cancel()

    async def _served(self) -> None:
        """Wait for those who are being served now."""
        tasks = [task for lanes in self._serving.values() for task in lanes.values()]
        for task in (await asyncio.wait(tasks))[0] if tasks else ():
            if not task.cancelled():
                task.result()

    async def _carry_on(self) -> None:
        while True:
            self._bell.clear()
            try:
                taken = await self._take()
            except AWAY:
                log.exception("notices unreachable, trying again")
                taken = 0
            if not taken:
                try:
                    async with asyncio.timeout(IDLE_SECONDS):
                        await self._bell.wait()
                except TimeoutError:
                    continue

    def _look_back(self, connection: Connection) -> None:
        """At the take-over, in its transaction: free what another courier had in hand, see what went out lately, and
        which bots are to be silent."""
        now, self._past = self._now(), {}
        longest = max((line.pace.longest for line in self._lines.values()), default=0.0)
        since = now - timedelta(seconds=longest)
        flying = claims.release_all(connection, now, since)
        sent = claims.sent_since(connection, since) if longest else ()
        self._silent = {bot: bots.silent_for(connection, bot) for bot in self._lines}
        for bot, address, messages, at in (*flying, *sent):
            age = max((now - at).total_seconds(), 0.0)
            self._past.setdefault(bot, []).append(Past(address, age, messages))

    def _begin(self) -> None:
        for bot, line in self._lines.items():
            line.pace.remember(self._past.pop(bot, []))
            line.pace.silence(self._silent.pop(bot, 0.0))
        self.ring()

    def _let_go(self) -> None:
        """Another process may send from now on: nothing more goes out here, and what is being sent is cut off."""
        for lanes in self._serving.values():
            for task in lanes.values():
                task.cancel()

    async def _take(self, last: Lane = Lane.BULK) -> int:
        self._unclaimed = bool(self._serving)  # of those being served something may be left
        if not self.leads() or (self._lines and all(line.pace.rests for line in self._lines.values())):
            return 0
        claimed = await in_thread(self._threads, self._claim, *self._room(last))
        self._start(claimed)
        return len(claimed)

    def _room(self, last: Lane) -> tuple[int, Lane]:
        """How many notices to take, and down to which lane."""
        for lane, room in ROOM.items():
            if lane <= last and len(self._in_hand) < room:
                return min(room - len(self._in_hand), BATCH), lane
        return BATCH, min(last, Lane.MAJOR)

    def _claim(self, limit: int, last: Lane) -> list[Claimed]:
        with write_transaction(self._engine) as connection:
            return claims.claim(connection, self._now(), limit, last, self._lease.epoch)

    def _start(self, claimed: Sequence[Claimed]) -> None:
        """A person's notices of one lane go one after another, and after those of lanes before it, never behind it."""
        queues: dict[tuple[str, int], list[Claimed]] = {}
        for notice in claimed:
            if notice.id not in self._in_hand:
                self._in_hand.add(notice.id)
                queues.setdefault((notice.recipient_id, notice.lane), []).append(notice)
        for (recipient, lane), queue in queues.items():
            lanes = self._serving.setdefault(recipient, {})
            earlier = [task for at, task in lanes.items() if at <= lane]
            lanes[lane] = asyncio.create_task(self._serve(recipient, lane, queue, earlier))

    async def _serve(
        self, recipient: str, lane: int, queue: Sequence[Claimed], earlier: Sequence[asyncio.Task[None]]
    ) -> None:
        """Notices in order; what cannot be sent now holds back those behind it."""
        until = asyncio.get_running_loop().time() + HOLD_SECONDS
        try:
            if earlier:
                await asyncio.wait(earlier)
            for position, notice in enumerate(queue):
                try:
                    delivered = await self._delivering.deliver(notice, until)
                except Later as later:
                    await self._put_off(queue[position:], later)
                    return
                if delivered is not None:
                    await self._settle(delivered)
        except AWAY:
            log.exception("%d notices wait until nobody holds them any more", len(queue))
        except Deposed:
            log.warning("%d notices are left to another process", len(queue))
        finally:
            self._end(recipient, lane, queue)

    def _end(self, recipient: str, lane: int, queue: Sequence[Claimed]) -> None:
        self._in_hand.difference_update(notice.id for notice in queue)
        lanes = self._serving.get(recipient, {})
        if lanes.get(lane) is asyncio.current_task():
            del lanes[lane]
        if not lanes:
            self._serving.pop(recipient, None)
        if self._unclaimed and (lane <= Lane.MAJOR or len(self._in_hand) <= ROOM[Lane.BULK] // 2):
            self._bell.set()

    async def _settle(self, delivered: Delivered) -> None:
        await self._written.add(delivered)

    async def _put_off(self, notices: Sequence[Claimed], later: Later) -> None:
        await in_thread(self._threads, self._postpone, notices, self._now() + later.wait, later.counted)
        self._unclaimed = True

    def _postpone(self, notices: Sequence[Claimed], until: datetime, counted: bool) -> None:
        epoch = self._lease.epoch
        first, behind = notices[0].id, [notice.id for notice in notices[1:]]
        with write_transaction(self._engine) as connection:
            claims.postpone(connection, [first], until, counted=counted, epoch=epoch)
            claims.postpone(connection, behind, until, counted=False, epoch=epoch)
