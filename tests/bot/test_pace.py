"""A bot speaks as fast as its platform takes it, to everybody by lane and age, and never faster."""

import asyncio
import random
from collections.abc import Callable

import pytest

from bot.pace import NotYet, Pace, Past
from handlers.messages import Outgoing
from handlers.platform import Limits, Window
from tests.platforms.fakes.limits import TrueLimits
from tests.simulated import simulate
from workflow.notice import Lane

TELEGRAM = (Window("bot", 30, 1), Window("chat", 1, 1), Window("group", 20, 60))
WECOM = (Window("chat", 30, 60), Window("chat", 1000, 3600))
FOREVER = 1e9

Spend = Callable[[], float]


def elapsed() -> float:
    return asyncio.get_running_loop().time() - 1000.0


class Wire:
    """What arrives at a platform with true limits, in order: (address, when)."""

    def __init__(self, *windows: Window, travels: Spend = lambda: 0.0) -> None:
        self.pace = Pace(Limits(windows))
        self.limits = TrueLimits(windows, elapsed)
        self.arrived: list[tuple[str, float]] = []
        self._travels = travels

    async def send(self, address: str, lane: int = Lane.NOTICE, *, group: bool = False, until: float = FOREVER) -> bool:
        async with self.pace.turn(Outgoing(address, "words", group=group), lane, until) as waited:
            there = self._travels()
            await asyncio.sleep(there)
            assert self.limits.take(address, group=group) is None, f"429 for {address} at {elapsed():.3f}"
            self.arrived.append((address, elapsed()))
            await asyncio.sleep(self._travels())
            return waited

    async def all(self, *addresses: str, **how: bool) -> float:
        """Send to all of these at once; when the last one has arrived."""
        await asyncio.gather(*(self.send(address, **how) for address in addresses))
        return self.arrived[-1][1]


def test_what_has_no_limits_goes_at_once() -> None:
    async def scene() -> None:
        wire = Wire()
        assert await wire.all(*(str(n) for n in range(100))) == 0
        assert not await wire.send("last")

    simulate(scene())


def test_three_thousand_people_take_what_thirty_a_second_take() -> None:
    async def scene() -> None:
        wire = Wire(*TELEGRAM)
        ended = await wire.all(*(str(n) for n in range(3000)))
        assert 98 < ended <= 103
        assert wire.limits.refused == 0

    simulate(scene())


def test_chats_and_groups_have_their_own_measure() -> None:
    async def scene() -> None:
        wire = Wire(*TELEGRAM)
        assert 9 <= await wire.all(*["li"] * 10) <= 9.3
        assert 60 <= await wire.all(*["plant"] * 21, group=True) - 9.3 <= 62

    simulate(scene())


def test_nothing_that_travels_slowly_or_unevenly_meets_a_full_window() -> None:
    async def scene() -> None:
        chance = random.Random(7)
        wire = Wire(*WECOM, travels=lambda: chance.uniform(0, 3))
        ended = await wire.all(*["li"] * 100, *["wang"] * 40)
        assert 180 <= ended <= 205
        assert len(wire.arrived) == 140

    simulate(scene())


def test_a_thousand_in_an_hour_and_no_more() -> None:
    async def scene() -> None:
        wire = Wire(*WECOM)
        for _ in range(1001):
            await wire.send("li")
        assert 3600 <= elapsed() <= 3600 * 1.03

    simulate(scene())


def test_an_answer_goes_before_everything_that_waits() -> None:
    async def scene() -> None:
        wire = Wire(*TELEGRAM)
        digest = asyncio.create_task(wire.all(*(str(n) for n in range(300))))
        await asyncio.sleep(3)
        asked = elapsed()
        await wire.send("li", Lane.ANSWER)
        assert elapsed() - asked < 0.1
        await digest

    simulate(scene())


def test_who_must_wait_for_their_chat_holds_up_nobody() -> None:
    async def scene() -> None:
        wire = Wire(*TELEGRAM)
        crowd = asyncio.gather(*(wire.send("li", Lane.MAJOR) for _ in range(5)), wire.send("wang", Lane.BULK))
        await crowd
        assert dict(wire.arrived)["wang"] < 0.1
        assert [address for address, _ in wire.arrived].count("li") == 5

    simulate(scene())


def test_what_cannot_go_in_time_is_told_when_it_can() -> None:
    async def scene() -> None:
        wire = Wire(*WECOM)
        await wire.all(*["li"] * 30)
        with pytest.raises(NotYet) as later:
            await wire.send("li", until=asyncio.get_running_loop().time() + 20)
        assert elapsed() == 0, "it is known at once that this is in vain"
        assert 60 <= later.value.wait <= 62
        assert not await wire.send("wang", until=asyncio.get_running_loop().time() + 20)

    simulate(scene())


def test_a_crowd_that_is_too_long_is_given_back() -> None:
    async def scene() -> None:
        wire = Wire(*TELEGRAM)
        until = asyncio.get_running_loop().time() + 2
        sent = await asyncio.gather(*(wire.send(str(n), until=until) for n in range(200)), return_exceptions=True)
        late = [each for each in sent if isinstance(each, NotYet)]
        assert 135 < len(late) < 145
        assert elapsed() == 2
        await wire.send("next")
        assert elapsed() < 2.1

    simulate(scene())


def test_a_silenced_bot_says_nothing_and_then_goes_on() -> None:
    async def scene() -> None:
        wire = Wire(*TELEGRAM)
        wire.pace.silence(7)
        await wire.send("li", Lane.EMERGENCY)
        assert elapsed() == 7

    simulate(scene())


def test_in_doubt_one_at_a_time_tries() -> None:
    async def scene() -> None:
        wire = Wire(travels=lambda: 1.0)
        wire.pace.doubtful = True
        assert await wire.all(*"abc") == 5

    simulate(scene())


def test_what_went_out_before_this_process_led_counts() -> None:
    async def scene() -> None:
        wire = Wire(*WECOM)
        wire.pace.remember([Past("li", 2 * age + 1, messages=2) for age in range(15)])
        await wire.send("wang")
        assert elapsed() == 0
        await wire.send("li")
        assert 31 <= elapsed() <= 33

    simulate(scene())


def test_what_was_several_messages_then_counts_as_several_now() -> None:
    async def scene() -> None:
        wire = Wire(*WECOM)
        wire.pace.remember([Past("li", 10, 11), Past("li", 20, 18)])
        await wire.send("li")
        assert elapsed() == 0
        await wire.send("li")
        assert 41 <= elapsed() <= 42

    simulate(scene())


def test_the_whole_bot_begins_anew_a_second_after_the_last_word_of_another_process() -> None:
    async def scene() -> None:
        wire = Wire(*TELEGRAM)
        wire.pace.remember([Past("li", 0.4)])
        await wire.send("wang")
        assert 0.55 < elapsed() < 0.7

    simulate(scene())


def test_a_message_that_becomes_several_counts_as_several() -> None:
    async def scene() -> None:
        pace = Pace(Limits((Window("bot", 30, 1),), messages=lambda outgoing: 10))
        for _ in range(10):
            async with pace.turn(Outgoing("li", "album"), Lane.NOTICE, FOREVER):
                pass
        assert 2.9 < elapsed() < 3.2

    simulate(scene())


def test_who_gives_up_waiting_leaves_no_trace() -> None:
    async def scene() -> None:
        wire = Wire(*TELEGRAM)
        await wire.send("li")
        waiting = asyncio.create_task(wire.send("li"))
        await asyncio.sleep(0.5)
        waiting.cancel()
        await asyncio.sleep(0)
        await wire.send("li")
        assert 1 <= elapsed() <= 1.05
        assert len(wire.arrived) == 2

    simulate(scene())
