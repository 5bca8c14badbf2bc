"""A month of a company whose clock ticks in two processes on one database, with three kills: each notice once."""

import asyncio
import random
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, func, select

from bot.company import Company, house_of
from bot.simulation.days import Story
from bot.simulation.drive import Life, VirtualClock
from bot.simulation.everybody import everybody
from bot.simulation.platform import SimulatedPlatform
from bot.simulation.run import Telling, settle, span_of
from bot.simulation.seasons import Phrases
from nlp.retrieval import LibraryRetrieval
from storage import directory
from storage.data_keys import open_ring
from storage.engine import open_engine, read_transaction
from storage.schema import migrate
from storage.tables import deliveries, notices, timers
from tests.conftest import ENGINES
from tests.engines import MASTER_KEY
from tests.simulation.worker import SharedClock
from workflow.ids import dated_by

FIRST = date(2026, 9, 14)
DAYS = 30  # with the holidays of October, and the days worked for them
PEOPLE = 30
CASES_A_YEAR = 300
KILLS = 3
SEED = 7
PATIENCE = 60  # seconds, for a lease to run out and a process to start
ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.parametrize("empty_url", ENGINES[1:], indirect=True)


@dataclass
class Worker:
    """A process that ticks and carries; `kills` counts its violent ends."""

    arguments: tuple[str, ...]
    log: Path
    process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        with self.log.open("a") as log:
            self.process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.simulation.worker", *self.arguments), cwd=ROOT, stderr=log
            )

    def signal(self, which: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(which)

    async def kill(self) -> None:
        assert self.process is not None
        assert self.process.returncode is None, self.log.read_text()
        self.process.kill()
        await self.process.wait()


@dataclass
class Elsewhere:
    """A company whose turns are taken here, and whose clock and courier run in other processes.

    `kills`: the moments from which on one of them is killed, as soon as messages are being carried. `in_hand`: how many
    were, of all kills.
    """

    company: Company
    clock_of_all: SharedClock
    workers: list[Worker]
    kills: list[datetime]
    in_hand: int = 0

    def as_company(self) -> Company:
        """As whoever lives in it sees it."""
        here = self.company
        daily = {name: getattr(here.clock, name) for name in ("count", "look_ahead", "set_out")}
        clock = SimpleNamespace(tick=self._tick, **daily)
        courier = SimpleNamespace(settle=self._carried)
        lease = SimpleNamespace(renew=_nothing)
        seen = {"engine": here.engine, "intake": here.intake, "clock": clock, "courier": courier, "lease": lease}
        return cast(Company, SimpleNamespace(**seen))

    async def _tick(self) -> int:
        if self.kills and self.clock_of_all() >= self.kills[0]:
            await self._kill()
        await self._until_none(self._due)
        return 0

    async def _carried(self) -> None:
        await self._until_none(self._due)
        await self._until_none(self._waiting)

    async def _kill(self) -> None:
        """One after the other, so that each leads at some time; where all was carried unseen, at a later hour."""
        worker = self.workers[len(self.kills) % len(self.workers)]
        held = await self._stopped_with_work(worker)
        if held:
            self.kills.pop(0)
            self.in_hand += held
            await worker.kill()
            await worker.start()

    async def _stopped_with_work(self, worker: Worker) -> int:
        """How many messages were in hand when a process was stopped; 0, and it goes on, when there is nothing to do."""
        async with asyncio.timeout(PATIENCE):
            while self._is_there(self._due) or self._is_there(self._waiting):
                worker.signal(signal.SIGSTOP)
                with read_transaction(self.company.engine) as connection:
                    held = int(connection.execute(_HELD).scalar_one())
                if held:
                    return held
                worker.signal(signal.SIGCONT)
                await asyncio.sleep(0.003)
        return 0

    async def _until_none(self, of: Any) -> None:
        async with asyncio.timeout(PATIENCE):
            while self._is_there(of):
                await asyncio.sleep(0.003)

    def _is_there(self, of: Any) -> bool:
        with read_transaction(self.company.engine) as connection:
            return connection.execute(of()).first() is not None

    def _due(self) -> Any:
        return select(timers.c.id).where(timers.c.stopped_at.is_(None), timers.c.due_at <= self.clock_of_all()).limit(1)

    def _waiting(self) -> Any:
        now = self.clock_of_all()
        return select(notices.c.id).where(notices.c.state == "pending", notices.c.not_before <= now).limit(1)


async def _nothing() -> bool:
    return True


@pytest.fixture
def engine(empty_url: str) -> Iterator[Engine]:
    engine = open_engine(empty_url)
    migrate(engine)
    open_ring(engine, MASTER_KEY)
    settle(engine, PEOPLE, FIRST, DAYS, SEED)
    yield engine
    engine.dispose()


@asynccontextmanager
async def running(workers: list[Worker]) -> AsyncIterator[None]:
    for worker in workers:
        await worker.start()
    try:
        yield
    finally:
        for worker in workers:
            await worker.kill()


def test_each_notice_is_told_once_though_two_processes_ring_and_are_killed(engine: Engine, tmp_path: Path) -> None:
    telling = Telling(span_of(FIRST, DAYS, ZoneInfo("Asia/Shanghai")), SEED, CASES_A_YEAR)
    clock = SharedClock.begin(tmp_path / "time", telling.span.begins)
    carried = tmp_path / "carried"
    url = engine.url.render_as_string(hide_password=False)
    arguments = (url, str(tmp_path), str(tmp_path / "time"), str(carried))
    workers = [Worker(arguments, tmp_path / f"{n}.log") for n in range(2)]
    with dated_by(clock.nanoseconds), asyncio.Runner() as runner:
        in_hand = runner.run(_month(engine, tmp_path, clock, workers, telling))
    with read_transaction(engine) as connection:
        told = connection.execute(select(notices.c.id, notices.c.cause, notices.c.topic, notices.c.recipient_id)).all()
        # whoever answers while a reminder is in the courier's hand stops the clock that told of it: they may have it
        in_flight = set(connection.execute(_ANSWERED).scalars())
        sent = set(connection.execute(select(notices.c.id).where(notices.c.state == "sent")).scalars())
        made = connection.execute(select(deliveries.c.notice_id).where(deliveries.c.state == "sent")).scalars().all()
        pending = connection.execute(select(notices.c.not_before).where(notices.c.state == "pending")).scalars().all()
    assert len({(row.cause, row.topic, row.recipient_id) for row in told}) == len(told)
    assert len(made) == len(set(made))
    assert sent <= set(made) <= sent | in_flight
    assert all(not_before > clock() for not_before in pending)
    messages = carried.read_text().splitlines()
    assert in_hand >= KILLS, "each of them was in the midst of it"
    assert len(made) <= len(messages) <= len(made) + in_hand
    assert len(made) > 10 * PEOPLE


_HELD = select(func.count()).where(notices.c.state == "pending", notices.c.claimed_until.is_not(None))
_ANSWERED = (
    select(notices.c.id)
    .join(timers, timers.c.id == notices.c.timer_id)
    .where(notices.c.state == "cancelled", notices.c.cause.startswith("timer:"), timers.c.stopped_at.is_not(None))
)


async def _month(engine: Engine, folder: Path, clock: SharedClock, workers: list[Worker], telling: Telling) -> int:
    calendar = house_of(engine).calendar
    with read_transaction(engine) as connection:
        library = directory.library(connection)
        who = everybody(connection, calendar, SEED)
    phones = SimulatedPlatform(clock)
    judge = LibraryRetrieval(library)
    platforms = {phones.bot: phones}
    company = Company(engine, folder, platforms, turn_threads=1, now=clock, library=library, classifier=judge)
    chance = random.Random(SEED)
    span = telling.span
    kills = sorted(span.begins + (span.ends - span.begins) * chance.uniform(0.1, 0.95) for _ in range(KILLS))
    elsewhere = Elsewhere(company, clock, workers, kills)
    story = Story(span.ends, SEED, telling.reports(PEOPLE), pictures=0.0)
    async with running(workers):
        as_seen = cast(VirtualClock, clock)
        await Life(
            elsewhere.as_company(), phones, as_seen, who, Phrases(library, company.facts.industries), story
        ).live()
        await elsewhere.as_company().courier.settle()
    company.close()
    assert not elsewhere.kills
    return elsewhere.in_hand
