"""Every answer of every route shuts the browser's doors: found ones, refused ones, and those of our own faults."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from bot.app import signed_in_routes
from bot.links import Links
from bot.platforms import wecom_callback
from bot.platforms.wecom_crypto import Crypto
from bot.web.full_text import full_text_route
from bot.web.webhooks import create_webhook_app
from handlers.messages import Envelope
from tests.chat_house import open_house
from tests.world import World

HERE = "http://127.0.0.1:8080"
NOW = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
SAID = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
}


async def accept(_: Envelope) -> bool:
    return True


async def broken(_: Request) -> Response:
    raise ValueError("a fault of ours")


@pytest.fixture
def doors(quick_world: World, tmp_path: Path) -> list[Starlette]:
    """The door that is reached from outside, and the demo's."""
    company = quick_world.company
    callbacks = wecom_callback.routes(Crypto("token", "x" * 43, "corp", lambda: NOW), "wecom:1", accept)
    page = full_text_route(Links(HERE, bytes(32)), company.cards.whole, company.now)
    pages = [page, *signed_in_routes(company, HERE, lambda: False), Route("/broken", broken)]
    return [create_webhook_app(callbacks, pages), open_house(tmp_path).app()]


def test_every_route_says_what_a_browser_must_not_do(doors: list[Starlette]) -> None:
    seen = set()
    for door in doors:
        browser = TestClient(door, HERE, raise_server_exceptions=False, client=("127.0.0.1", 50000))
        for route in door.routes:
            if isinstance(route, Mount):
                paths = [("GET", f"{route.path}/chat.js"), ("GET", f"{route.path}/nothing")]
            else:
                assert isinstance(route, Route)
                path = re.sub(r"{\w+}", "li", route.path)
                paths = [(method, path) for method in sorted(route.methods or ())]
            for method, path in paths:
                if path.endswith("/events"):  # it never ends: what comes before its first word is the same
                    continue
                answer = browser.request(method, path)
                seen.add(answer.status_code)
                policy = answer.headers["Content-Security-Policy"]
                assert "default-src 'none'" in policy, (method, path)
                assert "frame-ancestors 'none'" in policy, (method, path)
                assert "unsafe" not in policy, (method, path)
                assert {name: answer.headers.get(name) for name in SAID} == SAID, (method, path)
    assert {200, 401, 403, 404, 500} <= seen
