"""Who a browser says it is in one chat: a signed, expiring cookie that the browser sends to that chat alone."""

import hashlib
import hmac
from datetime import datetime, timedelta
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

COOKIE = "hazardline_chat"
LASTS = timedelta(hours=12)


def open_session(response: Response, code: str, secret: bytes, now: datetime, *, secure: bool) -> None:
    """Set the cookie of one person's chat. Its path keeps several people apart in one browser.

    secure: they have come by HTTPS, and it is sent back by nothing else.
    """
    until = int((now + LASTS).timestamp())
    response.set_cookie(
        COOKIE,
        f"{until}.{_signature(code, until, secret)}",
        max_age=int(LASTS.total_seconds()),
        path=f"/chat/{quote(code)}/",
        httponly=True,
        secure=secure,
        samesite="strict",
    )


def has_session(request: Request, code: str, secret: bytes, now: datetime) -> bool:
    """Whether the request carries a cookie we signed for this person that has not run out."""
    until, _, signature = request.cookies.get(COOKIE, "").partition(".")
    if not (until.isascii() and until.isdecimal() and len(until) < 16) or int(until) <= now.timestamp():
        return False
    return hmac.compare_digest(signature.encode(), _signature(code, int(until), secret).encode())


def _signature(code: str, until: int, secret: bytes) -> str:
    return hmac.new(secret, f"webchat session\0{code}\0{until}".encode(), hashlib.sha256).hexdigest()
