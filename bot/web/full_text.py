"""The page behind a link in a message: that message in whole, for whoever was sent it, and nothing else."""

import base64
import hashlib
from collections.abc import Callable
from datetime import datetime

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.links import PATH, Links, Whole
from bot.web.server import STATIC
from bot.web.words import language_of, page_words
from templates.render import ROOM
from workflow.people import Language

STYLE = (STATIC / "full_text.css").read_text("utf-8")
_STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
_PAGES = Environment(loader=FileSystemLoader(ROOM / "pages"), undefined=StrictUndefined, autoescape=True)


def full_text_route(links: Links, whole: Callable[[str], Whole | None], now: Callable[[], datetime]) -> Route:
    """Where links lead. One that has run out and one that nobody made get the same answer."""

    async def page(request: Request) -> Response:
        notice = links.notice_of(request.path_params["token"], now())
        found = await run_in_threadpool(whole, notice) if notice is not None else None
        if found is None:
            language = language_of(request)
            return _page(page_words(language)["full_text.gone"], language, 404)
        return _page(found.text, found.language, 200)

    return Route(PATH + "{token}", page)


def _page(text: str, language: Language, status: int) -> Response:
    words = page_words(language)
    html = _PAGES.get_template("full_text.html").render(text=text, language=language, words=words, style=STYLE)
    return HTMLResponse(html, status, headers=HEADERS)
