"""What platforms call by web: a door of its own, apart from every page. It stores, acknowledges, and tells nothing."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Protocol, runtime_checkable

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web.server import StrictTransport
from handlers.messages import Envelope

# Stores an envelope durably; False when it was stored before.
Accept = Callable[[Envelope], Awaitable[bool]]
# Far beyond any update or callback: both platforms send references to files, never the files.
BODY_BYTES = 1024 * 1024


@runtime_checkable
class Hooked(Protocol):
    """A platform that calls us."""

    def routes(self, accept: Accept) -> list[BaseRoute]:
        """Where it posts to. A request is answered when what it brings is stored."""


def create_webhook_app(routes: Iterable[BaseRoute]) -> Starlette:
    """The application that platforms post to; each brings the routes under its own path."""
    health = Route("/healthz", _healthz)
    return Starlette(routes=[health, *routes], middleware=[Middleware(StrictTransport), Middleware(_BodyLimit)])


async def _healthz(request: Request) -> Response:
    return PlainTextResponse("ok")


class _BodyLimit:
    """Refuses a body that is too large before it is in memory."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        length = dict(scope.get("headers", ())).get(b"content-length", b"0")
        if scope["type"] == "http" and not (length.isdigit() and int(length) <= BODY_BYTES):
            await PlainTextResponse("", 413)(scope, receive, send)
            return
        taken = 0

        async def receive_limited() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > BODY_BYTES:
                raise ValueError("a body without a length, and too large")
            return message

        await self.app(scope, receive_limited, send)
