"""The routes of the board: the page, the lists behind its figures, and the stream that brings what has changed."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.board_pages import BadChoice, BoardPages, Opened
from bot.boards import Boards
from bot.web.answers import explain
from bot.web.server import STATIC
from bot.web.signed_in import SignedIn
from storage.web_sessions import Session

BOARD = "/board"
PRIVATE = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex, nofollow, noarchive"}
LIVE = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
CHECK_EVERY = 15  # wakings of a stream, some two seconds each: whether it is still theirs to see


def board_routes(pages: BoardPages, signed_in: SignedIn, stopping: Callable[[], bool]) -> list[BaseRoute]:
    """stopping: true once the server is on its way out; streams end then, so that it need not cut them off."""
    routes = _Routes(pages, signed_in, stopping)
    return [
        Route(BOARD, routes.page),
        Route(f"{BOARD}/cases", routes.cases),
        Route(f"{BOARD}/events", routes.events),
        Mount(f"{BOARD}/static", StaticFiles(directory=STATIC / "board")),
    ]


class _Routes:
    def __init__(self, pages: BoardPages, signed_in: SignedIn, stopping: Callable[[], bool]) -> None:
        self._pages = pages
        self._signed_in = signed_in
        self._stopping = stopping
        self._boards = Boards(pages.picture, pages.has_changed)

    async def page(self, request: Request) -> Response:
        """The board; everything on it is there without script."""
        try:
            session, opened = await self._opened(request)
        except HTTPException as error:
            return explain(request, error)
        picture = await self._boards.now(opened)
        return HTMLResponse(await run_in_threadpool(self._pages.page, session, opened, picture), headers=PRIVATE)

    async def cases(self, request: Request) -> Response:
        """The cases behind a figure."""
        try:
            session, opened = await self._opened(request)
            html = await run_in_threadpool(self._pages.cases, session, opened, dict(request.query_params))
        except HTTPException as error:
            return explain(request, error)
        except BadChoice:
            return explain(request, HTTPException(404, "not_found"))
        return HTMLResponse(html, headers=PRIVATE)

    async def events(self, request: Request) -> Response:
        """Server-sent events: the parts of the board that have changed, until the session is over."""
        try:
            session, opened = await self._opened(request)
        except HTTPException as error:
            return explain(request, error)
        return StreamingResponse(self._news(request, session, opened), media_type="text/event-stream", headers=LIVE)

    async def _opened(self, request: Request) -> tuple[Session, Opened]:
        session = await self._signed_in.session(request)
        if session is None:
            raise HTTPException(401, "signed_out")
        opened = await run_in_threadpool(self._pages.opened, session)
        if opened is None:
            raise HTTPException(403, "no_board")
        return session, opened

    async def _news(self, request: Request, session: Session, opened: Opened) -> AsyncIterator[str]:
        shown: dict[str, str] = {}
        yield "retry: 2000\n\n"
        checked = 0
        async with aclosing(self._boards.watch(opened, self._stopping)) as pictures:
            async for picture in pictures:
                checked += 1
                if checked % CHECK_EVERY == 0 and not await self._still(request, opened):
                    yield _event("over", {})
                    return
                parts = picture.parts if picture else {}
                fresh = {part: html for part, html in parts.items() if shown.get(part) != html}
                shown |= fresh
                # a page that has gone shows itself when it is written to
                yield _event("board", {"parts": fresh}) if fresh else ": still here\n\n"

    async def _still(self, request: Request, opened: Opened) -> bool:
        """Whether a stream is still its reader's to read: their session goes on, and reaches as far as it did."""
        session = await self._signed_in.session(request)
        return session is not None and self._pages.still(session, opened)


def _event(name: str, data: Any) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
