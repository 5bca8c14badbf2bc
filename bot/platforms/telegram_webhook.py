"""A Telegram bot that is called: each update is posted to a secret address, stored, and then acknowledged."""

import hashlib
import hmac
from collections.abc import AsyncIterator, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.platforms import telegram_wire as wire
from bot.platforms.telegram import Telegram
from bot.platforms.telegram_library import Library
from bot.web.webhooks import Accept
from handlers.messages import Envelope

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105
CONNECTIONS = 40


class CalledTelegram(Telegram):
    """One bot, which Telegram calls at `public_url`, https."""

    def __init__(self, library: Library, token: str, public_url: str, **rest: Any) -> None:
        super().__init__(library, token, **rest)
        self._path = "/telegram/" + token.partition(":")[0]
        self.hook = public_url + self._path
        # Nobody has to think of a secret: whoever knows the token is Telegram, or might as well be.
        self._secret = hmac.new(token.encode(), b"webhook", hashlib.sha256).hexdigest()

    async def listen(self) -> AsyncIterator[Sequence[Envelope]]:
        """See that Telegram calls, and end."""
        while not await self.without_trouble(self.set_way()):
            yield []

    async def set_way(self) -> bool:
        """Have updates posted to us; those that wait already are, too. Raises Refusal."""
        fields = {"url": self.hook, "secret_token": self._secret, "max_connections": CONNECTIONS}
        await self._library.call("setWebhook", {**fields, "allowed_updates": wire.UPDATES})
        return True

    def routes(self, accept: Accept) -> list[BaseRoute]:
        """Where Telegram posts an update: it is stored, and then answered."""

        async def posted(request: Request) -> Response:
            secret = request.headers.get(SECRET_HEADER, "")
            if not hmac.compare_digest(secret.encode(), self._secret.encode()):
                return PlainTextResponse("", 403)
            body = (await request.body()).decode("utf-8", "replace")
            await accept(wire.enveloped(self.bot, body))
            return PlainTextResponse("")

        return [Route(self._path, posted, methods=["POST"])]
