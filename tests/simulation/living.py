"""A stretch of simulated life for tests, in a database of its own."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Engine

from bot.company import house_of
from bot.simulation.run import Outcome, Telling, beforehand, hurry, settle, simulate, span_of
from storage import right_trail
from storage.data_keys import open_ring
from storage.engine import read_transaction
from storage.schema import migrate
from tests.engines import MASTER_KEY, opened
from tests.simulation.checker import Checker, Report

FIRST = date(2026, 7, 1)  # the month of rain and heat
A_YEAR = 400  # cases of a test company


def live(
    engine: Engine,
    folder: Path,
    *,
    people: int = 30,
    days: int = 30,
    first: date = FIRST,
    seed: int = 7,
    cases: int | None = A_YEAR,
    day_is_over: Callable[[date], None] = lambda day: None,
) -> Outcome:
    """Put a company into an empty database and let it live."""
    hurry(engine)
    migrate(engine)
    with beforehand(first):
        open_ring(engine, MASTER_KEY)
        right_trail.begin(engine, datetime.now(UTC))
        settle(engine, people, first, days, seed)
    return simulate(
        engine, folder, Telling(span_of(first, days, house_of(engine).calendar.zone), seed, cases), day_is_over
    )


def report_on(url: str) -> Report:
    """What the checker finds in a database."""
    engine = opened(url)
    with read_transaction(engine) as connection:
        report = Checker(connection).report()
    engine.dispose()
    return report
