"""The line to one bot's platform: at its pace, one message after another; a platform that is down is left in peace."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.cards import Addressed
from bot.faults import path_of
from bot.pace import NotYet, Pace
from handlers.messages import Receipt
from handlers.platform import NotDelivered, NotFetched, Platform, Unusable

log = logging.getLogger(__name__)

SEND_SECONDS = 30
CHECK_SECONDS = 30
FLOOD_SECONDS = 5.0
# So many chats in a row that fail, with no word that arrives in between, are no trouble of their people any more.
OUTAGE = 3
FIRST_SILENCE_SECONDS, LONGEST_SILENCE_SECONDS = 2.0, 60.0


# Writes down, for every process, for how many seconds a bot is to be silent.
Hushed = Callable[[str, float], Awaitable[None]]


class Deposed(Exception):
    """Another process sends from now on."""


class Line:
    """Carries messages to one platform, while `may` says that this process is the one that sends."""

    def __init__(self, platform: Platform, may: Callable[[], bool], hushed: Hushed) -> None:
        self.pace = Pace(platform.limits)
        self._platform = platform
        self._may = may
        self._hushed = hushed
        self._failing: set[str] = set()
        self._silences = 0

    @property
    def is_down(self) -> bool:
        """True while it seems that nobody at all is reached: what fails then says nothing of its recipient."""
        return self.pace.doubtful

    async def carry(
        self, addressed: Addressed, lane: int, until: float, again: Callable[[], Awaitable[Addressed | None]]
    ) -> Receipt | None:
        """Send a message when it may go, made `again` where it had to wait; None when it is not wanted any more.

        Raises NotDelivered; NotYet when it may not go before `until` (loop time); Deposed.
        """
        self.pace.silence(addressed.silent)
        async with self.pace.turn(addressed.outgoing, lane, until) as waited:
            ready = await again() if waited else addressed
            if ready is None:
                return None
            if ready.bot != addressed.bot or self.messages(ready) > self.messages(addressed):
                raise NotYet(0.0)  # its person has gone to another platform meanwhile, or it needs more room
            if waited and ready.silent:
                self.pace.silence(ready.silent)
                raise NotYet(ready.silent)
            try:
                receipt = await self._hand_over(ready)
            except NotDelivered as error:
                await self._mind(error, ready.outgoing.address)
                raise
            self._heard()
            return receipt

    def messages(self, addressed: Addressed) -> int:
        """How many messages of its platform's a message of ours becomes there."""
        return self.pace.messages(addressed.outgoing)

    async def answers(self) -> bool:
        """Whether the platform itself is there: where it is, what fails again and again is its recipient's affair."""
        try:
            async with asyncio.timeout(CHECK_SECONDS):
                await self._platform.check()
        except (Unusable, TimeoutError, OSError) as error:
            log.warning("%s does not answer: %s", self._platform.bot, path_of(error))
            return False
        return True

    async def hush(self, error: NotDelivered | NotFetched) -> None:
        """Nothing goes to anybody for as long as the platform has asked, here and elsewhere."""
        seconds = error.retry_after or FLOOD_SECONDS
        self.pace.silence(seconds)
        await self._hushed(self._platform.bot, seconds)

    async def _hand_over(self, addressed: Addressed) -> Receipt:
        if not self._may():
            raise Deposed
        try:
            async with asyncio.timeout(SEND_SECONDS):
                if (receipt := self._replaceable(addressed)) is not None:
                    return await self._platform.replace(receipt, addressed.outgoing)
                return await self._platform.send(addressed.outgoing)
        except TimeoutError as error:
            raise NotDelivered("no answer in time", permanent=False) from error

    def _replaceable(self, addressed: Addressed) -> Receipt | None:
        """The message whose place is taken. Where none can be edited, a card still shows how it has ended."""
        receipt, ends = addressed.replaces, not addressed.outgoing.choices
        if receipt is None or self._platform.can.edit:
            return receipt
        return receipt if ends and receipt.response_code else None

    def _heard(self) -> None:
        self._failing.clear()
        self._silences = 0
        self.pace.doubtful = False

    async def _mind(self, error: NotDelivered, address: str) -> None:
        if error.floods:
            await self.hush(error)
        elif error.permanent or error.moved_to or error.retry_after is not None:
            self._heard()  # the platform is there, and has said no
        else:
            self._failing.add(address)
            if len(self._failing) >= OUTAGE and not self.pace.rests:  # what was on its way then says nothing new
                self._leave_in_peace()

    def _leave_in_peace(self) -> None:
        wait = min(FIRST_SILENCE_SECONDS * 2**self._silences, LONGEST_SILENCE_SECONDS)
        log.warning("%s takes nothing from anybody: nothing is sent for %d s", self._platform.bot, wait)
        self.pace.doubtful = True
        self.pace.silence(wait)
        self._silences = min(self._silences + 1, 10)
