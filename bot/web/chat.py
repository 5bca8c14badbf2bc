"""The routes of the web chat: anyone on this machine may be anyone, in one signed session per person and chat."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.buckets import Buckets
from bot.platforms.webchat import WebChat
from bot.platforms.webchat_wire import Change, Draft
from bot.web import chat_data, sessions, uploads
from bot.web.documents import own_document, own_picture
from bot.web.limits import MINUTE, too_many
from bot.web.live import news
from bot.web.server import loopback_app
from bot.web.thumbnails import VARIANTS, image_type
from bot.web.words import language_of, page_words
from handlers.messages import Album, Envelope
from templates.render import ROOM
from workflow.people import Language

CLIENT_NAME = re.compile(r"[A-Za-z0-9_-]{8,60}")  # of a message or an album, made by the page
TOKEN_CHARACTERS = 256
PRIVATE = {"Cache-Control": "private, no-store"}
LIVE = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


@dataclass(frozen=True)
class ChatBackend:
    """What the web chat needs of the house.

    accept: stores an envelope durably; False when it was stored before.
    photo: the picture of an attachment as this viewer (a person's id) may see it; variant is thumb or clean. None: not.
    secret: signs the sessions; at least 32 bytes.
    stopping: true once the server is on its way out; live streams end then, so that it need not cut them off.
    posts: what each person may post a minute.
    """

    platform: WebChat
    accept: Callable[[Envelope], Awaitable[bool]]
    photo: Callable[[str, str, str], bytes | None]
    secret: bytes
    stopping: Callable[[], bool] = lambda: False
    posts: Buckets = field(default_factory=lambda: Buckets(0, MINUTE))


def create_chat_app(chat: ChatBackend, pages: Iterable[BaseRoute] = ()) -> Starlette:
    """The demo chat as an application of its own, for a port of its own on loopback. pages: what else it shows."""
    routes = _Routes(chat)
    person = "/chat/{code}"
    return loopback_app(
        [
            Route("/", routes.page),
            Route("/healthz", routes.healthz),
            Route("/people", routes.people),
            Route("/events", routes.everyones_events),
            Route(f"{person}/session", routes.choose, methods=["POST"]),
            Route(f"{person}/messages", routes.messages),
            Route(f"{person}/messages", routes.say, methods=["POST"]),
            Route(f"{person}/messages/{{client_id}}", routes.change, methods=["POST"]),
            Route(f"{person}/events", routes.events),
            Route(f"{person}/read", routes.read, methods=["POST"]),
            Route(f"{person}/photos/{{attachment_id}}", routes.photo),
            Route(f"{person}/files/{{upload_id}}", routes.file),
            Route(f"{person}/documents/{{upload_id}}", routes.document),
            *pages,
        ],
        lambda app: _beginning(chat),
    )


@asynccontextmanager
async def _beginning(chat: ChatBackend) -> AsyncIterator[None]:
    """What a kill left behind is put right before the first page: files without a row, words without an envelope."""
    await run_in_threadpool(chat.platform.sweep)
    envelopes = await run_in_threadpool(chat.platform.said_last)
    await asyncio.gather(*(chat.accept(envelope) for envelope in envelopes))
    yield


class _Routes:
    def __init__(self, chat: ChatBackend) -> None:
        self._chat = chat
        self._platform = chat.platform
        self._pages = Environment(loader=FileSystemLoader(ROOM / "pages"), autoescape=True, undefined=StrictUndefined)

    async def page(self, request: Request) -> Response:
        """The one page of the chat; everything on it but the frame is filled in by its scripts."""
        language = language_of(request)
        facts = {
            **await run_in_threadpool(chat_data.company_facts, self._platform.engine),
            "language": language,
            "limits": {"file_bytes": uploads.FILE_BYTES, "body_bytes": uploads.BODY_BYTES},
            "words": {each: page_words(each) for each in Language},
        }
        html = self._pages.get_template("chat.html").render(facts=facts, words=page_words(language), language=language)
        return HTMLResponse(html, headers={"Cache-Control": "no-store"})

    async def healthz(self, request: Request) -> Response:
        await run_in_threadpool(chat_data.company_facts, self._platform.engine)  # the database answers
        return PlainTextResponse("ok")

    async def people(self, request: Request) -> Response:
        """Everybody one can be, with the state of their chats."""
        now, engine = self._platform.now(), self._platform.engine
        everybody = await run_in_threadpool(chat_data.people_json, engine, now)
        return JSONResponse({"people": everybody}, headers=PRIVATE)

    async def everyones_events(self, request: Request) -> Response:
        """One stream for all chats of a page: a browser opens six connections to a host at most."""
        return StreamingResponse(self._news(), media_type="text/event-stream", headers=LIVE)

    async def choose(self, request: Request) -> Response:
        """Be this person from now on, in the chat of this path."""
        code = request.path_params["code"]
        await self._person_id(code)
        response = JSONResponse({"code": code})
        secure = request.url.scheme == "https"
        sessions.open_session(response, code, self._chat.secret, self._platform.now(), secure=secure)
        return response

    async def events(self, request: Request) -> Response:
        """The stream of one person's chat."""
        person_id = await self._session(request)
        return StreamingResponse(self._news(person_id), media_type="text/event-stream", headers=LIVE)

    async def messages(self, request: Request) -> Response:
        """The last messages; with `since`, those touched after it; with `before`, those older than it."""
        person_id, engine = await self._session(request), self._platform.engine
        asked = {name: _number(text) for name, text in request.query_params.items() if name in ("since", "before")}
        answer = await run_in_threadpool(chat_data.messages_json, engine, person_id, **asked)
        return JSONResponse(answer, headers=PRIVATE)

    async def say(self, request: Request) -> Response:
        """Take a message in. 200 means that it is on disk; the same client_id again changes nothing and is 200 too."""
        await self._posting(request)
        form = await uploads.read_form(request, self._platform.files)
        draft = draft_of(form)  # files of a refused draft have no row, and are swept
        envelope = await run_in_threadpool(self._platform.said, request.path_params["code"], draft)
        return JSONResponse({"client_id": draft.client_id, "new": await self._chat.accept(envelope)})

    async def change(self, request: Request) -> Response:
        """Take in that one's own message reads otherwise (`text`) or is gone (`deleted`), as `say` takes one in."""
        await self._posting(request)
        form = await uploads.read_form(request, self._platform.files)
        change = change_of(form)
        code, client_id = request.path_params["code"], request.path_params["client_id"]
        envelope = await run_in_threadpool(self._platform.changed, code, client_id, change)
        if envelope is None:
            raise HTTPException(404, "cannot_change")
        return JSONResponse({"client_id": change.client_id, "new": await self._chat.accept(envelope)})

    async def read(self, request: Request) -> Response:
        """Everything up to the seq in the field `upto` was seen."""
        person_id = await self._session(request)
        form = await uploads.read_form(request, self._platform.files)
        await run_in_threadpool(self._platform.mark_read, person_id, _number(form.fields.get("upto", "")))
        return Response(status_code=204)

    async def photo(self, request: Request) -> Response:
        """A picture of a case, asked for anew at each opening."""
        viewer, variant = await self._session(request), _variant(request)
        picture = await run_in_threadpool(self._chat.photo, viewer, request.path_params["attachment_id"], variant)
        kind = image_type(picture) if picture else None
        if kind is None:
            raise HTTPException(404, "not_found")
        return Response(picture, media_type=kind, headers=PRIVATE)

    async def file(self, request: Request) -> Response:
        """A picture that the person sent or that was drawn for them, small and without what a camera writes into it."""
        person_id, variant = await self._session(request), _variant(request)
        picture = await run_in_threadpool(
            own_picture, self._platform, person_id, request.path_params["upload_id"], variant
        )
        if picture is None:
            raise HTTPException(404, "not_found")
        return Response(picture, media_type="image/jpeg", headers=PRIVATE)

    async def document(self, request: Request) -> Response:
        whose, which = await self._session(request), request.path_params["upload_id"]
        return await run_in_threadpool(own_document, self._platform, whose, which)

    def _news(self, only: str | None = None) -> AsyncIterator[str]:
        return news(self._platform, self._chat.stopping, only)

    async def _session(self, request: Request) -> str:
        """The id of the person whose chat the path names, if the browser may be that person."""
        code = request.path_params["code"]
        if not sessions.has_session(request, code, self._chat.secret, self._platform.now()):
            raise HTTPException(401, "no_session")
        return await self._person_id(code)

    async def _posting(self, request: Request) -> None:
        """Somebody is about to post, and does not do so too often. Before anything of the body is read."""
        person_id = await self._session(request)
        if wait := self._chat.posts.take(person_id, uploads.cost(request.headers.get("content-length", ""))):
            raise too_many(wait)

    async def _person_id(self, code: str) -> str:
        person_id = await run_in_threadpool(self._platform.person_at, code)
        if person_id is None:
            raise HTTPException(404, "nobody")
        return person_id


def draft_of(form: uploads.Form) -> Draft:
    """The message a form holds. Raises HTTPException 400 for one without a name or without anything in it."""
    client_id, album_id = form.fields.get("client_id", ""), form.fields.get("album_id", "")
    choice = form.fields.get("choice") or None
    if not CLIENT_NAME.fullmatch(client_id) or len(choice or "") > TOKEN_CHARACTERS:
        raise HTTPException(400, "not_a_message")
    text = form.fields.get("text", "")
    if not (text.strip() or choice or form.uploads):
        raise HTTPException(400, "empty")
    album = Album(album_id, _number(form.fields.get("album_size", ""))) if CLIENT_NAME.fullmatch(album_id) else None
    return Draft(client_id, text, choice, tuple(form.uploads), album)


def change_of(form: uploads.Form) -> Change:
    """The change a form holds. Raises HTTPException 400 for one without a name, or that leaves no words."""
    client_id, text = form.fields.get("client_id", ""), form.fields.get("text", "")
    deleted = form.fields.get("deleted", "") == "1"
    if not CLIENT_NAME.fullmatch(client_id) or form.uploads:
        raise HTTPException(400, "not_a_message")
    if not (text.strip() or deleted):
        raise HTTPException(400, "empty")
    return Change(client_id, text, deleted)


def _variant(request: Request) -> str:
    variant = request.query_params.get("variant", "thumb")
    if variant not in VARIANTS:
        raise HTTPException(404, "not_found")
    return variant


def _number(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise HTTPException(400, "not_a_message")
    return int(text)
