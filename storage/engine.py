"""Opening the database: SQLite (WAL, one writer) or PostgreSQL, and the two kinds of transaction used on either."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import InterfaceError, OperationalError, StatementError
from sqlalchemy.exc import TimeoutError as NoneFree

from storage.key_ring import NoBlock
from storage.sealed_types import ring_or_none

# One writer at a time: waiting on a lock of our own is fair and instant, SQLite's own waiting sleeps and retries.
_writers: WeakKeyDictionary[Engine, threading.Lock] = WeakKeyDictionary()
BUSY_SECONDS = 30
SHORT_OF_KEYS = (NoBlock, StatementError)  # as what `ran_out` knows is raised
# The database is gone, locked, full or busy: the same work may succeed in a moment. What else it raises is our fault.
AWAY = (OperationalError, InterfaceError, NoneFree)
# Folding the log back into the database costs the commit it falls on; four times the default is four times rarer.
WAL_PAGES = 4000


def open_engine(url: str) -> Engine:
    """An engine for `sqlite:///path` or `postgresql+psycopg://...`, whose errors tell no values. Not yet connected."""
    pool: dict[str, Any] = {"pool_size": 8, "max_overflow": 8, "hide_parameters": True}
    if not url.startswith("sqlite"):
        # a type that no table has: to ask for it would take every new connection one question more
        engine = create_engine(url, pool_pre_ping=True, use_native_hstore=False, **pool)
        event.listen(engine, "connect", _prepare_postgres)
        return engine
    engine = create_engine(url, pool_reset_on_return=None, **pool)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    _writers[engine] = threading.Lock()
    return engine


@contextmanager
def write_transaction(engine: Engine, seals: int = 0) -> Iterator[Connection]:
    """A transaction that may write: commits at the end, rolls back on any error. What is sealed in it has its key.

    seals: so many values it may seal, where they are more than usual. One that seals more fails (`ran_out`).
    """
    ring = ring_or_none(engine)
    if ring is not None:
        ring.prepare(least=seals)
    with bare_transaction(engine) as connection:
        yield connection


def ran_out(error: Exception) -> bool:
    """Whether a transaction failed because it sealed more than was set aside: tried again, there is more."""
    return isinstance(error, NoBlock) or (isinstance(error, StatementError) and isinstance(error.orig, NoBlock))


@contextmanager
def bare_transaction(engine: Engine) -> Iterator[Connection]:
    """The same where nothing is sealed: for the keys themselves."""
    lock = _writers.get(engine)
    if lock is None:
        with engine.begin() as connection:
            yield connection
        return
    with lock, engine.connect().execution_options(immediate=True) as connection, connection.begin():
        yield connection


@contextmanager
def read_transaction(engine: Engine) -> Iterator[Connection]:
    """A short transaction that only reads."""
    with engine.connect() as connection:
        yield connection


def fold_log(engine: Engine) -> None:
    """Fold SQLite's log into the database and cut it off, so that it keeps no page as it was before an erasure."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _prepare_postgres(dbapi_connection: Any, record: object) -> None:
    """Cards and lists join a dozen tables for few rows: to compile that to machine code, or to weigh every order of the
    joins, takes far longer than to run it as it is written."""
    dbapi_connection.execute("SET jit = off; SET join_collapse_limit = 4")
    dbapi_connection.commit()


def _prepare_sqlite(dbapi_connection: Any, record: object) -> None:
    dbapi_connection.isolation_level = None  # BEGIN is ours: see _begin_sqlite
    busy, log = f"busy_timeout={BUSY_SECONDS * 1000:.0f}", f"wal_autocheckpoint={WAL_PAGES}"
    settings = (busy, "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", log)
    for pragma in (*settings, "secure_delete=ON"):  # what is erased is overwritten, not only let go
        dbapi_connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Writers take the lock at once; a reader's every SELECT is a snapshot of its own, as in PostgreSQL's default."""
    if connection.get_execution_options().get("immediate", False):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
