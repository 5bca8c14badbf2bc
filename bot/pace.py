"""How fast one bot speaks: what its platform would refuse, or drop without a word, waits here for its moment.

Only the process that sends keeps pace, so that it is kept in memory. A message counts in its chat from when the
platform has answered: however long it was on its way, the platform cannot see the next one too early.
"""

import asyncio
import math
from bisect import insort
from collections import deque
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from handlers.messages import Outgoing
from handlers.platform import Limits, Window

# A little slower than allowed: clocks differ, and what was sent evenly does not arrive so.
SLACK = 1.02
# How much earlier than even a message may go, as a share of its window: a timer that rings late loses no time.
EARLY = 0.015
# Windows up to this long are kept by going evenly; longer ones leave room for several messages at once.
EVEN_SECONDS = 1.0


class NotYet(Exception):
    """A message has no room within the time that was given to it, but perhaps after `wait` seconds."""

    def __init__(self, wait: float) -> None:
        super().__init__(f"not within {wait:.0f} s")
        self.wait = wait


@dataclass(frozen=True)
class Past:
    """What was sent `age` seconds ago, or may have been, as so many messages."""

    address: str
    age: float
    messages: int = 1


class _Even:
    """One message after another at an even distance, the whole bot's."""

    def __init__(self, window: Window) -> None:
        self._seconds = window.seconds
        self._step = window.seconds * SLACK / window.most
        self._early = window.seconds * EARLY
        self._next = -math.inf

    def ready(self, address: str, messages: int, now: float) -> float:
        return self._next - self._early

    def begin(self, address: str, messages: int, now: float) -> None:
        self._next = max(self._next, now) + messages * self._step

    def end(self, address: str, messages: int, now: float) -> None:
        """It is the beginnings that are even."""

    def remember(self, address: str, messages: int, at: float) -> None:
        self._next = max(self._next, at + self._seconds)


class _Log:
    """So many messages in a span, wherever in it: of one chat, or (`whole`) of all of them together."""

    def __init__(self, window: Window) -> None:
        self._most = window.most
        self._span = window.seconds * SLACK
        self._whole = window.scope == "bot"
        self._ended: dict[str, deque[float]] = {}
        self._flying: dict[str, int] = {}

    def ready(self, address: str, messages: int, now: float) -> float:
        """The moment when there is room; infinite while only what is on its way can make it."""
        ended = self._recent(self._key(address), now)
        free = self._most - self._flying.get(self._key(address), 0)
        lacking = len(ended) + min(messages, self._most) - free
        if lacking <= 0:
            return -math.inf
        return ended[lacking - 1] + self._span if lacking <= len(ended) else math.inf

    def begin(self, address: str, messages: int, now: float) -> None:
        key = self._key(address)
        self._flying[key] = self._flying.get(key, 0) + messages

    def end(self, address: str, messages: int, now: float) -> None:
        key = self._key(address)
        self._flying[key] -= messages
        if not self._flying[key]:
            del self._flying[key]
        self._ended.setdefault(key, deque()).extend([now] * messages)

    def remember(self, address: str, messages: int, at: float) -> None:
        for _ in range(messages):
            insort(self._ended.setdefault(self._key(address), deque()), at)

    def _key(self, address: str) -> str:
        return "" if self._whole else address

    def _recent(self, key: str, now: float) -> deque[float]:
        ended = self._ended.get(key, deque())
        while ended and ended[0] + self._span <= now:
            ended.popleft()
        if not ended:
            self._ended.pop(key, None)
        return ended


@dataclass(order=True)
class _Waiting:
    lane: int
    age: int
    address: str = field(compare=False)
    group: bool = field(compare=False)
    messages: int = field(compare=False)
    admitted: asyncio.Future[None] = field(compare=False)


class Pace:
    """The moments at which one bot may send: by lane, then by age; who must wait for his chat holds up no other."""

    def __init__(self, limits: Limits) -> None:
        self.messages = limits.messages
        self._whole: list[_Even | _Log] = [_kept(window) for window in limits.windows if window.scope == "bot"]
        self._chats = [_Log(window) for window in limits.windows if window.scope == "chat"]
        self._groups = [_Log(window) for window in limits.windows if window.scope == "group"]
        self._waiting: list[_Waiting] = []
        self._count = 0
        self._flying = 0
        self._silent_until = -math.inf
        self._timer: asyncio.TimerHandle | None = None
        self.longest = max((window.seconds for window in limits.windows), default=0.0)
        self.doubtful = False  # nothing gets through, it seems: one message at a time tries

    @asynccontextmanager
    async def turn(self, outgoing: Outgoing, lane: int, until: float) -> AsyncIterator[bool]:
        """The moment of one message, sent within; True where it had to wait. Raises NotYet, at `until` (loop time)."""
        mine, waited = self._enter(outgoing, lane), False
        try:
            if not mine.admitted.done():
                waited = True
                await self._admitted(mine, until)
            yield waited
        finally:
            self._leave(mine)

    @property
    def rests(self) -> bool:
        """True while nothing is sent to anybody."""
        return self._silent_until > _time()

    def silence(self, seconds: float) -> None:
        """Send nothing at all for so long."""
        self._silent_until = max(self._silent_until, _time() + seconds)

    def remember(self, past: Iterable[Past]) -> None:
        """Take what went out before, from elsewhere, into account."""
        now = _time()
        for sent in past:
            for window in (*self._whole, *self._chats, *self._groups):
                window.remember(sent.address, sent.messages, now - sent.age)

    def _enter(self, outgoing: Outgoing, lane: int) -> _Waiting:
        self._count += 1
        admitted = asyncio.get_running_loop().create_future()
        messages = self.messages(outgoing)
        mine = _Waiting(lane, self._count, outgoing.address, outgoing.group, messages, admitted)
        insort(self._waiting, mine)
        self._admit()
        return mine

    async def _admitted(self, mine: _Waiting, until: float) -> None:
        soonest = self._ready(mine)
        if not math.isinf(soonest) and soonest > until:
            raise NotYet(soonest - _time())
        try:
            async with asyncio.timeout_at(until):
                await mine.admitted
        except TimeoutError as error:
            soonest = self._ready(mine)
            raise NotYet(0.0 if math.isinf(soonest) else max(soonest - _time(), 0.0)) from error

    def _leave(self, mine: _Waiting) -> None:
        if mine.admitted.done() and not mine.admitted.cancelled():
            self._flying -= 1
            for window in self._windows(mine):
                window.end(mine.address, mine.messages, _time())
        else:
            self._waiting.remove(mine)
        self._admit()

    def _windows(self, message: _Waiting) -> list[_Even | _Log]:
        return [*self._whole, *(self._groups if message.group else self._chats)]

    def _ready(self, message: _Waiting) -> float:
        now = _time()
        own = [window.ready(message.address, message.messages, now) for window in self._windows(message)]
        return max(self._bot_ready(), *own) if own else self._bot_ready()

    def _bot_ready(self) -> float:
        """The moment before which nobody is sent anything."""
        if self.doubtful and self._flying:
            return math.inf
        now = _time()
        return max([self._silent_until, *(window.ready("", 1, now) for window in self._whole)])

    def _admit(self) -> None:
        """Let go whoever may, and come back when the next one may."""
        while (first := self._first()) is not None:
            self._waiting.remove(first)
            self._flying += 1
            for window in self._windows(first):
                window.begin(first.address, first.messages, _time())
            first.admitted.set_result(None)
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        soonest = self._soonest()
        if not math.isinf(soonest):
            self._timer = asyncio.get_running_loop().call_at(soonest, self._admit)

    def _first(self) -> _Waiting | None:
        now = _time()
        if not self._waiting or self._bot_ready() > now:
            return None
        return next((each for each in self._waiting if not each.admitted.done() and self._ready(each) <= now), None)

    def _soonest(self) -> float:
        """When to look again: as long as the whole bot has to wait, there is no need to ask for each chat."""
        if not self._waiting:
            return math.inf
        ready = self._bot_ready()
        return ready if ready > _time() else min(self._ready(each) for each in self._waiting)


def _kept(window: Window) -> _Even | _Log:
    return _Even(window) if window.seconds <= EVEN_SECONDS else _Log(window)


def _time() -> float:
    return asyncio.get_running_loop().time()
