"""Carries notices to their platforms: in order for each person, side by side for different people, at least once."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import Engine

from bot.cards import Addressed, Cards, Unreachable
from handlers.messages import NotDelivered, Platform, Receipt
from storage import deliveries
from storage.deliveries import Claimed, Delivered
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
        writers: Executor,
        threads: Executor,
        now: Callable[[], datetime],
    ) -> None:
        self._engine = engine
        self._platforms = platforms
        self._cards = cards
        self._writers = writers
        self._threads = threads
        self._now = now
        self._bell = asyncio.Event()
        self._busy: set[str] = set()
        self._under_way: set[asyncio.Task[None]] = set()
        self._done: list[tuple[Delivered, asyncio.Future[None]]] = []
        self._settling: asyncio.Task[None] | None = None

    def ring(self) -> None:
        """Something may be due: look now."""
        self._bell.set()

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
        while await self._take() or self._under_way:
            if self._under_way:
                await asyncio.gather(*self._under_way)

    async def _take(self) -> int:
        claimed = await self._in(self._writers, self._claim)
        people: dict[str, list[Claimed]] = {}
        for notice in claimed:
            people.setdefault(notice.recipient_id, []).append(notice)
        for recipient, queue in people.items():
            self._busy.add(recipient)
            task = asyncio.create_task(self._serve(recipient, queue))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        return len(claimed)

    def _claim(self) -> list[Claimed]:
        with write_transaction(self._engine) as connection:
            return deliveries.claim(connection, self._now(), BATCH, self._busy)

    async def _serve(self, recipient: str, queue: Sequence[Claimed]) -> None:
        """One person's notices in order; what cannot be sent now holds back those behind it."""
        try:
            for position, notice in enumerate(queue):
                try:
                    delivered = await self._deliver(notice)
                except NotDelivered as error:
                    await self._put_off(queue[position:], error)
                    return
                if delivered is not None:
                    await self._settle(delivered)
        except AWAY:
            log.exception("notices of %s wait until nobody holds them any more", recipient)
        finally:
            self._busy.discard(recipient)
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
            log.exception("notice %s (%s) could not be made", notice.id, notice.topic)
            return Delivered(notice.id, *where, error=type(error).__name__)
        return Delivered(notice.id, *where, receipt.message_id, receipt.response_code)

    async def _compose(self, notice: Claimed) -> Addressed | None:
        """The message; while the database is away, or the disk too full for its picture, it cannot be made yet."""
        try:
            return await self._in(self._threads, self._cards.compose, notice)
        except (*AWAY, OSError) as error:
            raise NotDelivered(f"not made yet: {error}", permanent=False) from error

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
        log.error("notice %s (%s) is undeliverable: %s", notice.id, notice.topic, why)
        return Delivered(notice.id, *where, error=why)

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
                await self._in(self._writers, self._write_down, [delivered for delivered, _ in batch])
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
        log.warning("notice %s put off for %s: %s", first.id, wait, error)
        await self._in(self._writers, self._postpone, first.id, [n.id for n in others], self._now() + wait)

    def _postpone(self, failed: str, behind: Sequence[str], until: datetime) -> None:
        with write_transaction(self._engine) as connection:
            deliveries.postpone(connection, [failed], until, counted=True)
            deliveries.postpone(connection, behind, until, counted=False)

    async def _in(self, threads: Executor, work: Callable[..., R], *arguments: object) -> R:
        return await asyncio.get_running_loop().run_in_executor(threads, work, *arguments)
