"""How long a manager's digest takes where very many cases are: its figures, its lists, and the counting behind them.

`python -m tests.bench.digest [--cases N]` measures PostgreSQL, where HAZARDLINE_TEST_POSTGRES names a server, and
SQLite, with 1,000,000 cases each; one in fifty of them is open. The cases are made by the database itself.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, create_engine, func, insert, make_url, select, text

from storage import daily_figures, decisions, directory, lists, period_figures, tables
from storage.daily_figures import follow_all
from storage.engine import read_transaction, write_transaction
from storage.queries import Viewer
from tests.bench.figures import Aim, Figure, repeated, table
from tests.bench.machine import described
from tests.demo import settle_demo
from tests.engines import opened
from workflow.digest import bounds, scope
from workflow.ids import new_id
from workflow.library import Grade
from workflow.lifecycle import State
from workflow.people import Person, Role
from workflow.periods import four_weeks_before, month_before, months_before, week_before
from workflow.reach import Reach
from workflow.rollups import ROLLED
from workflow.standing import Standing

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)  # 07:30 at the site, the day after
TODAY = date(2026, 11, 24)
CASES = 1_000_000
YEARS = 3
OPEN_ONE_IN = 50
OWNERS = 6  # departments, and people with tasks
REPORTERS = 40
REPETITIONS = 5
MOST = Aim(1000)  # milliseconds for all that one digest asks
EVENTS = 6000  # for the counting

# What differs between two cases, by the number `n` of each: a case every few minutes for three years, its limit three
# days later; those that are still open are of the last month.
_SPREAD = YEARS * 365 * 86400
_VARIED = {
    "postgresql": {
        "id": "gen_random_uuid()",
        "received_at": "CAST(:now AS timestamptz) - make_interval(secs => {age})",
        "due_at": "CAST(:now AS timestamptz) - make_interval(secs => {age} - 259200)",
        "closed_at": "CASE WHEN {shut} THEN CAST(:now AS timestamptz) - make_interval(secs => {age} - 200000) END",
        "ids": "CAST(:{} AS uuid)",
        "from": "generate_series(1, :cases) AS g(n), hazards AS t",
    },
    "sqlite": {
        "id": "lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-7' || substr(hex(randomblob(2)), 2) || '-8'"
        " || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))",
        "received_at": "strftime('%Y-%m-%d %H:%M:%f000', :now, '-' || ({age}) || ' seconds')",
        "due_at": "strftime('%Y-%m-%d %H:%M:%f000', :now, '-' || ({age}) || ' seconds', '+3 days')",
        "closed_at": "CASE WHEN {shut} THEN strftime('%Y-%m-%d %H:%M:%f000', :now, '-' || ({age}) || ' seconds') END",
        "ids": ":{}",
        "from": "(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < :cases) SELECT n FROM s)"
        " AS g, hazards AS t",
    },
}


def fill(engine: Engine, cases: int, open_one_in: int = OPEN_ONE_IN) -> None:
    """So many cases, and the figures of each day and department."""
    with write_transaction(engine) as connection:
        template = _first_case(connection)
        connection.execute(text(_multiplied(connection, cases, open_one_in)), _named(connection, template, cases))
        connection.execute(insert(tables.daily_figures), list(_days(connection)))
        for statement in _PERIODS:
            series = _SERIES[connection.dialect.name]
            connection.execute(text(statement.format(series=series)), {"n": _each_day(connection, cases)})
    if engine.dialect.name == "postgresql":  # which does so by itself; nobody does on SQLite
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")


# As many rows for a day and department as there were cases: each at another place, of another kind, or as quick.
_SERIES = {
    "postgresql": "generate_series(1, :n) AS g(n)",
    "sqlite": "(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < :n) SELECT n FROM s) AS g",
}
_PERIODS = (
    "INSERT INTO daily_places (day, department, area, category, cases)"
    " SELECT day, department, 'area-' || (n % 40), 'kind-' || (n / 40), 1 FROM daily_figures, {series}",
    "INSERT INTO closing_times (day, department, hours, cases)"
    " SELECT day, department, n, 1 FROM daily_figures, {series}",
)


def _each_day(connection: Connection, cases: int) -> int:
    departments = connection.execute(select(func.count()).select_from(tables.departments)).scalar() or 1
    return max(cases // (YEARS * 365 * departments), 1)


def _first_case(connection: Connection) -> str:
    place = connection.execute(select(tables.areas.c.id, tables.areas.c.path).where(tables.areas.c.code == "CY")).one()
    row = {
        "id": new_id(),
        "number": "YH-0",
        "version": 3,
        "state": State.INVALID,
        "category": "mechanical",
        **{"company_grade": Grade.GENERAL, "statutory_grade": Grade.GENERAL, "source_kind": "worker"},
        **dict.fromkeys(("requirement", "requirement_en", "law", "law_en"), ""),
        **dict.fromkeys(("found_at", "received_at", "due_at"), NOW),
        **{"area_id": place.id, "area_path": place.path, "reporter_id": new_id(), "repairers": []},
    }
    connection.execute(insert(tables.hazards), row)
    return str(row["id"])


def _multiplied(connection: Connection, cases: int, open_one_in: int) -> str:
    varied = _VARIED[connection.dialect.name]
    shut = f"n % {open_one_in} <> 0"
    age = f"CASE WHEN {shut} THEN CAST(n AS bigint) * {_SPREAD} / {cases} ELSE CAST(n AS bigint) * 7919 % 2592000 END"
    owners = {
        name: f"CASE (n / {open_one_in}) % {OWNERS} {_choice(name, varied['ids'])} END"
        for name in ("department_id", "owner_id", "acceptor_id")
    }
    reporters = {"reporter_id": f"CASE (n * 31) % {REPORTERS} {_choice('reporter_id', varied['ids'], REPORTERS)} END"}
    of_case = {
        **{name: varied[name].format(age=age, shut=shut) for name in ("id", "received_at", "due_at", "closed_at")},
        **owners,
        **reporters,
        "number": "'YH-' || n",
        "state": f"CASE WHEN {shut} THEN 'closed' WHEN n % 4 = 0 THEN 'awaiting_acceptance' ELSE 'rectifying' END",
        "company_grade": "CASE WHEN n % 1050 = 0 THEN 'major' ELSE 'general' END",
    }
    names = [column.name for column in tables.hazards.columns]
    chosen = ", ".join(of_case.get(name, f"t.{name}") for name in names)
    return f"INSERT INTO hazards ({', '.join(names)}) SELECT {chosen} FROM {varied['from']} WHERE t.id = :template"  # noqa: S608


def _choice(name: str, kind: str, count: int = OWNERS) -> str:
    return " ".join(f"WHEN {n} THEN {kind.format(f'{name}_{n}')}" for n in range(count))


def _named(connection: Connection, template: str, cases: int) -> dict[str, Any]:
    departments = list(connection.execute(select(tables.departments.c.id)).scalars())
    people = [person.id for person in directory.holders(connection, Role.OWNER, TODAY)]
    of = {"department_id": departments, "owner_id": people, "acceptor_id": people[::-1]}
    named = {f"{name}_{n}": ids[n % len(ids)] for name, ids in of.items() for n in range(OWNERS)}
    everybody = list(connection.execute(select(tables.people.c.id)).scalars())
    reporters = {f"reporter_id_{n}": everybody[n % len(everybody)] for n in range(REPORTERS)}
    return {**named, **reporters, "template": template, "cases": cases, "now": NOW}


def _days(connection: Connection) -> Iterator[dict[str, Any]]:
    for department in connection.execute(select(tables.departments.c.id)).scalars().all():
        for back in range(YEARS * 365):
            yield {"day": TODAY - timedelta(days=back), "department": department, **dict.fromkeys(ROLLED, back % 7)}


def measured(engine: Engine, where: str) -> list[Figure]:
    """What a digest asks, for the whole company and for a department."""
    figures = []
    with read_transaction(engine) as connection:
        for name, role in (("executive", Role.EXECUTIVE), ("department head", Role.DEPARTMENT_HEAD)):
            person = directory.holders(connection, role, TODAY)[-1]
            figures += _of(connection, person, f"{where}, {name}")
    return [*figures, _counting(engine, where)]


def _of(connection: Connection, person: Person, where: str) -> list[Figure]:
    viewer, day = Viewer(person, NOW, TODAY), bounds(TODAY, ZONE)
    right = scope(person, TODAY)
    assert right is not None
    assert lists.overdue(connection, viewer, 0, day).total, "there is nothing to measure"
    asked: dict[str, Callable[[], object]] = {
        "figures of the digest": lambda: daily_figures.figures(connection, right, TODAY),
        "what waits for them": lambda: lists.to_do(connection, viewer, 0),
        "major hazards": lambda: lists.major(connection, viewer, 0),
        "the list of what is overdue": lambda: lists.overdue(connection, viewer, 0, day),
        "figures of the week": lambda: _week(connection, right),
        "the map of four weeks": lambda: period_figures.heat(connection, right, four_weeks_before(TODAY)),
        "the three to decide": lambda: decisions.to_decide(connection, viewer),
        "figures of the month": lambda: _month(connection, right),
        "the list of what is due today": lambda: lists.due_today(connection, viewer, 0, day),
    }
    return [
        repeated(f"{where}: {name}", [_took(ask) for _ in range(REPETITIONS)], "ms", MOST)
        for name, ask in asked.items()
    ]


def _week(connection: Connection, right: Reach) -> None:
    for period in (week_before(TODAY), week_before(week_before(TODAY).first)):
        period_figures.sums(connection, right, period)


def _month(connection: Connection, right: Reach) -> None:
    """All of it: both months, by department, twelve of them, and who took part."""
    for month in (month_before(TODAY), month_before(month_before(TODAY).first)):
        period_figures.sums(connection, right, month)
        period_figures.of_departments(connection, right, month)
        span = bounds(month.first, ZONE)[0], bounds(month.last, ZONE)[1]
        period_figures.took_part(connection, right, month, span)
    period_figures.of_periods(connection, right, months_before(TODAY))


def _took(ask: Callable[[], object]) -> float:
    began = time.perf_counter()
    ask()
    return (time.perf_counter() - began) * 1000


def _counting(engine: Engine, where: str) -> Figure:
    """Events of open cases that are to be counted: how many in a second."""
    with write_transaction(engine) as connection:
        some = select(tables.hazards.c.id).where(tables.hazards.c.state == State.RECTIFYING).limit(EVENTS // 3)
        stands = Standing(State.RECTIFYING, None, Grade.GENERAL, NOW, None).facts
        rows = [
            {"id": new_id(), "subject_kind": "hazard", "subject_id": case, "version": version, "kind": "taken"}
            | {"at": NOW, "facts": {"stands": stands}}
            for case in connection.execute(some).scalars().all()
            for version in (1, 2, 3)
        ]
        connection.execute(insert(tables.events), rows)
    began = time.perf_counter()
    with write_transaction(engine) as connection:
        follow_all(connection, lambda moment: moment.astimezone(ZONE).date())
    return repeated(f"{where}: events counted", [len(rows) / (time.perf_counter() - began)], "events/s")


@contextmanager
def postgres(server: str) -> Iterator[Engine]:
    name = f"hazardline_bench_{uuid4().hex[:8]}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    url = make_url(server).set(database=name).render_as_string(hide_password=False)
    engine = opened(settle_demo(url))
    try:
        yield engine
    finally:
        engine.dispose()
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


@contextmanager
def sqlite(folder: Path) -> Iterator[Engine]:
    engine = opened(settle_demo(f"sqlite:///{folder / 'hazardline.db'}"))
    yield engine
    engine.dispose()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.digest", description=__doc__)
    parser.add_argument("--cases", type=int, default=CASES, help="so many on either engine")
    cases = parser.parse_args().cases
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(dir=Path(__file__).parent) as folder:
        print("\n".join(f"- {line}" for line in described(Path(folder))))
        server = os.environ.get("HAZARDLINE_TEST_POSTGRES")
        for opened in [*([postgres(server)] if server else []), sqlite(Path(folder))]:
            with opened as engine:
                fill(engine, cases)
                figures += measured(engine, f"{engine.dialect.name}, {cases:,} cases")
    print(table(figures))


if __name__ == "__main__":
    main()
