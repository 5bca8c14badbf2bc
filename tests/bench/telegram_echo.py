"""An echo with python-telegram-bot: an application, one handler, and a request that takes every message at once."""

import asyncio
import json
from typing import Any

from telegram import Update
from telegram.ext import Application, ApplicationBuilder, MessageHandler
from telegram.request import BaseRequest, RequestData

from tests.bench import echo, updates
from tests.bench.figures import Figure
from tests.bench.sizes import Sizes


class TakesAll(BaseRequest):
    """Writes a request and gives back what the platform would answer, with no network between."""

    taken = 0

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None:
        """There is nothing to open."""

    async def shutdown(self) -> None:
        """There is nothing to close."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *timeouts: Any, **named: Any
    ) -> tuple[int, bytes]:
        if url.endswith("/getMe"):
            return 200, updates.me().encode()
        assert request_data is not None
        form = request_data.json_parameters
        self.taken += 1
        return 200, updates.reply(int(form["chat_id"]), form["text"]).encode()


async def answer(update: Update, context: Any) -> None:
    assert update.message is not None
    await update.message.reply_text(update.message.text or "")


def measure(sizes: Sizes) -> list[Figure]:
    return asyncio.run(_measure(sizes))


async def _measure(sizes: Sizes) -> list[Figure]:
    request = TakesAll()
    builder = ApplicationBuilder().token(f"{updates.BOT_ID}:bench").updater(None)
    application: Application[Any, Any, Any, Any, Any, Any] = builder.request(request).build()
    application.add_handler(MessageHandler(None, answer))
    async with application:

        async def work(body: str) -> None:
            await application.process_update(Update.de_json(json.loads(body), application.bot))

        found = await echo.figures("python-telegram-bot 22.8", work, sizes)
    assert request.taken == sizes.warm_up + sizes.turns * sizes.repetitions
    return found
