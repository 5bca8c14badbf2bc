"""Stores every raw message before it is read, then gives each person's messages to their turns, one after another."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Engine

from bot.albums import Albums
from bot.documents import DocumentFetcher
from bot.earlier import earlier_of
from bot.faults import path_of
from bot.floods import Floods, Queue
from bot.photos import PhotoFetcher
from handlers.finding import Message
from handlers.messages import Envelope, Incoming
from handlers.platform import Hush, NotDelivered, Platform
from handlers.turn import NotMine, Turns
from handlers.turn_plan import Outcome
from nlp.emergency import happening_now
from storage import directory, inbox
from storage.deliveries import Outgone
from storage.engine import AWAY, read_transaction, write_transaction
from storage.inbox import Waiting

log = logging.getLogger(__name__)

SWEEP_SECONDS = 2.0
SWEPT = 500
# A turn that fails by a fault of ours is tried this often; then its message is set aside and its sender told.
TRIES = 3
RETRY_SECONDS = 1.0
# That a tap has arrived is shown within this time or not at all.
ACKNOWLEDGE_SECONDS = 10

R = TypeVar("R")
Line = tuple[str, str]  # bot and sender: messages of one line are worked on in order


class Intake:
    """`accept` returns once a message is safe; the answer follows."""

    def __init__(
        self,
        engine: Engine,
        platforms: Mapping[str, Platform],
        turns: Turns,
        photos: PhotoFetcher,
        documents: DocumentFetcher,
        writers: Executor,
        threads: Executor,
        now: Callable[[], datetime],
        carry: Callable[[Outgone], None],
        hush: Hush,
        messages_per_minute: int = 0,
    ) -> None:
        self._engine = engine
        self._platforms = platforms
        self._turns = turns
        self._photos = photos
        self._documents = documents
        self._albums = Albums(engine, platforms, threads, now)
        self._writers = writers
        self._threads = threads
        self._now = now
        self._carry = carry
        self._hush = hush
        self._arrivals: list[tuple[Envelope, asyncio.Future[bool]]] = []
        self._storing: asyncio.Task[None] | None = None
        self._floods = Floods(messages_per_minute, lambda: now().timestamp(), self._is_cry, self._tell_slow)
        self._queues: dict[Line, Queue] = {}
        self._serving: set[asyncio.Task[None]] = set()

    async def accept(self, envelope: Envelope) -> bool:
        """Store a raw message durably; False when it was stored before. Arrivals of one moment share a commit."""
        stored: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._arrivals.append((envelope, stored))
        if self._storing is None or self._storing.done():
            self._storing = asyncio.create_task(self._store_arrivals())
        return await stored

    async def run(self) -> None:
        """Look again and again for messages that a crash or another process left unanswered."""
        while True:
            await self.sweep()
            await asyncio.sleep(SWEEP_SECONDS)

    async def sweep(self) -> None:
        """Queue stored messages that nobody here is working on."""
        try:
            for message in await self._in(self._threads, self._unanswered):
                self._enqueue(message)
        except AWAY:
            log.exception("inbox unreachable, trying again")

    async def settle(self) -> None:
        """Return when every message known here is answered: for an orderly stop, and for tests."""
        while self._serving:
            await asyncio.gather(*self._serving)

    async def _store_arrivals(self) -> None:
        while self._arrivals:
            batch, self._arrivals = self._arrivals, []
            try:
                stored = await self._in(self._writers, self._store, [envelope for envelope, _ in batch])
            except Exception as error:  # whoever waits for the acknowledgement must hear that there is none
                for _, waiter in batch:
                    if not waiter.cancelled():
                        waiter.set_exception(error)
                continue
            for (_, waiter), message in zip(batch, stored, strict=True):
                if not waiter.cancelled():
                    waiter.set_result(message is not None)
                if message is not None:
                    self._enqueue(message)

    def _store(self, envelopes: Sequence[Envelope]) -> list[Waiting | None]:
        with write_transaction(self._engine) as connection:
            return inbox.store(connection, [(e.bot, e.key, e.sender, e.body) for e in envelopes], self._now())

    def _unanswered(self) -> list[Waiting]:
        with read_transaction(self._engine) as connection:
            return inbox.waiting(connection, self._platforms, SWEPT)

    def _enqueue(self, message: Waiting) -> None:
        line = (message.bot, message.sender)
        queue = self._queues.get(line)
        if queue is None:
            queue = self._queues[line] = Queue()
            task = asyncio.create_task(self._serve(line, queue))
            self._serving.add(task)
            task.add_done_callback(self._serving.discard)
        self._floods.put(queue, message)

    async def _serve(self, line: Line, queue: Queue) -> None:
        try:
            while queue.messages:
                await self._floods.measure(queue)
                await self._next(queue)
        finally:
            del self._queues[line]

    async def _next(self, queue: Queue) -> None:
        first = queue.messages[0]
        try:
            parts, incoming = await self._albums.whole(first, queue.bell)
            named = [self._named(part) for part in parts]
        except Exception as error:  # Unparsable, or a fault in reading it: either way those behind it go on
            log.error("message %s cannot be read: %s", first.id, path_of(error))
            self._carry(await self._in(self._writers, self._turns.set_aside, first, error, self._now()))
            queue.answered({first.id})
            return
        await self._answer(Message(incoming, [part.id for part in parts], named=named), first)
        queue.answered({part.id for part in parts})

    def _is_cry(self, message: Waiting) -> bool:
        """What cannot be read cries for nothing: it is set aside when its turn comes."""
        try:
            return happening_now(self._platforms[message.bot].parse(message.body).text) is not None
        except Exception:
            return False

    async def _tell_slow(self, first: Waiting) -> None:
        self._carry(await self._in(self._writers, self._turns.tell_slow, first, self._now()))

    async def _answer(self, message: Message, first: Waiting) -> None:
        """One turn. A database that is away is waited for; a fault of ours is tried again, then set aside."""
        fetched, tries = False, 0
        while True:
            try:
                if not fetched:
                    message, fetched = await self._whole_of(message), True
                outcome = await self._in(self._threads, self._take, message)
            except NotMine:
                return
            except AWAY as error:
                log.warning("message %s waits for the database: %s", first.id, path_of(error))
            except Exception as error:
                tries += 1
                log.error("message %s failed, try %d: %s", first.id, tries, path_of(error))
                if tries == TRIES:
                    why = type(error).__name__
                    given_up = await self._in(self._threads, self._turns.give_up, message, why, self._now())
                    self._over(message.incoming, Outcome(given_up))
                    return
            else:
                self._over(message.incoming, outcome)
                return
            await asyncio.sleep(RETRY_SECONDS)

    def _over(self, incoming: Incoming, outcome: Outcome) -> None:
        """The turn is committed: its answers go out, and beside them the card is told that its tap has arrived."""
        self._carry(outcome.outgone)
        if incoming.choice is not None:
            telling = asyncio.create_task(self._acknowledge(incoming, outcome))
            self._serving.add(telling)
            telling.add_done_callback(self._serving.discard)

    async def _acknowledge(self, incoming: Incoming, outcome: Outcome) -> None:
        """A card that is to be edited keeps its buttons until then."""
        platform = self._platforms[incoming.bot]
        edited = outcome.in_place and platform.can.edit
        try:
            async with asyncio.timeout(ACKNOWLEDGE_SECONDS):
                await platform.acknowledge(incoming, "" if edited else outcome.taken)
        except NotDelivered as error:
            await self._hush(incoming.bot, error)
        except Exception as error:  # a courtesy: nothing depends on it
            log.warning("a tap was not acknowledged: %s", path_of(error))

    def _take(self, message: Message) -> Outcome:
        """The turn, at the moment it begins: while it waited for others, time went on."""
        return self._turns.take(message, self._now())

    async def _whole_of(self, message: Message) -> Message:
        """With its pictures; of an edit or a deletion, with the message that it is about."""
        if message.incoming.edits is not None:
            return replace(
                message,
                earlier=await self._in(self._threads, earlier_of, self._engine, self._platforms, message.incoming),
            )
        return await self._with_file(await self._with_photos(message))

    async def _with_file(self, message: Message) -> Message:
        """Nothing is fetched of whoever may not change the company by a workbook."""
        incoming = message.incoming
        if incoming.file is None or incoming.group:
            return message
        sender = (incoming.bot, incoming.sender)
        if not await self._in(self._threads, self._turns.may_send_workbook, *sender, self._now()):
            return message
        return replace(message, incoming=await self._documents.of(incoming))

    def _named(self, part: Waiting) -> str | None:
        """What the platform calls a message; an edit has no name of its own, and a group has names of its own."""
        incoming = self._platforms[part.bot].parse(part.body)
        return (incoming.message_id or None) if incoming.edits is None and not incoming.group else None

    async def _with_photos(self, message: Message) -> Message:
        if not message.incoming.photos or message.incoming.group:
            return message
        sender = (message.incoming.bot, message.incoming.sender)
        at_once = happening_now(message.incoming.text) is None and await self._in(self._threads, self._knows, *sender)
        bare = await self._in(self._threads, self._turns.is_private, *sender)
        incoming, arrived = await self._photos.of(message.incoming, at_once=at_once, bare=bare)
        return replace(message, incoming=incoming, arrived=arrived)

    def _knows(self, bot: str, sender: str) -> bool:
        """False for somebody unknown: nothing is fetched of theirs before their message is taken up again."""
        with read_transaction(self._engine) as connection:
            return directory.person_at(connection, bot, sender) is not None

    async def _in(self, threads: Executor, work: Callable[..., R], *arguments: object) -> R:
        return await asyncio.get_running_loop().run_in_executor(threads, work, *arguments)
