"""Keeps the platforms' own menus right: everybody's, and of each person whose differs; offered is what has changed.

The process that sends sees to it. A platform whose menu is its operator's affair is left alone.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256

from bot.faults import path_of
from bot.threads import in_thread
from handlers.menu import EVERYBODY_S, items, words_of
from handlers.messages import MenuItem
from handlers.platform import Hush, NotDelivered, Platform
from storage import bots, menus
from storage.engine import read_transaction, write_transaction
from storage.menus import Held
from storage.unit_of_work import House
from templates.render import LANGUAGES

log = logging.getLogger(__name__)

LOOK_SECONDS = 60.0
# Between two offers: a menu is the least of all that a bot has to say, and shares its pace.
PAUSE_SECONDS = 0.5


@dataclass(frozen=True)
class _Menu:
    """What is to stand in a menu, in one language."""

    language: str
    items: tuple[MenuItem, ...]

    @property
    def digest(self) -> str:
        """Of everything that is seen: a new name of an entry is a new menu."""
        return _digest([self.language, *(f"{item.word}={item.label}" for item in self.items)])


@dataclass(frozen=True)
class _Due:
    """A menu that has to be put in the place of another: at one address, or (`held` is None) as everybody's."""

    bot: str
    menus: tuple[_Menu, ...]
    digest: str
    held: Held | None = None

    @property
    def address(self) -> str:
        return self.held.address if self.held else ""


class Menus:
    """What was offered is a row: nobody is offered the same again. What a platform does not take is let be."""

    def __init__(
        self,
        house: House,
        platforms: Mapping[str, Platform],
        threads: Executor,
        now: Callable[[], datetime],
        leads: Callable[[], bool],
        hush: Hush,
    ) -> None:
        self._house = house
        self._platforms = {bot: platform for bot, platform in platforms.items() if platform.can.menus}
        self._threads = threads
        self._now = now
        self._leads = leads
        self._hush = hush
        self._menu = cache(lambda words, language: _Menu(language, tuple(items(words, language))))

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(LOOK_SECONDS)

    async def look(self) -> None:
        """Offer each menu that is not what it should be, as long as it is for this process to do so."""
        try:
            if self._leads():
                for due in await in_thread(self._threads, self._due):
                    if not self._leads() or not await self._offer(due):
                        return
        except Exception as error:  # nothing hangs on it: the next look tries again
            log.warning("menus are not looked after: %s", path_of(error))

    def _due(self) -> list[_Due]:
        with read_transaction(self._house.engine) as connection:
            offered = {bot: bots.menu(connection, bot) for bot in self._platforms}
            held = menus.held(connection, list(self._platforms))
        whole = tuple(self._menu(EVERYBODY_S, language) for language in LANGUAGES)
        digest = _digest([menu.digest for menu in whole])
        due = [_Due(bot, whole, digest) for bot, before in offered.items() if before != digest]
        return [*due, *self._due_of_people(held)]

    def _due_of_people(self, held: Sequence[Held]) -> list[_Due]:
        today, due = self._house.calendar.local(self._now()).date(), []
        for each in held:
            words = words_of(each.person, today)
            menu = self._menu(words, each.person.language)
            is_everybody_s = words == EVERYBODY_S and not each.chose
            if each.menu != menu.digest and not (is_everybody_s and each.menu is None):
                due.append(_Due(each.bot, (menu,), menu.digest, each))
        return due

    async def _offer(self, due: _Due) -> bool:
        """False where the platform has to be left alone, which has been waited out."""
        try:
            for menu in due.menus:
                await self._platforms[due.bot].offer(menu.items, menu.language, due.address)
        except NotDelivered as error:
            log.warning("%s does not take a menu: %s", due.bot, error)
            if error.floods:
                await self._hush(due.bot, error)
            if not error.permanent:  # at the next look
                await asyncio.sleep(error.retry_after or PAUSE_SECONDS)
                return not error.floods
        await in_thread(self._threads, self._put, due)
        await asyncio.sleep(PAUSE_SECONDS)
        return True

    def _put(self, due: _Due) -> None:
        with write_transaction(self._house.engine) as connection:
            if due.held is None:
                bots.offered(connection, due.bot, due.digest)
            else:
                menus.put(connection, due.held.address_id, due.digest)


def _digest(parts: Sequence[str]) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()
