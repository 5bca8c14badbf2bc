"""Whose browser a request comes from: a cookie bears the session that a link from chat has opened."""

import hmac
from hashlib import sha256
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response

from bot.own_pages import OwnPages
from storage.web_sessions import Session
from workflow.web import SESSION_LASTS


class SignedIn:
    """Reads sessions and sets their cookie, with https for that alone. public_url: where the door is reached."""

    def __init__(self, pages: OwnPages, public_url: str) -> None:
        self._pages = pages
        parts = urlsplit(public_url)
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._secure = parts.scheme == "https"
        self._cookie = "__Host-hazardline" if self._secure else "hazardline"

    def begin(self, response: Response, token: str) -> None:
        lasts = int(SESSION_LASTS.total_seconds())
        response.set_cookie(
            self._cookie, token, max_age=lasts, path="/", secure=self._secure, httponly=True, samesite="strict"
        )

    async def session(self, request: Request) -> Session | None:
        token = request.cookies.get(self._cookie, "")
        return await run_in_threadpool(self._pages.session, token) if token else None

    def guard(self, request: Request) -> str:
        """What a form of ours bears, and one of another site cannot know: it follows from the cookie."""
        return hmac.new(request.cookies.get(self._cookie, "").encode(), b"a form of ours", sha256).hexdigest()

    def is_own(self, headers: Headers) -> bool:
        """Whether a page of ours has posted this: browsers say so, older ones by their origin alone."""
        site = headers.get("sec-fetch-site")
        return site == "same-origin" if site else headers.get("origin", self._origin) == self._origin
