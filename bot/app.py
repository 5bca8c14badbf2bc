"""All wiring of a running process: database, company, web chat, and the loops between start and stop."""

import asyncio
import contextlib
import fcntl
import gc
import logging
import os
import secrets
import signal
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import uvicorn
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette

from bot.company import Company, facts_of
from bot.platforms.webchat import WebChat
from bot.settings import BadSettings, Settings
from bot.web.chat import ChatBackend, create_chat_app
from storage import deliveries, pseudonyms
from storage.company_import import import_company, is_imported
from storage.engine import fold_log, open_engine, read_transaction, write_transaction
from storage.pseudonyms import Pseudonyms
from storage.schema import migrate
from storage.workbook import read_workbook

log = logging.getLogger(__name__)

DEMO_WORKBOOK = Path(__file__).parent.parent / "storage" / "demo" / "company.xlsx"


# How long open pages (their live connections never end by themselves) may hold up an orderly stop.
GOODBYE_SECONDS = 4


# Said after the name of the setting, as what pydantic says of other settings.
WRONG_KEY = "is not the key of this database, which holds anonymous reports: their reporters could not be reached"


class NotADemo(Exception):
    """The web chat lets anyone be anyone; this company is not marked as a demo, and no other platform is set up."""


class AlreadyRunning(Exception):
    """Another process works on this data directory."""


class LoopFell(Exception):
    """A fault of ours has ended a loop that never ends; the log says where."""


class AddressTaken(Exception):
    """Nobody can listen at the host and port of the settings: most likely somebody else does."""


def open_database(settings: Settings) -> Engine:
    """The database of the settings, its folder made when it is missing. Raises BadSettings where it is out of reach."""
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadSettings("HAZARDLINE_DATA_DIR", str(error)) from error
    try:
        engine = open_engine(settings.database)
        engine.connect().close()
    except (SQLAlchemyError, ValueError) as error:
        variable = "HAZARDLINE_DATABASE_URL" if settings.database_url else "HAZARDLINE_DATA_DIR"
        raise BadSettings(variable, str(error).partition("\n")[0]) from error
    return engine


def listen(settings: Settings) -> socket.socket:
    """The socket of the settings, open. Raises AddressTaken."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family)
    except OSError as error:
        raise AddressTaken from error


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
    """The key that signs the demo's chat sessions."""
    return _key_in(settings.data_dir / "session.key")


def with_demo_key(settings: Settings) -> Settings:
    """The settings of a demo, which seals its pseudonyms with a key of its own where none is given.

    Beside the data it locks, which only a demo may do: a company's key is kept elsewhere.
    """
    return settings if settings.pseudonyms else settings.with_pseudonyms(_key_in(settings.data_dir / "pseudonym.key"))


def _key_in(path: Path) -> bytes:
    """A key made once, readable by its owner only."""
    if not path.exists():
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(secrets.token_bytes(32))
        with contextlib.suppress(FileExistsError):  # another process was first
            os.link(fresh, path)  # a name only for a whole key, whenever we are killed
        fresh.unlink()
    return path.read_bytes()


def check_pseudonyms(engine: Engine, settings: Settings) -> None:
    """Raise BadSettings where there are anonymous reporters whom the key of the settings does not reach."""
    key = Pseudonyms(settings.pseudonyms) if settings.pseudonyms else None
    with read_transaction(engine) as connection:
        fits = pseudonyms.fits(connection, key)
    if not fits:
        raise BadSettings("HAZARDLINE_PSEUDONYM_KEY", WRONG_KEY)


def serve(settings: Settings, started: Callable[[str], None]) -> None:
    """Run until interrupted; `started` is told the address.

    Raises BadSettings, AlreadyRunning, AddressTaken, NoCompany, NotADemo, LoopFell.
    """
    engine = open_database(settings)
    with sole_process(settings), listen(settings) as listening:
        if not facts_of(engine).demo:
            raise NotADemo
        check_pseudonyms(engine, settings)
        if settings.database.startswith("sqlite"):
            with write_transaction(engine) as connection:
                deliveries.release_all(connection)
        asyncio.run(_serve(settings, engine, listening, started))


async def _serve(settings: Settings, engine: Engine, listening: socket.socket, started: Callable[[str], None]) -> None:
    # The server sends itself SIGTERM once more when it has ended: that must not cut off what is still to be finished.
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, lambda: None)
    chat = WebChat(engine, settings.data_dir / "uploads")
    threads, key = settings.turn_threads, settings.pseudonyms
    company = Company(engine, settings.data_dir, {chat.bot: chat}, turn_threads=threads, pseudonym_key=key)
    config = uvicorn.Config(
        chat_app(company, chat, session_secret(settings), lambda: server.should_exit),
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GOODBYE_SECONDS,
    )
    server = uvicorn.Server(config)
    async with working(company) as loops:
        serving = asyncio.create_task(server.serve([listening]))
        while not server.started and not serving.done():
            await asyncio.sleep(0.01)
        if server.started:
            started(f"http://{settings.host}:{settings.port}")
        await asyncio.wait([serving, *loops], return_when=asyncio.FIRST_COMPLETED)
        server.should_exit = True  # a loop has fallen: to go on would be to take messages that nobody answers
        await serving
        fallen = [loop.exception() for loop in loops if loop.done()]
    company.close()
    fold_log(engine)
    if fallen:
        raise LoopFell from fallen[0]


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


def _spare_the_collector() -> None:
    """Leave what the start has made out of every later garbage collection, and collect the old less often.

    Going through all of it took up to a tenth of a second, several times a minute, with everybody's messages waiting.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 100)


@asynccontextmanager
async def working(company: Company) -> AsyncIterator[list[asyncio.Task[None]]]:
    """The company's loops: inbox and courier, which never end by themselves, and the clock.

    On the way out what was begun is finished.
    """
    _spare_the_collector()
    loops = [asyncio.create_task(company.intake.run()), asyncio.create_task(company.courier.run())]
    scheduler = company.clock.scheduler()
    scheduler.start()
    try:
        yield loops
    finally:
        scheduler.shutdown(wait=False)
        for loop in loops:
            loop.cancel()
        await asyncio.gather(*loops, return_exceptions=True)
        for settle in (company.intake.settle, company.courier.settle):
            try:
                await settle()
            except Exception:  # what is not finished now is finished after the next start; the rest must still end
                log.exception("not everything could be finished")
