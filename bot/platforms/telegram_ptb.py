"""Telegram's Bot API by python-telegram-bot, the light library: used unless the other is asked for."""

import logging
import warnings
from collections.abc import Mapping
from typing import Any

from telegram import Bot, InputFile, InputMediaPhoto
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.request import HTTPXRequest
from telegram.warnings import PTBDeprecationWarning

from bot.platforms.telegram_library import (
    BAD_REQUEST,
    CONFLICT,
    CONNECTIONS,
    FORBIDDEN,
    SECONDS,
    TOO_LARGE,
    TOO_MANY,
    UNAUTHORIZED,
    Refusal,
    Upload,
    is_too_large,
    without_token,
)

POLLING_CONNECTIONS = 4  # one that was cut in the midst of a poll may linger
# In this order: BadRequest is a NetworkError to the library, and asking again would not help it.
CODES: tuple[tuple[type[TelegramError], int], ...] = (
    (BadRequest, BAD_REQUEST),
    (Forbidden, FORBIDDEN),
    (InvalidToken, UNAUTHORIZED),
    (Conflict, CONFLICT),
    (NetworkError, 0),
)

# They write down addresses, which bear the token, and every page of a proxy as a fault with its stack.
for _name, _level in (("httpx", "WARNING"), ("httpcore", "WARNING"), ("telegram", "CRITICAL")):
    logging.getLogger(_name).setLevel(_level)
# That seconds will be a timedelta one day is met in `_seconds`.
warnings.filterwarnings("ignore", "deprecated since version v22.2", PTBDeprecationWarning)


class _Bot(Bot):
    """The library's bot; its public way for a method by name warns of each one that it has a function for."""

    async def call(self, method: str, fields: dict[str, Any], seconds: float) -> Any:
        return await self._post(method, api_kwargs=fields, read_timeout=seconds)


class PtbLibrary:
    """`api` is the address of the Bot API; after `seconds` without an answer there is none."""

    def __init__(self, token: str, api: str, seconds: float = SECONDS) -> None:
        self._token = token
        self._files = f"{api}/file/bot{token}/"
        self._seconds = seconds
        self._request, self._polling = _connections(CONNECTIONS, seconds), _connections(POLLING_CONNECTIONS, seconds)
        self._bot = _Bot(token, f"{api}/bot", request=self._request, get_updates_request=self._polling)

    async def call(self, method: str, fields: Mapping[str, Any], wait: float = 0) -> Any:
        try:
            ready = {name: _with_files(value) for name, value in fields.items()}
            return await self._bot.call(method, ready, self._seconds + wait)
        except TelegramError as error:
            raise self._refusal(error) from None

    async def fetch(self, path: str) -> bytes:
        try:
            return await self._request.retrieve(self._files + path)
        except TelegramError as error:
            raise self._refusal(error) from None

    async def close(self) -> None:
        for request in (self._request, self._polling):
            await request.shutdown()

    def _refusal(self, error: TelegramError) -> Refusal:
        why = without_token(str(error), self._token)
        if isinstance(error, RetryAfter):
            return Refusal(why, code=TOO_MANY, retry_after=_seconds(error.retry_after))
        if isinstance(error, ChatMigrated):
            return Refusal(why, code=BAD_REQUEST, moved_to=str(error.new_chat_id))
        if is_too_large(why):
            return Refusal(why, code=TOO_LARGE)
        return Refusal(why, code=next((code for kind, code in CODES if isinstance(error, kind)), 0))


def _connections(most: int, seconds: float) -> HTTPXRequest:
    return HTTPXRequest(
        most,
        connect_timeout=seconds,
        read_timeout=seconds,
        write_timeout=seconds,
        pool_timeout=seconds,
        media_write_timeout=seconds,
    )


def _seconds(span: Any) -> float:
    """The library tells it in seconds, or as a timedelta where its own setting says so."""
    return float(getattr(span, "total_seconds", lambda: span)())


def _with_files(value: Any) -> Any:
    """The same with files as the library uploads them."""
    if isinstance(value, Upload):
        return InputFile(value.data, filename=value.name)
    if isinstance(value, list):
        return [_with_files(item) for item in value]
    media = value.get("media") if isinstance(value, dict) else None
    if isinstance(media, Upload):
        return InputMediaPhoto(media.data, value.get("caption"), filename=media.name)
    return value
