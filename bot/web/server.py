"""What every page is served with: headers that shut the browser's doors, static files, and the loopback guard."""

import ipaddress
from collections.abc import Sequence
from pathlib import Path

from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Lifespan, Message, Receive, Scope, Send

from bot.web.answers import explain

STATIC = Path(__file__).parent / "static"

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
STRICT = "max-age=31536000"  # a year
LOCAL_HOSTS = {"127.0.0.1", "localhost", "[::1]"}
FORWARDED = ("forwarded", "via", "x-real-ip")  # and everything that begins with x-forwarded-


def loopback_app(routes: Sequence[BaseRoute], lifespan: Lifespan[Starlette]) -> Starlette:
    """An application that answers only browsers on this machine, with the static files under /static."""
    return Starlette(
        lifespan=lifespan,
        routes=[*routes, Mount("/static", StaticFiles(directory=STATIC))],
        middleware=[Middleware(SecurityHeaders), Middleware(LoopbackGuard)],
        exception_handlers={HTTPException: _explain_error, Exception: own_up},
    )


async def _explain_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    return explain(request, error)


async def own_up(request: Request, error: Exception) -> Response:
    """Our own fault, said in one sentence. This answer is made outside the middleware; the error goes on to the log."""
    response = explain(request, HTTPException(500, "our_fault"))
    response.headers.update(SECURITY_HEADERS)
    return response


def refusal(connection: HTTPConnection) -> str | None:
    """Why a request may not come in: a word of the group "refused". None: it may.

    Anyone can be anyone on the demo chat, so it must not be reached through a proxy, nor through another site's
    page or a name that somebody else points at this machine.
    """
    headers = connection.headers
    if any(name in FORWARDED or name.startswith("x-forwarded-") for name in headers):
        return "forwarded"
    if not _is_local(connection):
        return "not_local"
    if connection.scope["method"] not in ("GET", "HEAD") and not _is_same_origin(headers, connection.url.scheme):
        return "other_site"
    return None


def _is_local(connection: HTTPConnection) -> bool:
    host = connection.headers.get("host", "")
    name = host[: host.index("]") + 1] if "]" in host else host.partition(":")[0]
    client = connection.client.host if connection.client else ""
    try:
        return name.lower() in LOCAL_HOSTS and ipaddress.ip_address(client).is_loopback
    except ValueError:
        return False


def _is_same_origin(headers: Headers, scheme: str) -> bool:
    site = headers.get("sec-fetch-site")
    if site:  # a form of a page that tells nobody where it is has no origin
        return site == "same-origin"
    here = f"{scheme}://{headers['host']}"
    return headers.get("origin", here) == here  # no browser posts without an origin; a script on this machine may


class LoopbackGuard:
    """Refuses, with one sentence, whatever does not come from a browser on this machine."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = self.app
        if scope["type"] == "http" and (why := refusal(HTTPConnection(scope))):
            answer = explain(Request(scope), HTTPException(403, why))
        await answer(scope, receive, send)


class StrictTransport:
    """Where somebody has come by HTTPS, their browser is told never to come otherwise (RFC 6797)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_strict(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Strict-Transport-Security"] = STRICT
            await send(message)

        await self.app(scope, receive, send_strict if scope.get("scheme") == "https" else send)


class SecurityHeaders:
    """Adds the headers to every answer; an answer that set one of them itself keeps its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in {**SECURITY_HEADERS, "Cache-Control": "no-cache"}.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_guarded)
