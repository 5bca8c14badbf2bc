"""The file behind a link in a message: a paper that is too large for its chat, for whoever asked for it."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.links import FILE_PATH, Links
from bot.web.answers import page
from bot.web.words import language_of, page_words
from handlers.messages import Document


def paper_route(links: Links, paper: Callable[[str], Document | None], now: Callable[[], datetime]) -> Route:
    """Where such links lead. One that has run out and one that nobody made get the same answer."""

    async def file(request: Request) -> Response:
        notice = links.file_of(request.path_params["token"], now())
        document = await run_in_threadpool(paper, notice) if notice is not None else None
        if document is None:
            language = language_of(request)
            return page("full_text.html", language, 404, text=page_words(language)["full_text.gone"])
        kept_as = f"attachment; filename*=UTF-8''{quote(document.name)}"
        headers = {"Cache-Control": "private, no-store", "Content-Disposition": kept_as}
        return Response(document.read(), media_type="application/octet-stream", headers=headers)

    return Route(FILE_PATH + "{token}", file)
