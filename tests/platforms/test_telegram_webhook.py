"""Telegram calls us: an update is acknowledged when it is stored, and only Telegram can bring one."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
import pytest

from bot.doors import Door, listen
from bot.platforms.telegram import SECRET_HEADER, Telegram
from bot.web.webhooks import create_webhook_app
from handlers.messages import Envelope
from handlers.platform import Unusable
from tests.platforms.fakes.telegram import FakeTelegram
from tests.platforms.fakes.telegram_trouble import Trouble
from tests.platforms.telegram_side import LIBRARIES

OUTSIDE = "https://hazards.example.com"


@dataclass
class Inbox:
    """What was stored, by key; `broken`: how many times more it cannot be."""

    stored: dict[str, Envelope] = field(default_factory=dict)
    broken: int = 0

    async def accept(self, envelope: Envelope) -> bool:
        if self.broken:
            self.broken -= 1
            raise OSError("the disk is full")
        return self.stored.setdefault(envelope.key, envelope) is envelope


@dataclass
class Hooked:
    """A bot behind its proxy, with Telegram in front."""

    fake: FakeTelegram
    platform: Telegram
    inbox: Inbox
    inside: str

    @property
    def secret(self) -> str:
        return str(self.fake.world.webhook["secret"])

    async def hears(self, count: int) -> list[Envelope]:
        """Wait until so many updates are stored."""
        while len(self.inbox.stored) < count:
            await asyncio.sleep(0.01)
        return list(self.inbox.stored.values())

    async def is_posted(self, body: bytes, secret: str) -> httpx.Response:
        headers = {SECRET_HEADER.encode(): secret.encode()}
        async with httpx.AsyncClient(trust_env=False) as client:
            return await client.post(f"{self.inside}/telegram/4242", content=body, headers=headers)


@asynccontextmanager
async def hooked(library: str = "ptb") -> AsyncIterator[Hooked]:
    inbox, socket = Inbox(), listen("127.0.0.1", 0, "")
    inside = f"http://127.0.0.1:{socket.getsockname()[1]}"
    with FakeTelegram(proxy={OUTSIDE: inside}) as fake:
        platform = Telegram(LIBRARIES[library](fake.token, fake.url, 2.0), fake.token, OUTSIDE)
        door = Door(create_webhook_app(platform.routes(inbox.accept)), socket)
        serving = asyncio.create_task(door.serve())
        await platform.check()
        yield Hooked(fake, platform, inbox, inside)
        door.server.should_exit = True
        await asyncio.gather(serving)
        await platform.close()


@pytest.mark.parametrize("library", LIBRARIES)
def test_what_people_say_is_posted_and_stored(library: str) -> None:
    async def scene() -> None:
        async with hooked(library) as bot:
            assert bot.fake.world.webhook["url"] == f"{OUTSIDE}/telegram/4242"
            update = bot.fake.person(7, "强").says("3号门口地上有油")
            [envelope] = await bot.hears(1)
            assert (envelope.bot, envelope.key, envelope.sender) == ("telegram:4242", str(update["update_id"]), "7")
            assert bot.platform.parse(envelope.body).text == "3号门口地上有油"

    asyncio.run(scene())


def test_what_could_not_be_stored_is_not_acknowledged_and_comes_again() -> None:
    async def scene() -> None:
        async with hooked() as bot:
            bot.inbox.broken = 2
            bot.fake.person(7, "强").says("一")
            bot.fake.person(7, "强").says("二")
            heard = [bot.platform.parse(envelope.body).text for envelope in await bot.hears(2)]
            assert heard == ["一", "二"]

    asyncio.run(scene())


@pytest.mark.parametrize("secret", ["", "wrong", "密"])
def test_nobody_else_brings_anything(secret: str) -> None:
    async def scene() -> None:
        async with hooked() as bot:
            answer = await bot.is_posted(b'{"update_id": 1}', secret)
            assert (answer.status_code, answer.text, bot.inbox.stored) == (403, "", {})

    asyncio.run(scene())


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\0\xfe", b"[" * 100_000, b'{"update_id": true}'])
def test_what_is_no_update_is_kept_under_its_digest(body: bytes) -> None:
    async def scene() -> None:
        async with hooked() as bot:
            answer = await bot.is_posted(body, bot.secret)
            [envelope] = await bot.hears(1)
            assert answer.status_code == 200
            assert envelope.key == hashlib.sha256(envelope.body.encode()).hexdigest()
            assert "\0" not in envelope.body

    asyncio.run(scene())


def test_the_secret_follows_from_the_token_and_does_not_tell_it() -> None:
    async def secrets() -> list[str]:
        found = []
        for _ in range(2):
            async with hooked() as bot:
                found.append(bot.secret)
                assert bot.fake.token.partition(":")[2] not in bot.secret
        return found

    first, second = asyncio.run(secrets())
    assert first == second
    assert len(first) == 64


def test_listening_to_a_bot_that_is_called_ends_at_once() -> None:
    async def scene() -> list[Sequence[Envelope]]:
        async with hooked() as bot:
            return [batch async for batch in bot.platform.listen()]

    assert asyncio.run(scene()) == []


def test_a_webhook_that_could_not_be_set_at_the_start_is_set_as_soon_as_may_be() -> None:
    async def scene() -> None:
        with FakeTelegram() as fake:
            rests: list[float] = []

            async def rest(seconds: float) -> None:
                rests.append(seconds)

            platform = Telegram(LIBRARIES["ptb"](fake.token, fake.url, 2.0), fake.token, OUTSIDE, rest=rest)
            fake.will(Trouble(resets=True), times=3)
            with pytest.raises(Unusable) as failure:
                await platform.check()
            assert failure.value.passing
            assert [list(batch) async for batch in platform.listen()] == [[], []]
            assert fake.world.webhook["url"] == f"{OUTSIDE}/telegram/4242"
            await platform.close()

    asyncio.run(scene())


def test_an_address_that_telegram_does_not_call_is_told_at_the_start() -> None:
    async def scene() -> None:
        with FakeTelegram() as fake:
            platform = Telegram(LIBRARIES["ptb"](fake.token, fake.url, 2.0), fake.token, "http://hazards.example.com")
            with pytest.raises(Unusable) as failure:
                await platform.check()
            assert (failure.value.topic, failure.value.passing) == ("operator.telegram_webhook_refused", False)
            assert "https" in failure.value.facts["why"].casefold()
            await platform.close()

    asyncio.run(scene())
