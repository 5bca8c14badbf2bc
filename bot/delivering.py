"""One notice to its platform: composed, sent at its moment, and if it cannot be, put off or given up visibly."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Engine

from bot.cards import Addressed, Cards, Unreachable
from bot.charts import DRAWN
from bot.comparison import Comparisons
from bot.faults import path_of
from bot.line import Deposed, Line
from bot.pace import NotYet
from bot.threads import in_thread
from handlers.cards import pictures_of
from handlers.messages import Document, Picture
from handlers.platform import NotDelivered
from handlers.unreachable import Loss, Why
from storage import claims
from storage.deliveries import Claimed, Delivered
from storage.engine import AWAY, write_transaction

log = logging.getLogger(__name__)

# Waiting grows from two seconds to five minutes; after this many attempts, and if the platform itself is there, the
# notice is given up.
FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=5)
MOST_ATTEMPTS = 20

# Writes down a notice that never arrives; True where it goes another way.
Lose = Callable[[Loss, datetime], bool]
# Writes down that a chat of a bot goes on under a new address.
Move = Callable[[str, str, str, datetime], None]
# The picture of a digest; none where it has nothing to show.
Chart = Callable[[Claimed], tuple[Picture, ...]]
# The fact of a notice that says which file goes with it, and what makes that file.
FILE = "file"
WriteFile = Callable[[Claimed], Document]


class Later(Exception):
    """A notice is worth trying again after `wait`; counted: as one more of its attempts."""

    def __init__(self, why: str, wait: timedelta, *, counted: bool) -> None:
        super().__init__(why)
        self.wait = wait
        self.counted = counted


class _NotMade(NotDelivered):
    """The message cannot be made just now: the database is away, or the disk too full for its picture."""


class Delivering:
    """Makes messages of notices and sends each over the line to its bot."""

    def __init__(
        self,
        engine: Engine,
        lines: Mapping[str, Line],
        cards: Cards,
        comparisons: Comparisons,
        lose: Lose,
        move: Move,
        epoch: Callable[[], int | None],
        threads: Executor,
        composing: Executor,
        artists: Executor,
        now: Callable[[], datetime],
        chart: Chart,
        write_file: WriteFile,
    ) -> None:
        self._engine = engine
        self._lines = lines
        self._cards = cards
        self._comparisons = comparisons
        self._lose = lose
        self._move = move
        self._epoch = epoch
        self._threads = threads
        self._composing = composing
        self._artists = artists
        self._now = now
        self._chart = chart
        self._write_file = write_file
        self._losing = asyncio.Lock()  # one loss after another: whom the first has cut off the second need not tell

    async def deliver(self, notice: Claimed, until: float, *, followed: bool = False) -> Delivered | None:
        """Send one notice before `until` (loop time); None when nothing is left to be written down.

        followed: its chat has moved already, which happens once and not in circles.
        Raises Later, and Deposed when another process sends from now on.
        """
        where = (notice.bot or "", notice.address or "")
        try:
            addressed = await self._compose(notice)
            if addressed is None:
                return None
            where = (addressed.bot, addressed.outgoing.address)
            if addressed.bot not in self._lines:  # of a platform that this process has no settings for
                raise Unreachable(Why.NO_ADDRESS)
            again = partial(self._compose, notice)
            receipt = await self._lines[addressed.bot].carry(addressed, notice.lane, until, again)
        except (Deposed, *AWAY):
            raise
        except NotYet as error:
            raise Later(str(error), timedelta(seconds=error.wait), counted=False) from error
        except NotDelivered as error:
            return await self._failed(notice, *where, error, until, followed=followed)
        except Unreachable as error:
            return await self._lost(Loss(notice, *where, error.why, error.why))
        except Exception as error:  # a fault of ours must not hold back the person's other notices for ever
            log.error("notice %s (%s) could not be made: %s", notice.id, notice.topic, path_of(error))
            return await self._lost(Loss(notice, *where, Why.OUR_FAULT, type(error).__name__))
        if receipt is None:
            return None
        private, numbered = notice.private, receipt.numbered
        sent = (receipt.message_id, receipt.response_code)
        return Delivered(notice.id, *where, *sent, private=private, numbered=numbered)

    async def _failed(
        self, notice: Claimed, bot: str, address: str, error: NotDelivered, until: float, *, followed: bool
    ) -> Delivered | None:
        if error.moved_to and not followed:
            await in_thread(self._threads, self._move, bot, address, error.moved_to, self._now())
            moved = replace(notice, address=error.moved_to) if notice.address == address else notice
            return await self.deliver(moved, until, followed=True)
        if error.permanent or error.moved_to:
            why = Why.GONE if error.gone or error.moved_to else Why.REFUSED
            return await self._lost(Loss(notice, bot, address, why, str(error)))
        if isinstance(error, _NotMade) or notice.attempts < MOST_ATTEMPTS or not await self._lines[bot].answers():
            raise self._later(notice, bot, error) from error
        return await self._lost(Loss(notice, bot, address, Why.NO_ANSWER, str(error)))

    def _later(self, notice: Claimed, bot: str, error: NotDelivered) -> Later:
        """When to try again; what hinders everybody alike is no attempt of this one notice."""
        wait = min(FIRST_WAIT * 2 ** min(notice.attempts, MOST_ATTEMPTS), LONGEST_WAIT)
        if error.retry_after is not None:
            wait = max(wait, timedelta(seconds=error.retry_after))
        log.warning("notice %s put off for %s: %s", notice.id, wait, _told(notice, str(error)))
        everybody = isinstance(error, _NotMade) or error.floods or self._lines[bot].is_down
        return Later(str(error), wait, counted=not everybody)

    async def _compose(self, notice: Claimed) -> Addressed | None:
        """The message; None when it is not wanted any more."""
        try:
            if "comparison" in pictures_of(notice.topic) and notice.subject_id:
                await self._draw(notice.subject_id)
            drawn = await in_thread(self._artists, self._chart, notice) if notice.topic in DRAWN else ()
            made = await in_thread(self._artists, self._write_file, notice) if FILE in notice.facts else None
            addressed = await in_thread(self._composing, self._cards.compose, notice, self._epoch(), drawn, made)
            if addressed is not None and addressed.bot in self._lines:
                await self._count(notice, self._lines[addressed.bot].messages(addressed))
            return addressed
        except (*AWAY, OSError) as error:
            raise _NotMade(f"not made yet: {type(error).__name__}", permanent=False) from error

    async def _count(self, notice: Claimed, messages: int) -> None:
        """Whoever takes over, even in the midst of it, has to know how many messages it is."""
        if messages != notice.messages:
            await in_thread(self._threads, self._write_count, notice.id, messages)

    def _write_count(self, notice_id: str, messages: int) -> None:
        with write_transaction(self._engine) as connection:
            claims.becomes(connection, notice_id, messages)

    async def _draw(self, hazard_id: str) -> None:
        """The before/after picture; one whose photographs cannot be read holds nobody up: the card goes without."""
        try:
            await in_thread(self._artists, self._comparisons.draw, hazard_id)
        except OSError as error:
            if error.errno is not None and not isinstance(error, FileNotFoundError):
                raise  # the disk: it may have room again in a moment
            log.exception("the picture of case %s cannot be drawn", hazard_id)

    async def _lost(self, loss: Loss) -> Delivered | None:
        """Write down a loss and have it told; one that cannot be told is written down all the same."""
        notice = loss.notice
        # That somebody has left is no fault of ours, and nobody need look after it.
        level = logging.INFO if loss.why is Why.LEFT else logging.ERROR
        log.log(level, "notice %s (%s) is undeliverable: %s", notice.id, notice.topic, _told(notice, loss.said))
        try:
            async with self._losing:
                again = await in_thread(self._threads, self._lose, loss, self._now())
        except AWAY:
            raise
        except Exception as error:
            log.error("the loss of notice %s cannot be told: %s", notice.id, path_of(error))
            return Delivered(notice.id, loss.bot, loss.address, error=loss.said, private=notice.private)
        if again:
            log.info("notice %s goes to another address of its recipient", notice.id)
        return None


def _told(notice: Claimed, why: str) -> str:
    """Why, for the log; what platforms say names addresses, and those of anonymous reporters stand in no log."""
    return "private" if notice.private else why
