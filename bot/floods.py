"""The unanswered messages of one sender, and how fast they are answered where more comes than a person can say."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from bot.buckets import Buckets
from storage.inbox import Waiting

MINUTE, HOUR = 60.0, 3600.0


@dataclass
class Queue:
    """In order of arrival, and a bell for new ones. held: more came than is answered at once, and is looked through.

    cries: of those that were looked through, the emergencies.
    """

    messages: deque[Waiting] = field(default_factory=deque)
    bell: asyncio.Event = field(default_factory=asyncio.Event)
    held: bool = False
    cries: set[str] = field(default_factory=set)

    def answered(self, ids: set[str]) -> None:
        """The first ones, which are these, are done with."""
        while self.messages and self.messages[0].id in ids:
            self.cries.discard(self.messages.popleft().id)


class Floods:
    """Whoever sends more than a person can say is answered one by one, and told so once an hour.

    Nothing is left out. A cry waits for nothing, and neither does what has to be answered before it. per_minute 0: no
    limit. is_cry: whether a message tells of an emergency; tell: says to the sender of one that they are slowed down.
    """

    def __init__(
        self,
        per_minute: int,
        now: Callable[[], float],
        is_cry: Callable[[Waiting], bool],
        tell: Callable[[Waiting], Awaitable[None]],
    ) -> None:
        self._answers = Buckets(per_minute, MINUTE, now)
        self._told = Buckets(1, HOUR, now)
        self._is_cry = is_cry
        self._tell = tell

    def put(self, queue: Queue, message: Waiting) -> None:
        """One more, unless it is there."""
        if all(message.id != known.id for known in queue.messages):
            queue.messages.append(message)
            self._look(queue, [message] if queue.held else [])
            queue.bell.set()

    async def measure(self, queue: Queue) -> None:
        """Return when the first message may be answered."""
        first = queue.messages[0]
        sender = f"{first.bot}\n{first.sender}"
        while (wait := self._answers.take(sender)) and not self._has_cry(queue):
            if not self._told.take(sender):
                await self._tell(first)
            queue.bell.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(queue.bell.wait(), wait)

    def _has_cry(self, queue: Queue) -> bool:
        if not queue.held:
            queue.held = True
            self._look(queue, queue.messages)
        return bool(queue.cries)

    def _look(self, queue: Queue, messages: Iterable[Waiting]) -> None:
        queue.cries.update(message.id for message in messages if self._is_cry(message))
