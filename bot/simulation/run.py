"""A simulated stretch of a company's life, from an empty database to the figures of what it came to."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as Time
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, event, func, select

from bot.app import DEMO_WORKBOOK
from bot.charts import chart_for
from bot.company import Company, house_of
from bot.simulation.company import grown
from bot.simulation.days import Story
from bot.simulation.drive import Figures, Life, Phones, VirtualClock
from bot.simulation.everybody import everybody
from bot.simulation.platform import SimulatedPlatform
from bot.simulation.seasons import Phrases
from handlers.messages import Picture
from nlp.retrieval import LibraryRetrieval
from storage import directory
from storage.company_import import import_company
from storage.deliveries import Claimed
from storage.engine import read_transaction
from storage.schema import migrate
from storage.tables import company, hazards
from storage.workbook import read_workbook
from workflow.ids import dated_by

R = TypeVar("R")

CASES_A_DAY = 0.135  # reports that a plain working day brings, to each person
WORKING_DAYS = 274  # a year brings as many cases as reports come on so many of them: some tell of one that is known
PICTURED = 120  # cases with pictures at most: the files are real ones
MOST_PICTURES = 0.3


# The platform on which everybody speaks, by the clock that it is to go by.
PhonesOf = Callable[[VirtualClock], Phones]
CHARTS_DRAWN = 50  # one of so many


class OneThread(asyncio.SelectorEventLoop):
    """A loop in which work for threads is done there and then: one thing after another, in the same order every time.

    Nobody waits for an answer meanwhile, and handing work over to threads and back took a third of the time.
    """

    def run_in_executor(self, executor: Executor | None, func: Callable[..., R], *args: Any) -> asyncio.Future[R]:  # type: ignore[override]
        future: asyncio.Future[R] = self.create_future()
        try:
            future.set_result(func(*args))
        except Exception as error:
            future.set_exception(error)
        return future


class Sampled:
    """Draws some of the charts: one takes as long as forty turns, and nobody looks at those of a simulated year."""

    def __init__(self, one_of: int, all_from: date) -> None:
        self._one_of = one_of
        self._all_from = all_from.isoformat()
        self._asked = 0

    def __call__(self, notice: Claimed) -> tuple[Picture, ...]:
        self._asked += 1
        wanted = self._asked % self._one_of == 0 or notice.facts["day"] >= self._all_from
        return chart_for(notice) if wanted else ()


class NotEmpty(Exception):
    """The database holds cases already."""


@dataclass(frozen=True)
class Span:
    """From when to when it lasts."""

    begins: datetime
    ends: datetime

    @property
    def days(self) -> int:
        """Begun ones count."""
        return -((self.begins - self.ends) // timedelta(days=1))


def span_of(first: date, days: int, zone: ZoneInfo) -> Span:
    """From the beginning of a day on, by the clock of a zone."""
    begins = datetime.combine(first, Time(), zone).astimezone(UTC)
    return Span(begins, begins + timedelta(days=days))


@dataclass(frozen=True)
class Telling:
    """How it is told. cases: in a year; as many as so many people report, where it is not given.

    major_on: a day on which, whatever else, a major hazard is reported. digests_from: a day before which no manager
    reads a digest yet. campaign_from: the day from which everybody looks out for hazards. charts: one
    of so many charts is drawn; charts_from: the day from which all are.
    """

    span: Span
    seed: int
    cases: int | None = None
    major_on: date | None = None
    digests_from: date = date.min
    campaign_from: date = date.max
    charts: int = CHARTS_DRAWN
    charts_from: date = date.max

    def reports(self, people: int) -> float:
        """That a plain working day brings."""
        return self.cases / WORKING_DAYS if self.cases is not None else CASES_A_DAY * people

    def pictures(self, people: int) -> float:
        """Of how many reports there are pictures."""
        return min(MOST_PICTURES, PICTURED / max(self.reports(people) * self.span.days, 1))


@dataclass(frozen=True)
class Outcome:
    """cases: how many there are; seconds: that it took to live it all."""

    figures: Figures
    cases: int
    seconds: float


def hurry(engine: Engine) -> None:
    """Have SQLite not wait for the disk: what is simulated can be simulated again."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda connection, record: connection.execute("PRAGMA synchronous=OFF"))
        engine.dispose()  # those that are open already


def beforehand(first: date) -> AbstractContextManager[None]:
    """Within the block ids are of a moment before a day: what settles a company comes before what it lives."""
    moment = datetime.combine(first, Time(), UTC) - timedelta(days=1)
    return dated_by(lambda: int(moment.timestamp()) * 10**9)


def settle(engine: Engine, people: int, first: date, days: int, seed: int) -> None:
    """Put a company into an empty database. Raises NotEmpty."""
    migrate(engine)
    if is_known(engine):
        raise NotEmpty
    import_company(engine, grown(read_workbook(DEMO_WORKBOOK), people, first, days, seed))


def is_known(engine: Engine) -> bool:
    """The database holds a company."""
    with read_transaction(engine) as connection:
        return connection.execute(select(company.c.code)).first() is not None


def count_cases(engine: Engine) -> int:
    with read_transaction(engine) as connection:
        return int(connection.execute(select(func.count()).select_from(hazards)).scalar_one())


def simulate(
    engine: Engine,
    folder: Path,
    telling: Telling,
    day_is_over: Callable[[date], None],
    phones_of: PhonesOf = SimulatedPlatform,
) -> Outcome:
    """Live in the company of a database; its pictures lie in `folder`.

    Hazards are classed by the library alone: it takes a tenth of the time of the model that is in service.
    """
    clock = VirtualClock(telling.span.begins)
    began = time.monotonic()
    with dated_by(clock.nanoseconds), asyncio.Runner(loop_factory=OneThread) as runner:
        figures = runner.run(_live(engine, folder, phones_of(clock), clock, telling, day_is_over))
    return Outcome(figures, count_cases(engine), time.monotonic() - began)


async def _live(
    engine: Engine,
    folder: Path,
    phones: Phones,
    clock: VirtualClock,
    telling: Telling,
    day_is_over: Callable[[date], None],
) -> Figures:
    calendar = house_of(engine).calendar
    with read_transaction(engine) as connection:
        library = directory.library(connection)
        who = everybody(connection, calendar, telling.seed)
    living = Company(
        engine,
        folder,
        {phones.bot: phones},
        turn_threads=1,
        now=clock,
        library=library,
        classifier=LibraryRetrieval(library),
        chart=Sampled(telling.charts, telling.charts_from),
    )
    people = len(who.by_id)
    story = Story(
        telling.span.ends,
        telling.seed,
        telling.reports(people),
        telling.pictures(people),
        telling.major_on,
        telling.digests_from,
        telling.campaign_from,
    )
    life = Life(living, phones, clock, who, Phrases(library, living.facts.industries), story)
    try:
        await life.live(day_is_over)
    finally:
        living.close()
    return life.figures
