"""What WeCom calls: the check of the address, and messages. Stored, then answered with nothing, which means yes."""

import logging

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.platforms.wecom_crypto import Crypto, Unreadable, Unsigned
from bot.platforms.wecom_wire import envelope
from bot.web.webhooks import Accept
from storage.engine import AWAY
from storage.outside_xml import NotXml, read_xml

log = logging.getLogger(__name__)

PATH = "/wecom/callback"
FORBIDDEN, BAD_REQUEST, UNAVAILABLE = 403, 400, 503


def routes(crypto: Crypto, bot: str, accept: Accept) -> list[BaseRoute]:
    """The one address of both: GET is the check, POST a message."""

    async def callback(request: Request) -> Response:
        try:
            if request.method == "POST":
                return await _taken_in(crypto, bot, accept, request)
            return PlainTextResponse(_opened(crypto, request, _sealed_in_query(request)))
        except Unsigned as error:
            log.warning("a callback is refused: %s", error)
            return Response(status_code=FORBIDDEN)
        except Unreadable as error:
            log.warning("a callback cannot be read: %s", error)
            return Response(status_code=BAD_REQUEST)

    return [Route(PATH, callback, methods=["GET", "POST"])]


async def _taken_in(crypto: Crypto, bot: str, accept: Accept, request: Request) -> Response:
    """WeCom tries three times within seconds; what is still not stored then comes to nobody."""
    said = _opened(crypto, request, sealed_in_body(await request.body()))
    try:
        await accept(envelope(bot, said))
    except AWAY as error:
        log.error("a callback could not be stored: %s", type(error).__name__)
        return Response(status_code=UNAVAILABLE)
    return Response()


def _opened(crypto: Crypto, request: Request, sealed: str) -> str:
    query = request.query_params
    return crypto.open(query.get("msg_signature", ""), query.get("timestamp", ""), query.get("nonce", ""), sealed)


def _sealed_in_query(request: Request) -> str:
    return request.query_params.get("echostr", "").replace(" ", "+")  # a plus sign that nobody has encoded


def sealed_in_body(body: bytes) -> str:
    """What of a callback is sealed. Raises Unreadable."""
    try:
        return read_xml(body).findtext("Encrypt") or ""
    except NotXml as error:
        raise Unreadable("no XML") from error
