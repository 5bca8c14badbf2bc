"""The pages of whoever is signed in: a link from chat opens a session, which a cookie bears and a tap ends."""

import hmac
from uuid import UUID

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.links import SIGN_IN
from bot.own_pages import OwnPages
from bot.web.answers import explain, page
from bot.web.browsers import browser_of
from bot.web.signed_in import SignedIn
from bot.web.thumbnails import image_type
from bot.web.words import language_of, page_words
from templates.page import page_html

HOME, BOARD, SITE_PLAN = "/me", "/board", "/plan"
LEADS = {"board": BOARD, "plan": SITE_PLAN}  # where a link leads beside the first page
PRIVATE = {"Cache-Control": "private, no-store"}
SEE_OTHER = 303
VARIANTS = ("thumb", "clean")


def own_routes(pages: OwnPages, signed_in: SignedIn) -> list[Route]:
    own = _Own(pages, signed_in)
    return [
        Route(SIGN_IN + "{code}", own.door),
        Route(SIGN_IN + "{code}", own.sign_in, methods=["POST"]),
        Route(HOME, own.home),
        Route(f"{HOME}/cases/{{case_id}}", own.case),
        Route(f"{HOME}/photos/{{attachment_id}}", own.photo),
        Route(f"{HOME}/end", own.end, methods=["POST"]),
    ]


class _Own:
    def __init__(self, pages: OwnPages, signed_in: SignedIn) -> None:
        self._pages = pages
        self._signed_in = signed_in

    async def door(self, request: Request) -> Response:
        """A link was opened, perhaps by a program that looks ahead: nobody is signed in before they say so."""
        language = language_of(request)
        if not await run_in_threadpool(self._pages.is_offered, request.path_params["code"]):
            return explain(request, HTTPException(404, "link_over"))
        return page("sign_in.html", language)

    async def sign_in(self, request: Request) -> Response:
        if not self._signed_in.is_own(request.headers):
            return explain(request, HTTPException(403, "other_site"))
        browser = browser_of(request.headers.get("user-agent", ""))
        token = await run_in_threadpool(self._pages.begin, request.path_params["code"], browser)
        if token is None:
            return explain(request, HTTPException(404, "link_over"))
        response = RedirectResponse(LEADS.get(request.query_params.get("to", ""), HOME), SEE_OTHER)
        self._signed_in.begin(response, token)
        return response

    async def home(self, request: Request) -> Response:
        session = await self._signed_in.session(request)
        if session is None:
            return explain(request, HTTPException(401, "signed_out"))
        facts = await run_in_threadpool(self._pages.home, session)
        return page("own.html", session.person.language, **facts, guard=self._signed_in.guard(request))

    async def case(self, request: Request) -> Response:
        session = await self._signed_in.session(request)
        if session is None:
            return explain(request, HTTPException(401, "signed_out"))
        case_id = _id(request.path_params["case_id"])
        shown = await run_in_threadpool(self._pages.case, session, case_id) if case_id else None
        if shown is None:
            return explain(request, HTTPException(404, "not_found"))
        language = session.person.language
        html = page_html(language, "own_case.html", {"case": shown, "words": page_words(language)})
        return HTMLResponse(html, headers=PRIVATE)

    async def photo(self, request: Request) -> Response:
        """A picture of a case; whether it is theirs to see is asked at each opening."""
        session = await self._signed_in.session(request)
        if session is None:
            return explain(request, HTTPException(401, "signed_out"))
        attachment, variant = _id(request.path_params["attachment_id"]), request.query_params.get("variant", "clean")
        if attachment is None or variant not in VARIANTS:
            return explain(request, HTTPException(404, "not_found"))
        picture = await run_in_threadpool(self._pages.photo, session.person.id, attachment, variant)  # type: ignore[arg-type]
        kind = image_type(picture) if picture else None
        if kind is None:
            return explain(request, HTTPException(404, "not_found"))
        return Response(picture, media_type=kind, headers=PRIVATE)

    async def end(self, request: Request) -> Response:
        """End a session: `which` is its id, or all."""
        session = await self._signed_in.session(request)
        if session is None:
            return explain(request, HTTPException(401, "signed_out"))
        async with request.form(max_files=0, max_fields=4) as form:
            which, guard = str(form.get("which", "")), str(form.get("guard", ""))
        ours = hmac.compare_digest(guard.encode(), self._signed_in.guard(request).encode())
        if not (ours and self._signed_in.is_own(request.headers)):
            return explain(request, HTTPException(403, "other_site"))
        await run_in_threadpool(self._pages.end, session, None if which == "all" else _id(which) or "")
        return RedirectResponse(HOME, SEE_OTHER)


def _id(written: str) -> str | None:
    try:
        return str(UUID(written))
    except ValueError:
        return None
