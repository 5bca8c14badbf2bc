"""Keeps the platforms' own menus right: everybody's at the start, and of each person whose differs when it changes.

A platform whose menu is its operator's affair is left alone.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime

from bot.faults import path_of
from handlers.menu import EVERYBODY_S, items, words_of
from handlers.platform import NotDelivered, Platform
from storage import menus
from storage.engine import read_transaction, write_transaction
from storage.menus import Held
from storage.unit_of_work import House
from templates.render import LANGUAGES

log = logging.getLogger(__name__)

LOOK_SECONDS = 60.0
# Between two people: a menu is the least of all that a bot has to say, and shares its pace.
PAUSE_SECONDS = 0.5


@dataclass(frozen=True)
class _Due:
    """A menu that has to be put in the place of another."""

    held: Held
    words: tuple[str, ...]
    menu: str


class Menus:
    """What was offered is a row: a restart offers nobody the same again. What a platform does not take is let be."""

    def __init__(
        self,
        house: House,
        platforms: Mapping[str, Platform],
        threads: Executor,
        now: Callable[[], datetime],
        leads: Callable[[], bool],
    ) -> None:
        self._house = house
        self._platforms = {bot: platform for bot, platform in platforms.items() if platform.can.menus}
        self._threads = threads
        self._now = now
        self._leads = leads

    async def run(self) -> None:
        """Offer and look again, until cancelled."""
        await self.offer_everybody_s()
        while True:
            if self._leads():
                await self.look()
            await asyncio.sleep(LOOK_SECONDS)

    async def offer_everybody_s(self) -> None:
        """The menu of whoever has none of their own, on each platform in each language."""
        for platform in self._platforms.values():
            for language in LANGUAGES:
                try:
                    await platform.offer(items(EVERYBODY_S, language), language)
                except NotDelivered as error:
                    log.warning("%s has no menu: %s", platform.bot, error)

    async def look(self) -> None:
        """Offer a menu to each person whose is not what it should be."""
        try:
            for due in await asyncio.get_running_loop().run_in_executor(self._threads, self._due):
                await self._offer(due)
        except Exception as error:  # nothing hangs on it: the next look tries again
            log.warning("menus are not looked after: %s", path_of(error))

    def _due(self) -> list[_Due]:
        today = self._house.calendar.local(self._now()).date()
        with read_transaction(self._house.engine) as connection:
            held = menus.held(connection, list(self._platforms))
        wanted = ((each, words_of(each.person, today)) for each in held)
        due = (_Due(each, words, f"{each.person.language}: {' '.join(words)}") for each, words in wanted)
        return [each for each in due if not _stands(each)]

    async def _offer(self, due: _Due) -> None:
        held, language = due.held, due.held.person.language
        try:
            await self._platforms[held.bot].offer(items(due.words, language), language, held.address)
        except NotDelivered as error:
            if not error.permanent:  # at the next look
                await asyncio.sleep(error.retry_after or PAUSE_SECONDS)
                return
        await asyncio.get_running_loop().run_in_executor(self._threads, self._put, due)
        await asyncio.sleep(PAUSE_SECONDS)

    def _put(self, due: _Due) -> None:
        with write_transaction(self._house.engine) as connection:
            menus.put(connection, due.held.address_id, due.menu)


def _stands(due: _Due) -> bool:
    """True where nothing has to be offered: it is there, or everybody's is just the right one."""
    plain = due.words == EVERYBODY_S and not due.held.chose
    return due.menu == due.held.menu or (plain and due.held.menu is None)
