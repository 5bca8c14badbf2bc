"""Carries notices to their platforms: in order for each person, side by side for different people, at least once."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import Engine

from bot.cards import Addressed, Cards, Unreachable
from bot.comparison import Comparisons
from bot.faults import path_of
from handlers.cards import pictures_of
from handlers.messages import Receipt
from handlers.platform import NotDelivered, Platform
from storage import deliveries
from storage.deliveries import Claimed, Delivered, Outgone
from storage.engine import AWAY, write_transaction

log = logging.getLogger(__name__)

BATCH = 100
IDLE_SECONDS = 1.0
SEND_SECONDS = 30
# Waiting grows from two seconds to five minutes; after this many attempts the notice is given up, visibly.
FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=5)
MOST_ATTEMPTS = 20

R = TypeVar("R")


class Courier:
    """Takes due notices and hands each to its recipient's platform."""

    def __init__(
        self,
        engine: Engine,
        platforms: Mapping[str, Platform],
        cards: Cards,
        comparisons: Comparisons,
        threads: Executor,
        composing: Executor,
        artists: Executor,
        now: Callable[[], datetime],
    ) -> None:
        self._engine = engine
        self._platforms = platforms
        self._cards = cards
        self._comparisons = comparisons
        self._threads = threads
        self._composing = composing
        self._artists = artists
        self._now = now
        self._bell = asyncio.Event()
        self._unclaimed = True  # there may be notices that wait to be claimed
        self._serving: dict[str, asyncio.Task[None]] = {}  # recipient -> their latest round
        self._in_hand: set[str] = set()  # ids of notices: a claim that ran out does not make one go twice
        self._done: list[tuple[Delivered, asyncio.Future[None]]] = []
        self._settling: asyncio.Task[None] | None = None

    def leads(self) -> bool:
        """True while this process is the one that sends, and asks the platforms that are polled."""
        return True

    def ring(self) -> None:
        """Something may be due: look now."""
        self._unclaimed = True
        self._bell.set()

    def carry(self, outgone: Outgone) -> None:
        """Deliver what a turn has claimed as it was written, without looking for it again."""
        self._start(outgone.claimed)
        if outgone.others:
            self.ring()

    async def run(self) -> None:
        """Carry until cancelled."""
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

    async def settle(self) -> None:
        """Carry everything that is due now and return: for an orderly stop, and for tests."""
        while await self._take() or self._serving or self._unclaimed:
            if self._serving:
                await asyncio.gather(*self._serving.values())

    async def _take(self) -> int:
        self._unclaimed = bool(self._serving)  # of those being served something may be left
        claimed = await self._in(self._threads, self._claim)
        self._start(claimed)
        return len(claimed)

    def _claim(self) -> list[Claimed]:
        with write_transaction(self._engine) as connection:
            return deliveries.claim(connection, self._now(), BATCH, list(self._serving))

    def _start(self, claimed: Sequence[Claimed]) -> None:
        people: dict[str, list[Claimed]] = {}
        for notice in claimed:
            if notice.id not in self._in_hand:
                people.setdefault(notice.recipient_id, []).append(notice)
        for recipient, queue in people.items():
            earlier = self._serving.get(recipient)
            self._in_hand.update(notice.id for notice in queue)
            self._serving[recipient] = asyncio.create_task(self._serve(recipient, queue, earlier))

    async def _serve(self, recipient: str, queue: Sequence[Claimed], earlier: asyncio.Task[None] | None) -> None:
        """One person's notices in order; what cannot be sent now holds back those behind it."""
        try:
            if earlier is not None:
                await asyncio.wait([earlier])
            for position, notice in enumerate(queue):
                try:
                    delivered = await self._deliver(notice)
                except NotDelivered as error:
                    await self._put_off(queue[position:], error)
                    return
                if delivered is not None:
                    await self._settle(delivered)
        except AWAY:
            log.exception("%d notices wait until nobody holds them any more", len(queue))
        finally:
            self._in_hand.difference_update(notice.id for notice in queue)
            if self._serving.get(recipient) is asyncio.current_task():
                del self._serving[recipient]
            if self._unclaimed:
                self._bell.set()

    async def _deliver(self, notice: Claimed) -> Delivered | None:
        """Compose and send one notice. Raises NotDelivered only when it is worth trying again."""
        where = (notice.bot or "", notice.address or "")
        try:
            addressed = await self._compose(notice)
            if addressed is None:
                return None
            where = (addressed.bot, addressed.outgoing.address)
            receipt = await self._hand_over(addressed)
        except NotDelivered as error:
            if not error.permanent and notice.attempts < MOST_ATTEMPTS:
                raise
            return self._given_up(notice, where, str(error))
        except Unreachable as error:
            return self._given_up(notice, where, str(error))
        except Exception as error:  # a fault of ours must not hold back the person's other notices for ever
            log.error("notice %s (%s) could not be made: %s", notice.id, notice.topic, path_of(error))
            return Delivered(notice.id, *where, error=type(error).__name__, private=notice.private)
        return Delivered(notice.id, *where, receipt.message_id, receipt.response_code, private=notice.private)

    async def _compose(self, notice: Claimed) -> Addressed | None:
        """The message; while the database is away, or the disk too full for its picture, it cannot be made yet."""
        try:
            if "comparison" in pictures_of(notice.topic) and notice.subject_id:
                await self._draw(notice.subject_id)
            return await self._in(self._composing, self._cards.compose, notice)
        except (*AWAY, OSError) as error:
            raise NotDelivered(f"not made yet: {type(error).__name__}", permanent=False) from error

    async def _draw(self, hazard_id: str) -> None:
        """The before/after picture; one whose photographs cannot be read holds nobody up: the card goes without."""
        try:
            await self._in(self._artists, self._comparisons.draw, hazard_id)
        except OSError as error:
            if error.errno is not None and not isinstance(error, FileNotFoundError):
                raise  # the disk: it may have room again in a moment
            log.exception("the picture of case %s cannot be drawn", hazard_id)

    async def _hand_over(self, addressed: Addressed) -> Receipt:
        platform = self._platforms[addressed.bot]
        try:
            async with asyncio.timeout(SEND_SECONDS):
                if addressed.replaces is not None and platform.can.edit:
                    return await platform.replace(addressed.replaces, addressed.outgoing)
                return await platform.send(addressed.outgoing)
        except TimeoutError as error:
            raise NotDelivered("no answer in time", permanent=False) from error

    def _given_up(self, notice: Claimed, where: tuple[str, str], why: str) -> Delivered:
        log.error("notice %s (%s) is undeliverable: %s", notice.id, notice.topic, _told(notice, why))
        return Delivered(notice.id, *where, error=why, private=notice.private)

    async def _settle(self, delivered: Delivered) -> None:
        """Write down a delivery; those of one moment share a commit."""
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._done.append((delivered, written))
        if self._settling is None or self._settling.done():
            self._settling = asyncio.create_task(self._settle_all())
        await written

    async def _settle_all(self) -> None:
        while self._done:
            batch, self._done = self._done, []
            try:
                await self._in(self._threads, self._write_down, [delivered for delivered, _ in batch])
            except AWAY:
                log.exception("%d deliveries wait to be written down", len(batch))
                self._done = [*batch, *self._done]
                await asyncio.sleep(IDLE_SECONDS)
            except Exception as error:  # each one's task must hear of it, or it would wait for ever
                for _, written in batch:
                    written.set_exception(error)
            else:
                for _, written in batch:
                    written.set_result(None)

    def _write_down(self, delivered: Sequence[Delivered]) -> None:
        with write_transaction(self._engine) as connection:
            deliveries.settle(connection, delivered, self._now())

    async def _put_off(self, notices: Sequence[Claimed], error: NotDelivered) -> None:
        first, *others = notices
        wait = min(FIRST_WAIT * 2**first.attempts, LONGEST_WAIT)
        if error.retry_after is not None:
            wait = max(wait, timedelta(seconds=error.retry_after))
        log.warning("notice %s put off for %s: %s", first.id, wait, _told(first, str(error)))
        await self._in(self._threads, self._postpone, first.id, [n.id for n in others], self._now() + wait)

    def _postpone(self, failed: str, behind: Sequence[str], until: datetime) -> None:
        with write_transaction(self._engine) as connection:
            deliveries.postpone(connection, [failed], until, counted=True)
            deliveries.postpone(connection, behind, until, counted=False)

    async def _in(self, threads: Executor, work: Callable[..., R], *arguments: object) -> R:
        return await asyncio.get_running_loop().run_in_executor(threads, work, *arguments)


def _told(notice: Claimed, why: str) -> str:
    """Why, for the log; what platforms say names addresses, and those of anonymous reporters stand in no log."""
    return "private" if notice.private else why
