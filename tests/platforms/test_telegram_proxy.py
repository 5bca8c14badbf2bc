"""Where Telegram is reached through a proxy only: both libraries go through the one that the environment names."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.platforms.telegram import Telegram
from bot.platforms.telegram_library import Refusal
from handlers.messages import Outgoing
from tests.photographs import photograph
from tests.platforms.fakes.proxy import Proxy
from tests.platforms.fakes.telegram import FakeTelegram
from tests.platforms.telegram_side import LIBRARIES
from tests.scenarios.test_starting import refused

PICTURE = photograph(3, size=(64, 48))
NAMES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")

pytestmark = pytest.mark.parametrize("library", LIBRARIES)


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.casefold(), raising=False)


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    with Proxy() as proxy:
        yield proxy


async def talks(library: str, fake: FakeTelegram) -> None:
    """A picture is heard of, fetched and answered."""
    li = fake.person(7, "强")
    li.sends_photo(PICTURE)
    platform = Telegram(LIBRARIES[library](fake.token, fake.url, 5.0), fake.token)
    [envelope] = await anext(platform.listen())
    [photo] = platform.parse(envelope.body).photos
    assert await platform.download(photo) == PICTURE
    await platform.send(Outgoing("7", "收到"))
    await platform.close()
    assert [message.text for message in fake.said(7)] == ["收到"]


def test_messages_files_and_what_is_sent_go_through_it(
    proxy: Proxy, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    with FakeTelegram() as fake:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        asyncio.run(talks(library, fake))
        assert {where for _, where in proxy.asked} == {fake.url.removeprefix("http://")}
        assert {how for how, _ in proxy.asked} <= {"GET", "POST"}


def test_what_is_exempt_goes_straight(proxy: Proxy, monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    """As a Bot API server of one's own, beside Telegram's that is behind the proxy."""
    with FakeTelegram() as fake:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("NO_PROXY", "localhost,127.0.0.1")
        asyncio.run(talks(library, fake))
    assert proxy.asked == []


@pytest.mark.parametrize("method", ["sendMessage", "getUpdates"])
def test_telegram_itself_is_reached_by_a_tunnel(
    proxy: Proxy, monkeypatch: pytest.MonkeyPatch, library: str, method: str
) -> None:
    async def asks() -> None:
        bot = LIBRARIES[library]("4242:abc", "https://api.telegram.invalid", 5.0)
        with pytest.raises(Refusal) as refusal:
            await bot.call(method, {})
        assert (refusal.value.code, "4242:abc" in str(refusal.value)) == (0, False)
        await bot.close()

    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
    asyncio.run(asks())
    assert {*proxy.asked} == {("CONNECT", "api.telegram.invalid:443")}


def test_a_proxy_that_neither_goes_through_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, library: str
) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:1080")
    line = refused("demo", tmp_path, TELEGRAM_TOKEN="4242:abc", TELEGRAM_LIBRARY=library)  # noqa: S106
    assert "ALL_PROXY" in line
    assert "http://HOST:PORT" in line
