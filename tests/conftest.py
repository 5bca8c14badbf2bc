"""The databases tests run on: SQLite always, PostgreSQL where HAZARDLINE_TEST_POSTGRES names a server."""

import gc
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What mostly waits begins first; a story is told once in each language and on each engine."""
    items[:] = [item for item in items if not _is_told_again(item)]
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
