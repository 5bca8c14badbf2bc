"""Bringing a database to the present schema, and telling whether it is there."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from storage import public_holidays, shipped_library
from storage.engine import write_transaction

MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 0x48415A4D


def migrate(engine: Engine) -> None:
    """Run the steps that are missing and bring in the library and the holidays, in one transaction.

    Two processes starting together take turns.
    """
    with write_transaction(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        if not _current(connection):
            command.upgrade(configuration(connection), "head")
        shipped_library.load(connection)
        public_holidays.load(connection)


def is_current(engine: Engine) -> bool:
    """True when nothing is left to migrate."""
    with engine.connect() as connection:
        return _current(connection)


def _current(connection: Connection) -> bool:
    head = ScriptDirectory(str(MIGRATIONS)).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() == head


def configuration(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
