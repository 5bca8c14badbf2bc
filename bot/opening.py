"""A company's database, opened for a command: up to date, and with its keys; or the command ends saying why not."""

from sqlalchemy import Engine

from bot import app
from bot.console import stop
from bot.keys import open_keys
from bot.settings import Settings
from storage.schema import is_current


def open_company(settings: Settings) -> Engine:
    """Raises BadSettings, of which BadMasterKey is one."""
    engine = app.open_database(settings)
    if not is_current(engine):
        stop("operator.not_migrated")
    open_keys(engine, settings)
    return engine
