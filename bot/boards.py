"""Open boards: what several people look at is read once for all of them, and again when a case has changed."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool

from bot.board_pages import Opened, Picture
from bot.faults import path_of

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.5  # how often the trail is asked whether a case has changed, while anybody looks
ANYWAY_SECONDS = 30.0  # lights change with time alone
FRESH_SECONDS = 1.0  # how long a board that nobody watches is shown without being read again
WAKE_SECONDS = 2.0  # a stream looks that often whether the server stops


@dataclass
class _Shared:
    """One board. stale: a case has changed since it was read. came: set, and replaced, with each new picture."""

    picture: Picture | None = None
    read_at: float = 0.0
    stale: bool = True
    watchers: int = 0
    came: asyncio.Event = field(default_factory=asyncio.Event)
    reading: asyncio.Lock = field(default_factory=asyncio.Lock)


class Boards:
    """For the event loop of one process. read: a board as it stands; has_changed: whether any case has since."""

    def __init__(self, read: Callable[[Opened], Picture], has_changed: Callable[[], bool]) -> None:
        self._read = read
        self._has_changed = has_changed
        self._shared: dict[Opened, _Shared] = {}
        self._looking: asyncio.Task[None] | None = None

    async def now(self, opened: Opened) -> Picture:
        """The board as it stands; what another has just been shown is good enough."""
        shared = self._shared.setdefault(opened, _Shared())
        lasts = ANYWAY_SECONDS if self._is_looking else FRESH_SECONDS
        async with shared.reading:
            if shared.picture is None or shared.stale or _clock() - shared.read_at > lasts:
                return await self._show(opened, shared)
            return shared.picture

    async def watch(self, opened: Opened, stopping: Callable[[], bool]) -> AsyncGenerator[Picture | None, None]:
        """The board now, then whenever it has changed; None every few seconds in between, until the server stops."""
        shared = self._shared.setdefault(opened, _Shared())
        shared.watchers += 1
        try:
            self._look()
            yield await self.now(opened)
            while not stopping():
                came = shared.came
                with suppress(TimeoutError):
                    await asyncio.wait_for(came.wait(), WAKE_SECONDS)
                yield shared.picture if came.is_set() else None
        finally:
            shared.watchers -= 1

    @property
    def _is_looking(self) -> bool:
        return self._looking is not None and not self._looking.done()

    def _look(self) -> None:
        if not self._is_looking:
            self._looking = asyncio.create_task(self._keep_looking())

    async def _keep_looking(self) -> None:
        """As long as anybody watches. What fails is tried again a moment later."""
        while self._forget_unwatched():
            try:
                if await run_in_threadpool(self._has_changed):
                    for shared in self._shared.values():
                        shared.stale = True
                for opened, shared in list(self._shared.items()):
                    if shared.watchers:
                        await self.now(opened)
            except Exception as error:
                log.error("boards could not be read: %s", path_of(error))
            await asyncio.sleep(LOOK_SECONDS)

    async def _show(self, opened: Opened, shared: _Shared) -> Picture:
        shared.read_at, shared.stale = _clock(), False
        try:
            shared.picture = await run_in_threadpool(self._read, opened)
        except BaseException:
            shared.stale = True
            raise
        came, shared.came = shared.came, asyncio.Event()
        came.set()
        return shared.picture

    def _forget_unwatched(self) -> bool:
        """Whether anybody watches any board."""
        self._shared = {opened: each for opened, each in self._shared.items() if each.watchers or each.reading.locked()}
        return bool(self._shared)


def _clock() -> float:
    return asyncio.get_running_loop().time()
