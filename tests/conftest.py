"""The databases tests run on: SQLite always, PostgreSQL where HAZARDLINE_TEST_POSTGRES names a server."""

import gc
import os
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from templates.render import LANGUAGES
from tests import engines
from tests.demo import put_back, set_aside, settle_demo
from tests.world import World

POSTGRES = os.environ.get("HAZARDLINE_TEST_POSTGRES", "")
ENGINES = ["sqlite", "postgresql"] if POSTGRES else ["sqlite"]
# What does not depend on the engine, or is about one of them.
only_sqlite = pytest.mark.parametrize("demo_url", ["sqlite"], indirect=True)
only_postgres = pytest.mark.parametrize("demo_url", ENGINES[1:], indirect=True)
# Whatever tests write lies in memory where there is room for it: nobody has to wait for a disk. pytest reads the name.
MEMORY, ENOUGH = Path("/dev/shm"), 4 << 30  # noqa: S108 - pytest makes a folder of its own in it
if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))
# Tests that mostly wait: for processes, for a platform's limits.
WAITING = (
    *("test_storm.py", "test_kill.py", "test_keys_killed.py", "test_kill_backup.py", "test_bench.py"),
    *("test_on_platforms.py", "test_starting_platforms.py"),
)
# Scenarios of what engines do differently: who waits for whom, and what is lost when one is away.
OF_ENGINES = (
    *("test_interleavings.py", "test_database_away.py", "test_failures.py", "test_seen.py"),
    *("test_two_clocks.py", "test_two_couriers.py", "test_two_processes.py", "test_clock_set_back.py"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What mostly waits begins first; of engines, languages and other values each is met, not each with each other."""
    items[:] = [item for item in items if not _is_told_again(item)]
    items[:] = _in_turn(items)
    items.sort(key=lambda item: item.path.name not in WAITING)


def pytest_collection_finish() -> None:
    """What is there now stays to the end: nothing that looks for garbage need look through it, and through all code."""
    gc.collect()
    gc.freeze()


def _is_told_again(item: pytest.Item) -> bool:
    """Beside Chinese on PostgreSQL and English on SQLite: neither knows of the other."""
    given = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
    again = (("en", "postgresql"), ("zh_CN", "sqlite")) if POSTGRES else ()
    return (given.get("told"), given.get("demo_url")) in again


def _in_turn(items: Iterable[pytest.Item]) -> Iterator[pytest.Item]:
    """The values of a scenario's other parameters meet both engines by turns: they are words and choices of people."""
    met: dict[str, dict[tuple[Any, ...], set[str]]] = defaultdict(lambda: defaultdict(set))
    told = [(item, *_engine_and_others(item)) for item in items]
    for item, engine, others in told:
        met[_function(item)][others].add(engine)
    for item, engine, others in told:
        values = met[_function(item)]
        place = list(values).index(others)
        if not others or len(values) == 1 or len(values[others]) == 1 or engine == ENGINES[place % 2]:
            yield item


def _engine_and_others(item: pytest.Item) -> tuple[str, tuple[Any, ...]]:
    """The engine of a scenario that does not know of it, and which values it has beside; neither of any other test."""
    apart = item.path.parent.name != "scenarios" or item.path.name in OF_ENGINES
    if apart or not isinstance(item, pytest.Function) or not hasattr(item, "callspec"):
        return "", ()
    others = {name: repr(value) for name, value in item.callspec.params.items() if name != "demo_url"}
    engine = str(item.callspec.params.get("demo_url", ""))
    return engine, () if "told" in others else tuple(sorted(others.items()))


def _function(item: pytest.Item) -> str:
    return item.nodeid.partition("[")[0]


def administer(statement: str) -> None:
    """Carry out a statement on the server itself, outside any transaction."""
    engine = create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def beside_names(beginning: str) -> list[str]:
    """Databases of the server whose names begin so."""
    engine = create_engine(POSTGRES)
    with engine.connect() as connection:
        wanted = text("SELECT datname FROM pg_database WHERE starts_with(datname, :beginning)")
        names = list(connection.execute(wanted, {"beginning": beginning}).scalars())
    engine.dispose()
    return names


@pytest.fixture(scope="session")
def demo_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the demo company, to be copied."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    settle_demo(f"sqlite:///{path}")
    return path


@contextmanager
def _postgres_database() -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    name = f"hazardline_test_{uuid4().hex[:12]}"
    administer(f"CREATE DATABASE {name}")
    # Nothing here outlives the run, and a process that is killed takes nothing from the server with it.
    administer(f"ALTER DATABASE {name} SET synchronous_commit = off")
    yield make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
    administer(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def demo_postgres() -> Iterator[Engine]:
    """A PostgreSQL database with the demo company, which the tests of one process use one after another."""
    with _postgres_database() as url:
        engine = create_engine(settle_demo(url), isolation_level="AUTOCOMMIT", pool_pre_ping=True)
        with engine.connect() as connection:
            set_aside(connection)
        yield engine
        engine.dispose()


@pytest.fixture(params=ENGINES)
def demo_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with the demo company as it was imported, on each engine."""
    if request.param == "sqlite":
        path = tmp_path / "hazardline.db"
        shutil.copy(request.getfixturevalue("demo_sqlite"), path)
        yield f"sqlite:///{path}"
        return
    demo: Engine = request.getfixturevalue("demo_postgres")
    with demo.connect() as connection:
        put_back(connection)
    yield demo.url.render_as_string(hide_password=False)


@pytest.fixture(params=ENGINES)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with nothing in it, on each engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'hazardline.db'}"
        return
    with _postgres_database() as url:
        yield url


@pytest.fixture
def engine(demo_url: str) -> Iterator[Engine]:
    """An engine on a fresh database with the demo company."""
    lent = engines.take(demo_url)
    yield lent
    engines.put_back(lent)


@pytest.fixture
def world(demo_url: str, tmp_path: Path) -> Iterator[World]:
    """The demo company, restarted between every two turns."""
    living = World(demo_url, tmp_path)
    yield living
    living.close()


@pytest.fixture(params=LANGUAGES)
def told(request: pytest.FixtureRequest, demo_url: str, tmp_path: Path) -> Iterator[World]:
    """The demo company speaking each language, restarted between every two turns: where stories are told."""
    living = World(demo_url, tmp_path, language=request.param)
    yield living
    living.close()


@pytest.fixture
def quick_world(demo_url: str, tmp_path: Path) -> Iterator[World]:
    """The demo company in one process, for tests that do not ask about restarts."""
    living = World(demo_url, tmp_path, restarting=False)
    yield living
    living.close()
