"""All wiring of a running process: database, company, web chat, and the loops between start and stop."""

import asyncio
import fcntl
import gc
import logging
import signal
import socket
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot.buckets import Buckets
from bot.classifiers import in_service, tried_out
from bot.company import Company, facts_of, house_of, utc_now
from bot.connecting import platforms_of
from bot.doors import Door, keep_open, listen
from bot.interrupted import end_restore
from bot.keys import check_pseudonyms, link_secret, make_data_dir, open_keys, session_secret
from bot.links import Links
from bot.platforms.webchat import WebChat
from bot.polling import poll
from bot.recorded import note_settings
from bot.robots import settle_robots
from bot.settings import BadSettings, Settings, variable
from bot.tls import Tls, tls_of
from bot.web.board import board_routes
from bot.web.chat import ChatBackend, create_chat_app
from bot.web.full_text import full_text_route
from bot.web.limits import MINUTE, AddressLimits
from bot.web.own import own_routes
from bot.web.paper_links import paper_route
from bot.web.signed_in import SignedIn
from bot.web.webhooks import Hooked, create_webhook_app
from handlers.platform import Platform, Unusable
from nlp.retrieval import LibraryRetrieval
from storage import directory
from storage.company_import import import_company, is_imported
from storage.engine import fold_log, open_engine, read_transaction
from storage.schema import migrate
from storage.sealed_types import ring_of
from storage.workbook import read_workbook
from workflow.notice import Lane

log = logging.getLogger(__name__)

DEMO_WORKBOOK = Path(__file__).parent.parent / "storage" / "demo" / "company.xlsx"


PORT, WEBHOOK_PORT = variable("port"), variable("webhook_port")


class NotADemo(Exception):
    """The web chat lets anyone be anyone; this company is not marked as a demo, and no other platform is set up."""


class AlreadyRunning(Exception):
    """Another process works on this data directory."""


class LoopFell(Exception):
    """A fault of ours has ended a loop that never ends; the log says where."""


def open_database(settings: Settings) -> Engine:
    """The database of the settings, its folder made when it is missing. Raises BadSettings where it is out of reach."""
    make_data_dir(settings)
    end_restore(settings)
    try:
        engine = open_engine(settings.database)
        engine.connect().close()
    except (SQLAlchemyError, ValueError) as error:
        variable = "HAZARDLINE_DATABASE_URL" if settings.database_url else "HAZARDLINE_DATA_DIR"
        raise BadSettings(variable, str(error).partition("\n")[0]) from error
    return engine


def is_first_start(settings: Settings) -> bool:
    """There is no database yet where the data folder would have one."""
    return not settings.database_url and not (settings.data_dir / "hazardline.db").exists()


def prepare_demo(settings: Settings) -> None:
    """Create or migrate the demo's database and load its company; at once when nothing has changed."""
    engine = open_database(settings)
    migrate(engine)
    open_keys(engine, settings)
    if not is_imported(engine, DEMO_WORKBOOK):
        import_company(engine, read_workbook(DEMO_WORKBOOK))
    engine.dispose()


@contextmanager
def sole_process(settings: Settings) -> Iterator[None]:
    """Hold the data directory against a second process; PostgreSQL serves several. Raises AlreadyRunning."""
    if not settings.database.startswith("sqlite"):
        yield
        return
    with (settings.data_dir / "running.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRunning(settings.data_dir) from error
        yield


def serve(settings: Settings, started: Callable[[str], None], warned: Callable[[Unusable], None]) -> None:
    """Run until interrupted; `started` is told each address that is listened at, `warned` what is out of reach for now.

    Raises BadSettings, AlreadyRunning, AddressTaken, NoCompany, NotADemo, Unusable, LoopFell.
    """
    engine = open_database(settings)
    with sole_process(settings), ExitStack() as open_sockets:
        demo = facts_of(engine).demo
        open_keys(engine, settings)
        platforms = platforms_of(settings, engine)
        if not demo and not platforms:
            raise NotADemo
        check_pseudonyms(engine, settings)
        note_settings(engine, settings, utc_now())
        settle_robots(house_of(engine), settings, utc_now())
        chat_at = open_sockets.enter_context(listen(settings.host, settings.port, PORT)) if demo else None
        tls = tls_of(settings)
        where = (settings.webhook_host, settings.webhook_port, WEBHOOK_PORT)
        hooks_at = open_sockets.enter_context(listen(*where)) if settings.public_url else None
        asyncio.run(_serve(settings, engine, platforms, chat_at, hooks_at, tls, started, warned))


async def _serve(
    settings: Settings,
    engine: Engine,
    platforms: Sequence[Platform],
    chat_at: socket.socket | None,
    hooks_at: socket.socket | None,
    tls: Tls | None,
    started: Callable[[str], None],
    warned: Callable[[Unusable], None],
) -> None:
    # The server sends itself SIGTERM once more when it has ended: that must not cut off what is still to be finished.
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, lambda: None)
    await _check(platforms, warned)
    chat = WebChat(engine, settings.data_dir / "uploads")
    every = {platform.bot: platform for platform in (*platforms, *([chat] if chat_at else []))}
    threads, key = settings.turn_threads, settings.pseudonyms
    here = settings.public_url or (_address(chat_at) if chat_at else "")
    links = Links(here, link_secret(ring_of(engine))) if here else None
    with read_transaction(engine) as connection:
        entries = directory.library(connection)
    library = LibraryRetrieval(entries)
    company = Company(
        engine,
        settings.data_dir,
        every,
        turn_threads=threads,
        library=entries,
        classifier=in_service(settings, library),
        candidate=tried_out(settings, library),
        pseudonym_key=key,
        links=links,
        backup_hour=settings.backup_hour if settings.backup_to and chat_at is None else None,
        audit_heads=settings.audit_heads,
        messages_per_minute=settings.messages_per_minute,
    )
    doors: list[Door] = []
    stopping = partial(_is_stopping, doors)
    pages = signed_in_routes(company, here, stopping)
    if links:
        pages.append(full_text_route(links, company.cards.whole, company.now))
        pages.append(paper_route(links, company.files.paper, company.now))
    if chat_at is not None:
        posts = Buckets(settings.requests_per_minute, MINUTE)
        of_people = () if hooks_at else pages  # a demo that is not reached from outside has them beside its chat
        app = chat_app(company, chat, session_secret(settings), stopping, posts, of_people)
        doors.append(Door(app, chat_at))
    if hooks_at is not None:
        hooked = [platform for platform in platforms if isinstance(platform, Hooked)]
        callbacks = [route for platform in hooked for route in platform.routes(company.intake.accept)]
        limits = AddressLimits(settings.requests_per_minute, settings.refusals_per_minute)
        doors.append(Door(create_webhook_app(callbacks, pages, limits), hooks_at, tls, settings.trusted_proxies))
    spare_the_collector()
    async with working(company) as loops:
        await keep_open(doors, loops, started)
        fallen = [loop.exception() for loop in loops if loop.done()]
    await _close(platforms)
    company.close()
    fold_log(engine)
    if fallen:
        raise LoopFell from fallen[0]


async def _check(platforms: Sequence[Platform], warned: Callable[[Unusable], None]) -> None:
    """Raise Unusable for a bot that will never work; one whose platform is only out of reach now is told and kept."""
    for platform in platforms:
        try:
            await platform.check()
        except Unusable as error:
            if not error.passing:
                await _close(platforms)
                raise
            warned(error)


async def _close(platforms: Sequence[Platform]) -> None:
    for platform in platforms:
        await platform.close()


def signed_in_routes(company: Company, public_url: str, stopping: Callable[[], bool]) -> list[BaseRoute]:
    """What those read who are signed in on the web. stopping: live connections end then."""
    own = company.own_pages()
    signed_in = SignedIn(own, public_url)
    return [*own_routes(own, signed_in), *board_routes(company.board_pages(), signed_in, stopping)]


def _address(at: socket.socket) -> str:
    """Where a browser of this machine finds it."""
    host, port = at.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _is_stopping(doors: Sequence[Door]) -> bool:
    return any(door.server.should_exit for door in doors)


def chat_app(
    company: Company,
    chat: WebChat,
    secret: bytes,
    stopping: Callable[[], bool],
    posts: Buckets,
    pages: Iterable[BaseRoute] = (),
) -> Starlette:
    """The web chat of a demo company; its live connections end when `stopping`. posts: what each person may post."""
    return create_chat_app(
        ChatBackend(
            platform=chat,
            accept=company.intake.accept,
            photo=lambda person, attachment, variant: company.photo(person, attachment, variant),  # type: ignore[arg-type]
            secret=secret,
            stopping=stopping,
            posts=posts,
        ),
        pages,
    )


def spare_the_collector() -> None:
    """Leave what the start has made out of every later garbage collection, and collect the old less often.

    Going through all of it took up to a tenth of a second, several times a minute, with everybody's messages waiting.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 100)


@asynccontextmanager
async def working(company: Company) -> AsyncIterator[list[asyncio.Task[None]]]:
    """The company's loops: inbox and courier, which never end by themselves, and the clock.

    On the way out what was begun is finished; a digest to everybody goes on after the next start.
    """
    await company.lease.renew()  # what is answered from now on can be carried at once
    company.said_cases.begin(company.engine)
    if company.known_cases is not None:
        company.known_cases.begin(company.engine, company.now())
    loops = [asyncio.create_task(company.intake.run()), asyncio.create_task(company.courier.run())]
    polls = [
        asyncio.create_task(poll(platform, company.intake, company.courier.leads))
        for platform in company.platforms.values()
    ]
    polls.append(asyncio.create_task(company.menus.run()))
    polls.append(asyncio.create_task(company.chainer.run()))
    scheduler = company.clock.scheduler()
    scheduler.start()
    try:
        yield loops
    finally:
        scheduler.shutdown(wait=False)
        for loop in (*loops, *polls):
            loop.cancel()
        await asyncio.gather(*loops, *polls, return_exceptions=True)
        for settle in (company.intake.settle, partial(company.courier.settle, Lane.ANSWER)):
            try:
                await settle()
            except Exception:  # what is not finished now is finished after the next start; the rest must still end
                log.exception("not everything could be finished")
