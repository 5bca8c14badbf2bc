"""The routes of the plan picture: the page on which areas are outlined, the picture itself, and what is drawn."""

import hmac
import json
from uuid import UUID

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from bot.plan_pages import NotUnderstood, PlanPages
from bot.web.answers import explain
from bot.web.signed_in import SignedIn
from storage.web_sessions import Session

SITE_PLAN = "/plan"
PRIVATE = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex, nofollow, noarchive"}
MOST_BYTES = 16 * 1024  # of what is posted: two outlines of many points


def site_plan_routes(pages: PlanPages, signed_in: SignedIn) -> list[Route]:
    routes = _Routes(pages, signed_in)
    return [
        Route(SITE_PLAN, routes.page),
        Route(f"{SITE_PLAN}/picture/{{plan_id}}", routes.picture),
        Route(f"{SITE_PLAN}/outlines", routes.draw, methods=["POST"]),
    ]


class _Routes:
    def __init__(self, pages: PlanPages, signed_in: SignedIn) -> None:
        self._pages = pages
        self._signed_in = signed_in

    async def page(self, request: Request) -> Response:
        try:
            session = await self._drawing(request)
        except HTTPException as error:
            return explain(request, error)
        guard = self._signed_in.guard(request)
        return HTMLResponse(await run_in_threadpool(self._pages.page, session, guard), headers=PRIVATE)

    async def picture(self, request: Request) -> Response:
        """For whoever has a board, or draws; whether it is theirs to see is asked at each opening."""
        session = await self._signed_in.session(request)
        if session is None:
            return explain(request, HTTPException(401, "signed_out"))
        plan_id = _id(request.path_params["plan_id"])
        picture = await run_in_threadpool(self._pages.picture, session, plan_id) if plan_id else None
        if picture is None:
            return explain(request, HTTPException(404, "not_found"))
        return Response(picture, media_type="image/jpeg", headers=PRIVATE)

    async def draw(self, request: Request) -> Response:
        """Outline an area; 409 with a sentence where that is refused."""
        try:
            session = await self._drawing(request)
            self._check_guard(request)
            why = await run_in_threadpool(self._pages.draw, session, await _posted(request))
        except NotUnderstood:
            return explain(request, HTTPException(400, "not_understood"))
        except HTTPException as error:
            return explain(request, error)
        return JSONResponse({"error": why}, 409, headers=PRIVATE) if why else JSONResponse({}, headers=PRIVATE)

    async def _drawing(self, request: Request) -> Session:
        """Whoever is signed in and may draw."""
        session = await self._signed_in.session(request)
        if session is None:
            raise HTTPException(401, "signed_out")
        if not await run_in_threadpool(self._pages.may_draw, session):
            raise HTTPException(403, "not_drawing")
        return session

    def _check_guard(self, request: Request) -> None:
        ours = self._signed_in.guard(request).encode()
        given = request.headers.get("x-guard", "").encode()
        if not (hmac.compare_digest(given, ours) and self._signed_in.is_own(request.headers)):
            raise HTTPException(403, "other_site")


async def _posted(request: Request) -> object:
    """The JSON of a body. Raises NotUnderstood for what is none, HTTPException for one that is too long."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise HTTPException(413, "too_much")
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise NotUnderstood from None


def _id(written: str) -> str | None:
    try:
        return str(UUID(written))
    except ValueError:
        return None
