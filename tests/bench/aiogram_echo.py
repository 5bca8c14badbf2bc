"""An echo with aiogram: a dispatcher, one handler, and a session that takes every message at once."""

import asyncio
import json
from collections.abc import AsyncGenerator
from typing import Any, cast

from aiogram import Bot, Dispatcher
from aiogram.client.session.base import BaseSession
from aiogram.methods import SendMessage, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import Message

from tests.bench import echo, updates
from tests.bench.figures import Figure
from tests.bench.sizes import Sizes


class TakesAll(BaseSession):
    """Prepares a request and reads an answer as the library's own session does, with no network between."""

    taken = 0

    async def make_request(
        self, bot: Bot, method: TelegramMethod[TelegramType], timeout: int | None = None
    ) -> TelegramType:
        assert isinstance(method, SendMessage)
        fields = method.model_dump(warnings=False).items()
        form = {name: self.prepare_value(value, bot=bot, files={}) for name, value in fields if value is not None}
        answer = updates.reply(int(form["chat_id"]), form["text"])
        self.taken += 1
        return cast(TelegramType, self.check_response(bot, method, 200, answer).result)

    async def stream_content(self, *arguments: Any, **named: Any) -> AsyncGenerator[bytes, None]:
        yield b""

    async def close(self) -> None:
        """There is nothing to close."""


def measure(sizes: Sizes) -> list[Figure]:
    return asyncio.run(_measure(sizes))


async def _measure(sizes: Sizes) -> list[Figure]:
    session = TakesAll()
    bot = Bot(f"{updates.BOT_ID}:bench", session=session)
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def answer(message: Message) -> None:
        await message.answer(message.text or "")

    async def work(body: str) -> None:
        await dispatcher.feed_raw_update(bot, json.loads(body))

    found = await echo.figures("aiogram 3.31", work, sizes)
    assert session.taken == sizes.warm_up + sizes.turns * sizes.repetitions
    return found
