"""The parts of an album, or of a burst of forwarded messages, as one message, in whichever process each came in."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Engine

from handlers.messages import Incoming, joined
from handlers.platform import Platform, Unparsable
from storage import inbox
from storage.engine import read_transaction
from storage.inbox import Waiting

# Parts of an album whose size the platform does not tell are complete after this much quiet.
QUIET = timedelta(seconds=1.5)
# How far ahead in somebody's line its parts are looked for.
LOOK_AHEAD = 200

Part = tuple[Waiting, Incoming]


class Albums:
    """Joins parts into one message. The database says what has come in, for another process may have stored some."""

    def __init__(
        self, engine: Engine, platforms: Mapping[str, Platform], threads: Executor, now: Callable[[], datetime]
    ) -> None:
        self._engine = engine
        self._platforms = platforms
        self._threads = threads
        self._now = now

    async def whole(self, first: Waiting, bell: asyncio.Event) -> tuple[list[Waiting], Incoming]:
        """A stored message with the parts that stand directly beside it. Raises Unparsable.

        bell: rings when another message of the same sender has come in here.
        """
        incoming = self._read(first)
        if not _collects(incoming):
            return [first], incoming
        while True:
            bell.clear()
            parts, followed = await asyncio.get_running_loop().run_in_executor(
                self._threads, self._beside, first, incoming
            )
            quiet = self._now() - parts[-1][0].received_at
            if followed or len(parts) == (incoming.album and incoming.album.size) or quiet >= QUIET:
                return [waiting for waiting, _ in parts], joined([part for _, part in parts])
            try:
                async with asyncio.timeout((QUIET - quiet).total_seconds()):
                    await bell.wait()
            except TimeoutError:
                continue

    def _read(self, waiting: Waiting) -> Incoming:
        return replace(self._platforms[waiting.bot].parse(waiting.body), message_id=waiting.id)

    def _beside(self, first: Waiting, incoming: Incoming) -> tuple[list[Part], bool]:
        """The unanswered parts around a message, in order; true when something else has come in after them."""
        with read_transaction(self._engine) as connection:
            line = inbox.waiting_of(connection, first.bot, first.sender, LOOK_AHEAD)
        at = next((n for n, waiting in enumerate(line) if waiting.id == first.id), None)
        if at is None:  # answered by another process meanwhile: its turn will find that out
            return [(first, incoming)], True
        parts: list[Part] = [(first, incoming)]
        for step, end in ((-1, -1), (1, len(line))):
            for place in range(at + step, end, step):
                part = self._part(line[place], incoming)
                if part is None:
                    break
                parts.insert(0 if step < 0 else len(parts), (line[place], part))
        return parts, line[-1].id != parts[-1][0].id

    def _part(self, waiting: Waiting, of: Incoming) -> Incoming | None:
        """A message as part of the same album; what cannot be read is none, and its own turn will set it aside."""
        try:
            incoming = self._read(waiting)
        except Unparsable:
            return None
        same = incoming.album is not None and of.album is not None and incoming.album.id == of.album.id
        return incoming if same and _collects(incoming) else None


def _collects(incoming: Incoming) -> bool:
    """True for a part of something; an edited part is a message of its own."""
    return incoming.album is not None and incoming.edits is None
