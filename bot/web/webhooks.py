"""The door that is reached from outside: what platforms call, and pages. Others learn nothing there."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Protocol, runtime_checkable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web.limits import AddressLimits, RateLimit
from bot.web.server import SecurityHeaders, StrictTransport, own_up
from handlers.messages import Envelope

# Stores an envelope durably; False when it was stored before.
Accept = Callable[[Envelope], Awaitable[bool]]
# Far beyond any update or callback: both platforms send references to files, never the files.
BODY_BYTES = 1024 * 1024
UNLIMITED = AddressLimits(0, 0)


@runtime_checkable
class Hooked(Protocol):
    """A platform that calls us."""

    def routes(self, accept: Accept) -> list[BaseRoute]:
        """Where it posts to. A request is answered when what it brings is stored."""


def create_webhook_app(
    callbacks: Sequence[BaseRoute], pages: Iterable[BaseRoute] = (), limits: AddressLimits = UNLIMITED
) -> Starlette:
    """The application that is reached from outside. callbacks: what platforms post to, each under its own path."""
    health = Route("/healthz", _healthz)
    paths = {route.path for route in callbacks if isinstance(route, Route)}
    return Starlette(
        routes=[health, *callbacks, *pages],
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(StrictTransport),
            Middleware(RateLimit, limits=limits, callbacks=paths),
            Middleware(_BodyLimit),
        ],
        exception_handlers={Exception: own_up},
    )


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
            if taken > BODY_BYTES:  # a body without a length
                raise HTTPException(413)
            return message

        await self.app(scope, receive_limited, send)
