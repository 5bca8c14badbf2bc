"""The page behind a link in a message: that message in whole, for whoever was sent it, and nothing else."""

from collections.abc import Callable
from datetime import datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.links import PATH, Links, Whole
from bot.web.answers import page
from bot.web.words import language_of, page_words


def full_text_route(links: Links, whole: Callable[[str], Whole | None], now: Callable[[], datetime]) -> Route:
    """Where links lead. One that has run out and one that nobody made get the same answer."""

    async def full_text(request: Request) -> Response:
        notice = links.notice_of(request.path_params["token"], now())
        found = await run_in_threadpool(whole, notice) if notice is not None else None
        if found is None:
            language = language_of(request)
            return page("full_text.html", language, 404, text=page_words(language)["full_text.gone"])
        return page("full_text.html", found.language, text=found.text)

    return Route(PATH + "{token}", full_text)
