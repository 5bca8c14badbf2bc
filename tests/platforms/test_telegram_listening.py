"""Telegram is asked for updates: nothing is confirmed before it is stored, or thrown away; trouble is told once."""

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager

import pytest

from bot.platforms.telegram import SILENCE_SECONDS, Telegram
from handlers.messages import Envelope
from tests.platforms.fakes.telegram import FakeTelegram
from tests.platforms.fakes.telegram_server import CONFLICT, HOOKED
from tests.platforms.fakes.telegram_trouble import DOWN, Trouble
from tests.platforms.telegram_side import LIBRARIES

LI = 7001


class Elapsed:
    """A clock that is moved."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def fake() -> Iterator[FakeTelegram]:
    with FakeTelegram() as fake:
        fake.person(LI, "强")
        yield fake


@asynccontextmanager
async def polling(
    fake: FakeTelegram,
    library: str = "ptb",
    clock: Callable[[], float] = time.monotonic,
    rests: list[float] | None = None,
    patience: float = 0,
) -> AsyncIterator[Telegram]:
    """The bot, which waits neither between its tries nor, without patience, for updates."""

    async def rest(seconds: float) -> None:
        (rests if rests is not None else []).append(seconds)
        await asyncio.sleep(0)

    calls = LIBRARIES[library](fake.token, fake.url, 0.3)
    platform = Telegram(calls, fake.token, clock=clock, rest=rest, poll_seconds=patience)
    yield platform
    await platform.close()


def play(scene: Callable[[], Coroutine[None, None, None]]) -> None:
    asyncio.run(scene())


async def _next(platform: Telegram) -> list[Envelope]:
    return list(await anext(platform.listen()))


def texts(batch: object) -> list[str]:
    assert isinstance(batch, list)
    return [json.loads(envelope.body)["message"]["text"] for envelope in batch]


def test_an_update_is_its_number_its_sender_and_its_json(fake: FakeTelegram) -> None:
    update = fake.person(LI, "强").says("3号门口地上有油")

    async def scene() -> None:
        async with polling(fake) as platform:
            [envelope] = await anext(platform.listen())
        assert envelope == Envelope("telegram:4242", str(update["update_id"]), str(LI), envelope.body)
        assert json.loads(envelope.body) == update

    play(scene)


def test_a_batch_is_confirmed_when_the_next_is_asked_for(fake: FakeTelegram) -> None:
    async def scene() -> None:
        async with polling(fake) as platform:
            fake.person(LI, "强").says("一")
            listening = platform.listen()
            assert texts(await anext(listening)) == ["一"]
            assert len(fake.world.updates) == 1, "it might not be stored yet"
            assert list(await anext(listening)) == []
            assert fake.world.updates == []

    play(scene)


def test_what_was_not_stored_comes_again(fake: FakeTelegram) -> None:
    async def scene() -> None:
        async with polling(fake) as platform:
            fake.person(LI, "强").says("一")
            assert texts(await anext(platform.listen())) == ["一"]
            assert texts(await anext(platform.listen())) == ["一"]

    play(scene)


def test_numbers_that_begin_anew_below_are_heard_in_the_same_batch(fake: FakeTelegram) -> None:
    """Confirmed is what is below the last, not the largest: what is above comes once more, and is known by its key."""

    async def scene() -> None:
        async with polling(fake) as platform:
            li, listening = fake.person(LI, "强"), platform.listen()
            li.says("alt")
            fake.world.begin_anew(17)
            li.says("neu")
            assert texts(await anext(listening)) == ["alt", "neu"]
            li.says("danach")
            assert texts(await anext(listening)) == ["alt", "danach"]

    play(scene)


def test_after_six_silent_days_an_old_number_hides_nothing(fake: FakeTelegram) -> None:
    async def scene() -> None:
        clock = Elapsed()
        async with polling(fake, clock=clock) as platform:
            li, listening = fake.person(LI, "强"), platform.listen()
            li.says("上周")
            await anext(listening)
            await anext(listening)
            clock.seconds += SILENCE_SECONDS
            assert list(await anext(listening)) == []
            fake.world.begin_anew(17)
            li.says("这周")
            assert texts(await anext(listening)) == ["这周"]

    play(scene)


@pytest.mark.parametrize("library", LIBRARIES)
def test_what_no_library_can_read_stops_nothing(fake: FakeTelegram, library: str) -> None:
    garbage: tuple[object, ...] = ("x", None, 7, [], {"message_id": "?"}, {"chat": 1, "from": {"id": "?"}})

    async def scene() -> None:
        async with polling(fake, library) as platform:
            for thing in garbage:
                fake.pushes(message=thing)
            fake.person(LI, "强").says("在后面")
            batch = list(await anext(platform.listen()))
            assert len({envelope.key for envelope in batch}) == len(garbage) + 1
            assert texts(batch[-1:]) == ["在后面"]

    play(scene)


TROUBLE = {
    "another program": Trouble(409, CONFLICT, method="getUpdates"),
    "or a webhook is set": Trouble(409, HOOKED, method="getUpdates"),
    "the token is refused": Trouble(401, "Unauthorized", method="getUpdates"),
    "just now": DOWN,
    "no answer": Trouble(resets=True, method="getUpdates"),
    "cannot be asked": Trouble(hangs=True, method="getUpdates"),
    "(429)": Trouble(429, "Too Many Requests: retry after 9", retry_after=9, method="getUpdates"),
}


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("line", TROUBLE)
def test_trouble_is_told_once_and_waited_out(
    fake: FakeTelegram, library: str, line: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def scene() -> None:
        rests: list[float] = []
        async with polling(fake, library, rests=rests) as platform:
            listening = platform.listen()
            await anext(listening)
            fake.will(TROUBLE[line], times=2)
            fake.person(LI, "强").says("还在")
            heard: list[str] = []
            while not heard:
                heard = texts(await anext(listening))
        assert heard == ["还在"]
        assert rests == ([9, 9] if TROUBLE[line].retry_after else [1, 2])

    with caplog.at_level(logging.INFO):
        play(scene)
    told = [record.getMessage() for record in caplog.records if record.name == "bot.platforms.telegram"]
    assert len(told) == 2
    assert line in told[0]
    assert told[1] == "telegram:4242: answers again"
    assert fake.token not in caplog.text


@pytest.mark.parametrize("library", LIBRARIES)
def test_the_same_trouble_in_other_words_is_not_told_again(
    fake: FakeTelegram, library: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def scene() -> None:
        async with polling(fake, library, rests=[]) as platform:
            listening = platform.listen()
            await anext(listening)
            words = ("Bad Gateway", "Bad Gateway: node 3 is down", "Bad Gateway")
            fake.will(*(Trouble(502, each, method="getUpdates") for each in words), times=1)
            fake.person(LI, "强").says("还在")
            while not await anext(listening):
                pass

    with caplog.at_level(logging.WARNING):
        play(scene)
    assert [record.getMessage() for record in caplog.records if record.name == "bot.platforms.telegram"] == [
        "telegram:4242: cannot be asked for messages just now (no answer): Bad Gateway",
        "telegram:4242: answers again",
    ]


def test_two_that_ask_with_one_token_are_told(fake: FakeTelegram, caplog: pytest.LogCaptureFixture) -> None:
    async def scene() -> None:
        async with polling(fake, patience=1) as one, polling(fake) as other:
            first = asyncio.create_task(_next(one))
            while "getupdates" not in fake.calls:
                await asyncio.sleep(0.01)
            await anext(other.listen())
            assert await first == []

    with caplog.at_level(logging.WARNING):
        play(scene)
    assert "another program asks with the same token" in caplog.text


def test_a_webhook_that_was_left_set_is_taken_away_with_nothing_dropped(
    fake: FakeTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    fake.world.webhook = {"url": "https://127.0.0.1:1/old", "secret": "", "kinds": []}
    fake.person(LI, "强").says("早就发了")

    async def scene() -> None:
        async with polling(fake) as platform:
            assert texts(await anext(platform.listen())) == ["早就发了"]

    with caplog.at_level(logging.WARNING):
        play(scene)
    assert "a webhook was set, and is taken away" in caplog.text


def test_only_what_is_needed_is_asked_for(fake: FakeTelegram) -> None:
    """An update of another kind is let go by Telegram itself."""
    fake.pushes(poll_answer={"user": {"id": LI}})

    async def scene() -> None:
        async with polling(fake) as platform:
            assert list(await anext(platform.listen())) == []
        assert fake.world.updates == []

    play(scene)
