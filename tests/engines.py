"""Engines that the tests of a process take in turn, each with a database of its own.

What an engine keeps is how statements read: to compose them anew for every test would take a fifth of its time.
"""

from collections import defaultdict
from typing import Any

from sqlalchemy import URL, Engine, event, make_url

from storage.data_keys import open_ring
from storage.engine import open_engine

MASTER_KEY = bytes(range(32, 64))  # of every company that lives in a test

_resting: dict[str, list[Engine]] = defaultdict(list)
_leads_to: dict[Engine, URL] = {}


def take(url: str) -> Engine:
    """An engine on a database, nobody else's until it is put back."""
    engine = resting.pop() if (resting := _resting[_kind(make_url(url))]) else _opened(url)
    _leads_to[engine] = make_url(url)
    open_ring(engine, MASTER_KEY)
    return engine


def opened(url: str) -> Engine:
    """An engine of its own beside those that are taken in turn, as another process opens it, with the same keys."""
    engine = open_engine(url)
    open_ring(engine, MASTER_KEY)
    return engine


def address_of(engine: Engine) -> str:
    """Where an engine leads to now, for another process."""
    return _leads_to.get(engine, engine.url).render_as_string(hide_password=False)


def put_back(engine: Engine) -> None:
    """Close every connection; the engine may lead the next test elsewhere."""
    engine.dispose()
    _resting[_kind(engine.url)].append(engine)


def _kind(url: URL) -> str:
    """SQLite's engines can lead to any file; one on PostgreSQL stays with its database: its address is asked of it."""
    return "sqlite" if url.drivername == "sqlite" else url.render_as_string(hide_password=False)


def _opened(url: str) -> Engine:
    engine = open_engine(url)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "do_connect")
        def redirect(dialect: Any, record: object, arguments: list[Any], options: dict[str, Any]) -> None:
            arguments[:] = dialect.create_connect_args(_leads_to[engine])[0]

        @event.listens_for(engine, "connect")
        def spare_the_disk(connection: Any, record: object) -> None:
            connection.execute("PRAGMA synchronous=OFF")  # no power is cut here

    return engine
