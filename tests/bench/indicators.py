"""How long the figures of a period take where very many cases are: of a month and a year, apart, of a day long past.

`python -m tests.bench.indicators [--cases N]` measures SQLite and, where HAZARDLINE_TEST_POSTGRES names a server,
PostgreSQL, over cases of three years, each with three intervals and three steps; one in fifty of them is open.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Row, insert, select, text

from storage import directory, tables
from storage.engine import read_transaction, write_transaction
from storage.figure_cases import behind
from storage.indicators import tallies, tally
from storage.queries import Viewer
from storage.staff import keep_staff
from tests.bench.digest import NOW, REPETITIONS, TODAY, ZONE, fill, postgres, sqlite
from tests.bench.figures import Aim, Figure, repeated, table
from tests.bench.machine import described
from workflow.indicators import Dimension
from workflow.people import Role
from workflow.spans import Unit, last_ones, period_of, sight

CASES = 100_000
AT_ONCE = 5000
AIM = Aim(1000)  # milliseconds for all that one screen asks, as a digest
PAST = TODAY - timedelta(days=400)


def follow_as_if(engine: Engine) -> None:
    """The intervals and steps that following every event of the cases would have left."""
    of = tables.hazards.c
    with engine.connect().execution_options(stream_results=True, yield_per=AT_ONCE) as reading:
        cases = list(reading.execute(select(of.id, of.received_at, of.closed_at, *_TOLD)).partitions())
    with write_transaction(engine) as connection:
        keep_staff(connection, TODAY)
        for some in cases:
            connection.execute(insert(tables.case_intervals), [row for case in some for row in _intervals(case)])
            connection.execute(insert(tables.case_steps), [row for case in some for row in _steps(case)])
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ANALYZE"))


_TOLD = tuple(
    tables.hazards.c[name] for name in ("department_id", "area_id", "category", "company_grade", "owner_id", "due_at")
)


def _days(case: Row[Any]) -> tuple[date, date | None]:
    closed = case.closed_at.astimezone(ZONE).date() if case.closed_at else None
    return case.received_at.astimezone(ZONE).date(), closed


def _intervals(case: Row[Any]) -> Iterator[dict[str, Any]]:
    came, closed = _days(case)
    ends = closed or date.max
    limit = case.due_at.astimezone(ZONE).date()
    named = {name: getattr(case, name) for name in ("department_id", "area_id", "category", "owner_id")}
    plain = {"hazard_id": case.id, "received_on": came, **named, "grade": case.company_grade, "equipment_id": None}
    plain |= {"limit_on": limit, "recurs": False, "returns": 0}
    open_ = {"is_open": True, "closed_on": None, "due_on": limit, "done_on": None}
    shut = {"is_open": False, "closed_on": closed, "due_on": None, "done_on": closed}
    taken = min(came + timedelta(days=1), ends)
    for since, until, stands in ((came, taken, open_), (taken, ends, open_), (ends, date.max, shut)):
        if since < until:
            yield {**plain, "since": since, "until": until, **stands}


def _steps(case: Row[Any]) -> Iterator[dict[str, Any]]:
    came, closed = _days(case)
    ends = {"take": came + timedelta(days=1), "repair": closed, "acceptance": closed}
    for version, (step, ended) in enumerate(ends.items(), 2):
        if ended is not None:
            told = {"owner_id": case.owner_id, "department_id": case.department_id}
            passed = True if step == "acceptance" else None
            minutes = hash(case.id) % 5000 * version
            row = {"hazard_id": case.id, "version": version, "step": step, "ended_on": ended, "minutes": minutes}
            yield {**row, **told, "passed": passed}


def measured(engine: Engine, where: str) -> list[Figure]:
    with read_transaction(engine) as connection:
        viewer = Viewer(directory.holders(connection, Role.SAFETY_OFFICER, TODAY)[0], NOW, TODAY)
        month, year = (sight(period_of(unit, TODAY), TODAY, ZONE) for unit in (Unit.MONTH, Unit.YEAR))
        past = sight(period_of(Unit.MONTH, PAST), PAST, ZONE)
        months = [sight(each, TODAY, ZONE) for each in last_ones(Unit.MONTH, TODAY, 12)]
        assert tally(connection, viewer, month)["overdue"], "there is nothing to measure"
        asked: dict[str, Callable[[], object]] = {
            "all figures of a month": lambda: tally(connection, viewer, month),
            "all figures of a year": lambda: tally(connection, viewer, year),
            "a month as of 400 days ago": lambda: tally(connection, viewer, past),
            "a month by department": lambda: tallies(connection, viewer, month, Dimension.DEPARTMENT),
            "a month by person": lambda: tallies(connection, viewer, month, Dimension.PERSON),
            "twelve months, one after another": lambda: [tally(connection, viewer, each) for each in months],
            "the cases behind a rate of a year": lambda: behind(connection, viewer, year, "on_time", 0, others=True),
        }
        return [
            repeated(f"{where}: {name}", [_took(ask) for _ in range(REPETITIONS)], "ms", AIM)
            for name, ask in asked.items()
        ]


def _took(ask: Callable[[], object]) -> float:
    began = time.perf_counter()
    ask()
    return (time.perf_counter() - began) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.indicators", description=__doc__)
    parser.add_argument("--cases", type=int, default=CASES)
    cases = parser.parse_args().cases
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(dir=Path(__file__).parent) as folder:
        print("\n".join(f"- {line}" for line in described(Path(folder))))
        server = os.environ.get("HAZARDLINE_TEST_POSTGRES")
        for opened in (*([postgres(server)] if server else []), sqlite(Path(folder))):
            with opened as engine:
                fill(engine, cases)
                follow_as_if(engine)
                figures += measured(engine, f"{engine.dialect.name}, {cases:,} cases")
    print(table(figures))


if __name__ == "__main__":
    main()
