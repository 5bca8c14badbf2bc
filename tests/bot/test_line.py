"""A platform that is down is left in peace: longer each time that a single message has tried in vain."""

import asyncio
from dataclasses import dataclass

import pytest

from bot.cards import Addressed
from bot.line import FIRST_SILENCE_SECONDS, Line
from handlers.messages import Outgoing, Receipt
from handlers.platform import NotDelivered
from tests.simulated import simulate
from tests.world import StubPlatform


@dataclass
class Down(StubPlatform):
    """Each call fails after a while."""

    async def send(self, outgoing: Outgoing) -> Receipt:
        await asyncio.sleep(0.1)
        raise NotDelivered("bad gateway", permanent=False)


async def fails(line: Line, address: str) -> float:
    """Carry a message in vain; the moment at which that was known."""
    addressed = Addressed("stub", Outgoing(address, "x"))

    async def again() -> Addressed:
        return addressed

    with pytest.raises(NotDelivered):
        await line.carry(addressed, 0, float("inf"), again)
    return asyncio.get_running_loop().time()


async def nobody_else(bot: str, seconds: float) -> None:
    """No other process is to hear of it."""


def test_many_that_fail_at_one_moment_are_one_failure() -> None:
    async def scene() -> None:
        line = Line(Down(), lambda: True, nobody_else)
        together = await asyncio.gather(*(fails(line, f"{n}") for n in range(20)))
        alone = await fails(line, "li")
        assert alone - max(together) == pytest.approx(FIRST_SILENCE_SECONDS + 0.1)
        assert await fails(line, "li") - alone == pytest.approx(2 * FIRST_SILENCE_SECONDS + 0.1)

    simulate(scene())
