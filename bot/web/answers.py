"""Plain pages of a few words, and how a page or a script is told no: one sentence in the language of the request."""

import base64
import hashlib
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from bot.web.words import language_of, page_words
from templates.page import page_html
from workflow.people import Language

STYLE = (Path(__file__).parent / "static" / "full_text.css").read_text("utf-8")
_STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; img-src 'self'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


def page(template: str, language: Language, status: int = 200, **facts: Any) -> Response:
    """A page of templates/pages without script, with its style in itself: nothing else is fetched for it."""
    html = page_html(language, template, {"words": page_words(language), "style": STYLE, **facts})
    return HTMLResponse(html, status, headers=HEADERS)


def explain(request: Request, error: HTTPException) -> Response:
    """A refusal as one sentence: to a browser that opens a page a page, to others JSON.

    The detail of the exception names the word where it is ours.
    """
    language = language_of(request)
    words = page_words(language)
    sentence = words.get(f"refused.{error.detail}") or words["refused.not_found"]
    if "text/html" not in request.headers.get("accept", ""):
        return JSONResponse({"error": sentence}, error.status_code, headers=error.headers)
    shown = page("full_text.html", language, error.status_code, text=sentence)
    shown.headers.update(error.headers or {})
    return shown
