"""Telegram's Bot API by aiogram, for teams that run it already."""

from collections.abc import Mapping
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod
from aiogram.types import BufferedInputFile
from aiohttp import ClientError, ClientResponseError, ClientSession

from bot.platforms.telegram_library import (
    BAD_REQUEST,
    CONFLICT,
    CONNECTIONS,
    FORBIDDEN,
    NOT_FOUND,
    SECONDS,
    TOO_LARGE,
    TOO_MANY,
    UNAUTHORIZED,
    Refusal,
    Upload,
    is_too_large,
    without_token,
)

CODES: tuple[tuple[type[AiogramError], int], ...] = (
    (TelegramBadRequest, BAD_REQUEST),
    (TelegramUnauthorizedError, UNAUTHORIZED),
    (TelegramForbiddenError, FORBIDDEN),
    (TelegramNotFound, NOT_FOUND),
    (TelegramConflictError, CONFLICT),
    (TelegramEntityTooLarge, TOO_LARGE),
)


class _Call(TelegramMethod[Any]):
    """Any method of the Bot API by its name. Nothing is asked of the result, so none is too new to be read."""

    __returning__ = Any
    _name: str = ""

    @property
    def __api_method__(self) -> str:  # type: ignore[override]
        return self._name


class _Session(AiohttpSession):
    """The library's, but through the proxy that HTTPS_PROXY names, where it names one: the other library does so."""

    async def create_session(self) -> ClientSession:
        if self._session is None or self._session.closed:
            self._session = ClientSession(connector=self._connector_type(**self._connector_init), trust_env=True)
        return self._session


class AiogramLibrary:
    """`api` is the address of the Bot API; after `seconds` without an answer there is none."""

    def __init__(self, token: str, api: str, seconds: float = SECONDS) -> None:
        self._token = token
        self._seconds = seconds
        self._session = _Session(limit=CONNECTIONS, api=TelegramAPIServer.from_base(api), timeout=seconds)
        self._bot = Bot(token, session=self._session)

    async def call(self, method: str, fields: Mapping[str, Any], wait: float = 0) -> Any:
        call = _Call(**_with_files(dict(fields)))
        call._name = method
        try:
            return await self._bot(call, request_timeout=self._seconds + wait)  # type: ignore[arg-type]  # aiohttp takes parts of a second
        except AiogramError as error:
            raise self._refusal(error) from None

    async def fetch(self, path: str) -> bytes:
        url = self._session.api.file_url(self._token, path)
        try:
            parts = [part async for part in self._session.stream_content(url, timeout=self._seconds)]  # type: ignore[arg-type]
        except ClientResponseError as error:
            raise Refusal(error.message, code=error.status) from None
        except (ClientError, OSError) as error:  # a time-out is an OSError, too
            raise Refusal(type(error).__name__) from None
        return b"".join(parts)

    async def close(self) -> None:
        await self._session.close()

    def _refusal(self, error: AiogramError) -> Refusal:
        why = without_token(_words(error), self._token)
        if isinstance(error, TelegramRetryAfter):
            return Refusal(why, code=TOO_MANY, retry_after=error.retry_after)
        if isinstance(error, TelegramMigrateToChat):
            return Refusal(why, code=BAD_REQUEST, moved_to=str(error.migrate_to_chat_id))
        if is_too_large(why):
            return Refusal(why, code=TOO_LARGE)
        return Refusal(why, code=next((code for kind, code in CODES if isinstance(error, kind)), 0))


def _words(error: AiogramError) -> str:
    """What the Bot API said, without the link to its manual; of an answer that is no JSON, its beginning."""
    if isinstance(error, ClientDecodeError):
        return f"{type(error.original).__name__}: {str(error.data)[:200]}"
    return error.message if isinstance(error, TelegramAPIError) else str(error)


def _with_files(value: Any) -> Any:
    """The same with files as the library uploads them."""
    if isinstance(value, Upload):
        return BufferedInputFile(value.data, value.name)
    if isinstance(value, list):
        return [_with_files(item) for item in value]
    if isinstance(value, dict):
        return {name: _with_files(item) for name, item in value.items()}
    return value
