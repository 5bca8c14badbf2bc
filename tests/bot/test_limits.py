"""The door that is reached from outside: what one address asks too often is not read, and others are none the worse."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from bot.buckets import Buckets
from bot.platforms import wecom_callback
from bot.platforms.wecom_crypto import Crypto
from bot.web.limits import AddressLimits, client_address
from bot.web.webhooks import create_webhook_app
from handlers.messages import Envelope
from tests.bot.conftest import post
from tests.chat_house import ChatHouse, open_house

NOW = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
CRYPTO = Crypto("token", "x" * 43, "corp", lambda: NOW)
Browser = Callable[[str], TestClient]


@pytest.fixture
def stored() -> list[Envelope]:
    return []


@pytest.fixture
def browser(stored: list[Envelope]) -> Browser:
    """A browser at an address, before a door of five pages and three refusals a minute."""

    async def accept(envelope: Envelope) -> bool:
        stored.append(envelope)
        return True

    async def page(request: object) -> Response:
        return PlainTextResponse("a page")

    callbacks = wecom_callback.routes(CRYPTO, "wecom:1", accept)
    app = create_webhook_app(callbacks, [Route("/page", page)], AddressLimits(5, 3))
    return lambda address: TestClient(app, base_url="https://hazards.example.com", client=(address, 50000))


def call(browser: TestClient, text: str = "<xml><ToUserName/></xml>", *, sign: bool = True) -> Response:
    """WeCom calls, or somebody who does not know the token."""
    sealed, at = CRYPTO.seal(text), CRYPTO.timestamp()
    query = {"msg_signature": CRYPTO.sign(at, "n", sealed) if sign else "0" * 40, "timestamp": at, "nonce": "n"}
    body = f"<xml><Encrypt>{sealed}</Encrypt></xml>"
    return browser.post("/wecom/callback", params=query, content=body)  # type: ignore[return-value]


def test_an_address_opens_so_many_pages_and_others_are_not_held_back(browser: Browser) -> None:
    one, other = browser("203.0.113.5"), browser("203.0.113.6")
    assert [one.get("/page").status_code for _ in range(6)] == [200] * 5 + [429]
    refused = one.get("/page", headers={"Accept-Language": "en"})
    assert 1 <= int(refused.headers["Retry-After"]) <= 12
    assert "too often" in refused.json()["error"]
    assert other.get("/page").status_code == 200


@pytest.mark.parametrize(("language", "words"), [("zh-CN", "过一会儿"), ("en", "try again in a moment")])
def test_a_person_is_told_on_a_page_in_their_language(browser: Browser, language: str, words: str) -> None:
    one = browser("203.0.113.5")
    answers = [one.get("/page", headers={"Accept": "text/html", "Accept-Language": language}) for _ in range(6)]
    assert words in answers[-1].text
    assert answers[-1].headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")


def test_who_does_not_know_the_token_is_soon_not_listened_to(browser: Browser, stored: list[Envelope]) -> None:
    """Not even with a right signature: nothing is read of it. WeCom itself calls from elsewhere, and is heard."""
    stranger, wecom = browser("203.0.113.5"), browser("198.51.100.7")
    assert [call(stranger, sign=False).status_code for _ in range(5)] == [403] * 3 + [429] * 2
    assert call(stranger).status_code == 429
    assert stored == []
    assert [call(wecom, f"<xml><n>{n}</n></xml>").status_code for n in range(20)] == [200] * 20
    assert len(stored) == 20


def test_who_tries_links_one_after_another_finds_the_door_shut(browser: Browser) -> None:
    one = browser("203.0.113.5")
    assert [one.get(f"/m/{n}").status_code for n in range(4)] == [404, 404, 404, 429]
    assert one.get("/page").status_code == 429


def test_behind_a_proxy_that_nobody_named_addresses_are_not_mixed_up(browser: Browser) -> None:
    proxy = browser("127.0.0.1")
    assert {proxy.get("/page").status_code for _ in range(20)} == {200}
    assert {call(proxy, sign=False).status_code for _ in range(20)} == {403}


@pytest.mark.parametrize(
    ("client", "known_as"),
    [
        (("203.0.113.5", 1), "203.0.113.5"),
        (("::ffff:203.0.113.5", 1), "203.0.113.5"),
        (("2001:db8:1:2:3:4:5:6", 1), "2001:db8:1:2::/64"),
        (("127.0.0.1", 1), ""),
        (("::1", 1), ""),
        (("::ffff:127.0.0.1", 1), ""),
        (("somewhere", 1), ""),
        (None, ""),
    ],
)
def test_by_what_an_address_is_counted(client: tuple[str, int] | None, known_as: str) -> None:
    assert client_address(HTTPConnection({"type": "http", "client": client})) == known_as


def test_a_person_of_the_demo_posts_so_often_and_others_go_on(tmp_path_factory: pytest.TempPathFactory) -> None:
    house: ChatHouse = open_house(tmp_path_factory.mktemp("house"))
    house.posts = Buckets(3, 60)
    with TestClient(house.app(), base_url="http://127.0.0.1:8080", client=("127.0.0.1", 50000)) as browser:
        for code in ("li", "wang"):
            browser.post(f"/chat/{code}/session")
        answers = [post(browser, f"client-{number}", text="漏油") for number in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert answers[-1].json() == {"error": "来得太快了。过一会儿再试，先前收下的都在。"}
        assert post(browser, "client-9", code="wang", text="漏油").status_code == 200
