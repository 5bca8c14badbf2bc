"""Telling open pages which chats changed: at once when this process wrote, within two seconds when another did."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool

from bot.platforms import webchat_history as history
from bot.platforms.webchat import WebChat
from bot.web.chat_data import summary_json
from storage.engine import read_transaction

POLL_SECONDS = 2.0


async def news(platform: WebChat, stopping: Callable[[], bool], only: str | None = None) -> AsyncIterator[str]:
    """Server-sent events until the server stops: first every chat as it stands, then each one that changed.

    `only` is a person's id and leaves the others out. Each event "person" carries `summary_json`.
    """
    seen: dict[str, int] = {}
    wake = asyncio.Event()
    loop = asyncio.get_running_loop()

    def bell() -> None:
        with suppress(RuntimeError):  # the loop has ended and with it this page; the writer need not care
            loop.call_soon_threadsafe(wake.set)

    yield "retry: 2000\n\n"
    with platform.ringing(bell):
        while not stopping():
            wake.clear()
            for summary in await run_in_threadpool(_changed, platform.engine, seen, only):
                yield f"event: person\ndata: {json.dumps(summary_json(summary), ensure_ascii=False)}\n\n"
            yield ": still here\n\n"  # a page that has gone shows itself when it is written to
            with suppress(TimeoutError):
                await asyncio.wait_for(wake.wait(), POLL_SECONDS)


def _changed(engine: Engine, seen: dict[str, int], only: str | None) -> list[history.Summary]:
    """The chats that changed since they were last seen; `seen` is brought up to date."""
    with read_transaction(engine) as connection:
        now = history.changes(connection)
        changed = [person for person, change in now.items() if seen.get(person) != change and only in (None, person)]
        seen.update(now)
        return history.summaries(connection, changed) if changed else []
