"""A company's database, opened for a command: up to date, and with its keys; or the command ends saying why not."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from bot import app
from bot.console import stop
from bot.keys import open_keys
from bot.settings import Settings
from storage import leases
from storage.claims import LEASE
from storage.engine import read_transaction
from storage.schema import is_current


def open_company(settings: Settings) -> Engine:
    """Raises BadSettings, of which BadMasterKey is one."""
    engine = app.open_database(settings)
    if not is_current(engine):
        stop("operator.not_migrated")
    open_keys(engine, settings)
    return engine


@contextmanager
def resting_company(settings: Settings) -> Iterator[Engine]:
    """The same, while no service works on it: it would go on with what is changed under it."""
    engine = open_company(settings)
    try:
        with app.sole_process(settings):
            if engine.dialect.name == "postgresql":
                with read_transaction(engine) as connection:
                    if leases.is_held(connection, LEASE):
                        stop("operator.still_running")
            yield engine
    except app.AlreadyRunning:
        stop("operator.still_running")
    engine.dispose()
