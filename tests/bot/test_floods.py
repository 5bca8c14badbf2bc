"""Somebody sends more than a person can say: it is taken one by one, nothing is lost, and a cry does not wait."""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.floods import Floods, Queue
from storage.inbox import Waiting

AT = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
AT_ONCE = 600  # a minute: ten a second after that


@dataclass
class Line:
    """One sender's messages, answered as fast as they may be."""

    floods: Floods = field(init=False)
    told: list[str] = field(default_factory=list)
    queue: Queue = field(default_factory=Queue)
    answered: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.floods = Floods(AT_ONCE, time.monotonic, lambda message: "着火" in message.body, self._tell)

    async def _tell(self, first: Waiting) -> None:
        self.told.append(first.id)

    def come(self, *bodies: str) -> None:
        for body in bodies:
            self.floods.put(self.queue, Waiting(f"{len(self.queue.messages)}:{body}", "telegram:1", "7", body, AT))

    async def answer(self, most: int) -> float:
        """Answer so many; the seconds that took."""
        began = time.monotonic()
        for _ in range(most):
            await self.floods.measure(self.queue)
            first = self.queue.messages[0]
            self.answered.append(first.body)
            self.queue.answered({first.id})
        return time.monotonic() - began


def test_what_comes_at_once_is_answered_at_once_and_the_rest_evenly_and_told_once() -> None:
    line = Line()
    line.come(*map(str, range(AT_ONCE + 3)))
    at_once, after = asyncio.run(line.answer(AT_ONCE)), asyncio.run(line.answer(3))
    assert after > 0.15
    assert at_once < after * 20
    assert line.answered == [str(number) for number in range(AT_ONCE + 3)]
    assert len(line.told) == 1


def test_a_cry_and_all_before_it_go_at_once() -> None:
    line = Line()
    line.come(*map(str, range(AT_ONCE)))
    asyncio.run(line.answer(AT_ONCE))
    line.come("a", "b", "c", "d", "e", "f", "二号炉着火了", "g")
    assert asyncio.run(line.answer(7)) < 0.1
    assert line.answered[-1] == "二号炉着火了"
    assert line.told == []
    assert asyncio.run(line.answer(1)) > 0.02


def test_a_cry_that_comes_while_others_wait_lets_them_through() -> None:
    line = Line()
    line.come(*map(str, range(AT_ONCE)), "a", "b", "c", "d", "e", "f")
    asyncio.run(line.answer(AT_ONCE))

    async def cry() -> float:
        waiting = asyncio.create_task(line.answer(7))
        await asyncio.sleep(0.02)
        line.come("着火了")
        return await waiting

    assert asyncio.run(cry()) < 0.3
    assert line.answered[-1] == "着火了"
