"""What the clock costs where very many cases are open: a tick with nothing to do, and timers that are due.

`python -m tests.bench.clock [--cases N]` measures PostgreSQL where HAZARDLINE_TEST_POSTGRES names a server, and SQLite:
an idle tick beside 10,000 and beside 1,000,000 open cases, each with its limit's timer, and how many due ones ring in a
second, on PostgreSQL also by two processes at once.
"""

import argparse
import os
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path

from sqlalchemy import Engine, func, select, text, update

from bot.clock import AT_ONCE
from handlers.ring import ring
from storage import clocks, tables
from storage.engine import read_transaction, write_transaction
from storage.mapping import map_domain
from storage.unit_of_work import House
from tests.bench.digest import NOW, ZONE, fill, postgres, sqlite
from tests.bench.figures import Aim, Figure, percentile, repeated, table
from tests.bench.machine import described
from tests.engines import opened
from workflow.calendar import Calendar
from workflow.timers import URGENT

FEW, MANY = 10_000, 1_000_000
TICKS = 300
DUE = 2000  # timers that ring, per measurement
IDLE = Aim(5)  # milliseconds: a tick comes every second

_NEW = {  # an id, and when it rings
    "postgresql": ("gen_random_uuid()", "CAST(:later AS timestamptz)"),
    "sqlite": ("substr(id, 1, 24) || lower(hex(randomblob(6)))", "strftime('%Y-%m-%d %H:%M:%f000', :later)"),
}


_TIMERS = (
    "INSERT INTO timers (id, subject_kind, subject_id, clock, step, due_at) "
    "SELECT {}, 'hazard', id, 'due', 0, {} FROM hazards WHERE state = 'rectifying'"
)


def wind_up(engine: Engine, cases: int) -> None:
    """So many open cases, each with a timer for tomorrow."""
    fill(engine, cases, open_one_in=1)
    with write_transaction(engine) as connection:
        connection.execute(text(_TIMERS.format(*_NEW[engine.dialect.name])), {"later": NOW + timedelta(days=1)})
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


def idle(engine: Engine, where: str) -> Figure:
    """A tick that finds nothing due: p50 of many."""
    return Figure(
        f"{where}: a tick with nothing due", percentile([_tick(engine) for _ in range(TICKS)], 0.5), "ms", IDLE
    )


def _tick(engine: Engine) -> float:
    began = time.perf_counter()
    with read_transaction(engine) as connection:
        assert not clocks.due(connection, NOW, AT_ONCE, URGENT)
    return (time.perf_counter() - began) * 1000


def rings(engine: Engine, where: str, processes: int, count: int = DUE) -> Figure:
    """Timers that ring in a second, from the first to the last; each has rung once."""
    _bring_due(engine, count)
    url = engine.url.render_as_string(hide_password=False)
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        list(pool.map(_is_up, range(processes)))  # they are up
        began = time.perf_counter()
        rung = sum(pool.map(ring_all, [url] * processes))
        took = time.perf_counter() - began
    assert rung >= count
    with read_transaction(engine) as connection:
        once = select(func.count(), func.count(tables.notices.c.timer_id.distinct())).where(
            tables.notices.c.topic == "overdue.owner"
        )
        told, timers = connection.execute(once).one()
    assert told == timers, "somebody was told twice"
    return repeated(f"{where}: due timers, {_in_words(processes)}", [count / took], "timers/s")


def _is_up(number: int) -> int:
    time.sleep(0.5)  # so that none of them takes the place of another
    return number


def _in_words(processes: int) -> str:
    return "one process" if processes == 1 else f"{processes} processes"


def _bring_due(engine: Engine, count: int) -> None:
    fresh = select(tables.timers.c.id).where(tables.timers.c.step == 0, tables.timers.c.due_at > NOW).limit(count)
    with write_transaction(engine) as connection:
        connection.execute(update(tables.timers).where(tables.timers.c.id.in_(fresh)).values(due_at=NOW))


def ring_all(url: str) -> int:
    """As the clock of a process does it, until nothing is due; how many it tried."""
    map_domain()
    engine = opened(url)
    house, tried = House(engine, Calendar(ZONE), "YH"), 0
    while True:
        with read_transaction(engine) as connection:
            due = clocks.due(connection, NOW, AT_ONCE, URGENT)
        if not due:
            engine.dispose()
            return tried
        for timer in due:
            ring(house, timer, NOW)
        tried += len(due)


def measured(engine: Engine, cases: int, processes: int) -> list[Figure]:
    wind_up(engine, cases)
    where = f"{engine.dialect.name}, {cases:,} open cases"
    return [idle(engine, where), *(rings(engine, where, number) for number in range(1, processes + 1))]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.clock", description=__doc__)
    parser.add_argument("--cases", type=int, help=f"so many open cases, in place of {FEW:,} and {MANY:,}")
    chosen = parser.parse_args().cases
    server = os.environ.get("HAZARDLINE_TEST_POSTGRES")
    figures: list[Figure] = []
    for cases in [chosen] if chosen else [FEW, MANY]:
        with tempfile.TemporaryDirectory(dir=Path(__file__).parent) as folder:
            opened: list[tuple[AbstractContextManager[Engine], int]] = [(sqlite(Path(folder)), 1)]
            opened += [(postgres(server), 2)] if server else []
            for context, processes in opened:
                with context as engine:
                    figures += measured(engine, cases, processes)
    with tempfile.TemporaryDirectory() as folder:
        print("\n".join(f"- {line}" for line in described(Path(folder))))
    print(table(figures))


if __name__ == "__main__":
    main()
