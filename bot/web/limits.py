"""How often an address may ask: what comes more often is answered 429 before anything of it is read."""

import ipaddress
import math
from collections.abc import Collection, Mapping

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.buckets import Buckets
from bot.web.answers import explain

MINUTE = 60.0
NETWORK = 64  # bits of an IPv6 address that one subscriber holds
TOO_MANY = 429


def client_address(connection: HTTPConnection) -> str:
    """Whose request it is: an address, of IPv6 its network; the server has read it from a proxy that is named.

    Empty where nobody can tell: it came from this machine, from a proxy that nobody has named.
    """
    try:
        address = ipaddress.ip_address(connection.client.host if connection.client else "")
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        address = address.ipv4_mapped or address
    if address.is_loopback:
        return ""
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((address, NETWORK), strict=False))


def too_many(wait: float) -> HTTPException:
    """The refusal of what comes too often, and in how many seconds it may come again."""
    return HTTPException(TOO_MANY, "too_often", {"Retry-After": str(math.ceil(wait))})


class AddressLimits:
    """What one address may ask of the door: so many pages, and so many refusals, a minute.

    Whoever was refused too often is not listened to for a while, whatever they ask: signatures, links and codes are
    not tried one after another. What a platform calls, and signs, is not counted otherwise.
    """

    def __init__(self, requests: int, refusals: int) -> None:
        self._requests = Buckets(requests, MINUTE)
        self._refusals = Buckets(refusals, MINUTE)

    def wait(self, address: str, *, signed: bool) -> float:
        """The seconds until this address may ask; 0: now, which is counted."""
        return self._refusals.wait(address) or (0.0 if signed else self._requests.take(address))

    def refused(self, address: str) -> None:
        self._refusals.take(address)


class RateLimit:
    """Keeps the limits of addresses. callbacks: the paths that platforms call, and sign."""

    def __init__(self, app: ASGIApp, limits: AddressLimits, callbacks: Collection[str]) -> None:
        self.app = app
        self._limits = limits
        self._callbacks = callbacks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        address = client_address(HTTPConnection(scope)) if scope["type"] == "http" else ""
        if not address:
            await self.app(scope, receive, send)
            return
        if wait := self._limits.wait(address, signed=scope["path"] in self._callbacks):
            await explain(Request(scope), too_many(wait))(scope, receive, send)
            return

        async def send_counted(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_refusal(message):
                self._limits.refused(address)
            await send(message)

        await self.app(scope, receive, send_counted)


def _is_refusal(answer: Mapping[str, int]) -> bool:
    return 400 <= answer["status"] < 500 and answer["status"] != TOO_MANY
