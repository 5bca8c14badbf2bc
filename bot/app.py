"""All wiring of a running process: database, company, web chat, and the loops between start and stop."""

import asyncio
import contextlib
import fcntl
import logging
import os
import secrets
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import uvicorn
from sqlalchemy import Engine
from starlette.applications import Starlette

from bot.company import Company, facts_of
from bot.platforms.webchat import WebChat
from bot.settings import Settings
from bot.web.chat import ChatBackend, create_chat_app
from storage import deliveries
from storage.company_import import import_company, is_imported
from storage.engine import open_engine, write_transaction
from storage.schema import migrate
from storage.workbook import read_workbook

log = logging.getLogger(__name__)

DEMO_WORKBOOK = Path(__file__).parent.parent / "storage" / "demo" / "company.xlsx"


# How long open pages (their live connections never end by themselves) may hold up an orderly stop.
GOODBYE_SECONDS = 4


class NotADemo(Exception):
    """The web chat lets anyone be anyone; this company is not marked as a demo, and no other platform is set up."""


class AlreadyRunning(Exception):
    """Another process works on this data directory."""


def open_database(settings: Settings) -> Engine:
    """The database of the settings, its folder made when it is missing."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return open_engine(settings.database)


def prepare_demo(settings: Settings) -> None:
    """Create or migrate the demo's database and load its company; at once when nothing has changed."""
    engine = open_database(settings)
    migrate(engine)
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


def session_secret(settings: Settings) -> bytes:
    """The key that signs the demo's chat sessions, made once, readable by its owner only."""
    path = settings.data_dir / "session.key"
    with contextlib.suppress(FileExistsError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(32))
    return path.read_bytes()


def serve(settings: Settings, started: Callable[[str], None]) -> None:
    """Run until interrupted; `started` is told the address. Raises NotADemo, AlreadyRunning, NoCompany."""
    engine = open_database(settings)
    with sole_process(settings):
        if not facts_of(engine).demo:
            raise NotADemo
        if settings.database.startswith("sqlite"):
            with write_transaction(engine) as connection:
                deliveries.release_all(connection)
        asyncio.run(_serve(settings, engine, started))


async def _serve(settings: Settings, engine: Engine, started: Callable[[str], None]) -> None:
    chat = WebChat(engine, settings.data_dir / "uploads")
    company = Company(engine, settings.data_dir, {chat.bot: chat}, turn_threads=settings.turn_threads)
    config = uvicorn.Config(
        chat_app(company, chat, session_secret(settings), lambda: server.should_exit),
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GOODBYE_SECONDS,
    )
    server = uvicorn.Server(config)
    async with working(company):
        serving = asyncio.create_task(server.serve())
        while not server.started and not serving.done():
            await asyncio.sleep(0.01)
        if server.started:
            started(f"http://{settings.host}:{settings.port}")
        await serving
    company.close()


def chat_app(company: Company, chat: WebChat, secret: bytes, stopping: Callable[[], bool]) -> Starlette:
    """The web chat of a demo company; its live connections end when `stopping`."""
    return create_chat_app(
        ChatBackend(
            platform=chat,
            accept=company.intake.accept,
            photo=lambda person, attachment, variant: company.photo(person, attachment, variant),  # type: ignore[arg-type]
            secret=secret,
            stopping=stopping,
        )
    )


@asynccontextmanager
async def working(company: Company) -> AsyncIterator[None]:
    """The company's loops: inbox, courier, clock. On the way out what was begun is finished."""
    loops = [asyncio.create_task(company.intake.run()), asyncio.create_task(company.courier.run())]
    scheduler = company.clock.scheduler()
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
        for loop in loops:
            loop.cancel()
        await asyncio.gather(*loops, return_exceptions=True)
        await company.intake.settle()
        await company.courier.settle()
