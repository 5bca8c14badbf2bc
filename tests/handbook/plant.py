"""The demo company after a quarter of its life, served to a browser as the product serves it, on a clock held still."""

import asyncio
import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import uvicorn

from bot.app import DEMO_WORKBOOK, chat_app, open_database, signed_in_routes, working
from bot.buckets import Buckets
from bot.classifiers import in_service
from bot.company import Company
from bot.doors import listen
from bot.keys import link_secret, open_keys, session_secret, with_demo_keys
from bot.links import Links
from bot.platforms.webchat import WebChat
from bot.settings import Settings
from bot.simulation.drive import VirtualClock
from bot.simulation.history import LASTS, live_quarter
from bot.simulation.run import beforehand, hurry
from nlp.retrieval import LibraryRetrieval
from storage import directory
from storage.company_import import import_company
from storage.engine import fold_log, read_transaction
from storage.schema import migrate
from storage.sealed_types import ring_of
from storage.workbook import Workbook, read_workbook
from workflow.ids import dated_by
from workflow.people import Language

MOMENT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # a Tuesday, 09:00 in the plant: its day shift has begun
ANSWERED = timedelta(seconds=40)  # between what one person does and what the next one does
STARTS_WITHIN = 60  # seconds


@dataclass(frozen=True)
class Plant:
    """A running company: where its chat is, and its clock, which moves when somebody does something."""

    address: str
    clock: VirtualClock
    company: Company
    loop: asyncio.AbstractEventLoop

    def passes(self, span: timedelta = ANSWERED) -> None:
        """So much time is over, and whatever was due in it has happened."""
        self.clock.moment += span
        asyncio.run_coroutine_threadsafe(self._ring(), self.loop).result()

    def quiet(self) -> None:
        """Return when every message is answered and every notice delivered."""
        asyncio.run_coroutine_threadsafe(self._settle(), self.loop).result()

    async def _ring(self) -> None:
        while await self.company.clock.tick():
            await self.company.courier.settle()

    async def _settle(self) -> None:
        await self.company.intake.settle()
        await self.company.courier.settle()


def settle(folder: Path, language: str) -> None:
    """Put the demo company into an empty folder, everybody of it speaking one language, with three months of cases."""
    settings = with_demo_keys(Settings(data_dir=folder))
    engine = open_database(settings)
    hurry(engine)
    migrate(engine)
    with beforehand((MOMENT - LASTS).date()):
        open_keys(engine, settings)
        import_company(engine, _speaking(read_workbook(DEMO_WORKBOOK), language), at=MOMENT)
    live_quarter(engine, folder, MOMENT)
    fold_log(engine)
    engine.dispose()


def _speaking(workbook: Workbook, language: str) -> Workbook:
    """The company as one that speaks this language: what has a name in it is called by that alone."""

    def of(row: Any) -> Any:
        return replace(row, name=row.name_en or row.name) if language == "en" else row

    return replace(
        workbook,
        areas=tuple(map(of, workbook.areas)),
        departments=tuple(map(of, workbook.departments)),
        equipment=tuple(map(of, workbook.equipment)),
        people=tuple(replace(of(person), language=Language(language)) for person in workbook.people),
    )


@contextmanager
def running(settled: Path, folder: Path) -> Iterator[Plant]:
    """The service over a copy of a settled company, from the same moment each time."""
    shutil.copytree(settled, folder)
    clock = VirtualClock(MOMENT)
    stop = threading.Event()
    started: Future[Plant] = Future()
    with dated_by(clock.nanoseconds):
        serving = threading.Thread(target=lambda: asyncio.run(_serve(folder, clock, started, stop)))
        serving.start()
        try:
            yield started.result(STARTS_WITHIN)
        finally:
            stop.set()
            serving.join()


async def _serve(folder: Path, clock: VirtualClock, started: "Future[Plant]", stop: threading.Event) -> None:
    """As `bot.app.serve` wires a demo, but for the clock."""
    settings = with_demo_keys(Settings(data_dir=folder))
    engine = open_database(settings)
    hurry(engine)
    open_keys(engine, settings)
    chat = WebChat(engine, folder / "uploads", clock)
    with read_transaction(engine) as connection:
        library = directory.library(connection)
    with listen("127.0.0.1", 0, "") as door:
        address = f"http://127.0.0.1:{door.getsockname()[1]}"
        company = Company(
            engine,
            folder,
            {chat.bot: chat},
            turn_threads=settings.turn_threads,
            now=clock,
            library=library,
            classifier=in_service(settings, LibraryRetrieval(library)),
            pseudonym_key=settings.pseudonyms,
            links=Links(address, link_secret(ring_of(engine))),
        )
        pages = signed_in_routes(company, address, stop.is_set)
        app = chat_app(company, chat, session_secret(settings), stop.is_set, Buckets(0, 60), pages)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
        async with working(company):
            serving = asyncio.create_task(server.serve([door]))
            while not server.started:
                await asyncio.sleep(0.01)
            started.set_result(Plant(address, clock, company, asyncio.get_running_loop()))
            await asyncio.to_thread(stop.wait)
            server.should_exit = True
            await serving
        company.close()
        engine.dispose()
