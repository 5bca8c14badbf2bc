"""A copy of an SQLite database of one moment, while others write to it; and whether a copy is sound."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, NullPool, create_engine

from storage.backup_errors import BackupError

# So much at a time, and then a moment for whoever waits for the same disk.
PAGES = 512
PAUSE_SECONDS = 0.002


def copy(source: Path, to: Path, told: Callable[[int, int], None]) -> None:
    """Write a copy of the database as it is now. told: pages done, and of how many.

    One read transaction is held all the while: writers go on in the log, and what they write is not in the copy.
    Without it each write would begin the copy anew. Raises BackupError.
    """

    def rest(status: int, remaining: int, total: int) -> None:
        told(total - remaining, total)
        time.sleep(PAUSE_SECONDS)

    try:
        with closing(sqlite3.connect(source, isolation_level=None)) as read, closing(sqlite3.connect(to)) as written:
            written.execute("PRAGMA synchronous=OFF")  # it lives as long as this backup
            read.execute("BEGIN")
            read.execute("SELECT count(*) FROM sqlite_master").fetchone()
            read.backup(written, pages=PAGES, progress=rest)
    except sqlite3.Error as error:
        if error.sqlite_errorcode in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE):
            raise BackupError("backup.disk_full", where=str(to.parent)) from error
        raise BackupError("backup.database_away", why=str(error)) from error


@contextmanager
def opened(path: Path) -> Iterator[Connection]:
    """A copy, to be read only: nothing appears beside it."""
    engine = create_engine(f"sqlite:///file:{path}?mode=ro&immutable=1&uri=true", poolclass=NullPool)
    with engine.connect() as connection:
        yield connection


def check(path: Path) -> None:
    """Raise BackupError where SQLite finds the copy damaged, or rows that refer to none."""
    try:
        with opened(path) as connection:
            whole = connection.exec_driver_sql("PRAGMA integrity_check").scalar_one()
            torn = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    except Exception as error:
        raise BackupError("backup.damaged_database", why=type(error).__name__) from error
    if whole != "ok" or torn is not None:
        raise BackupError("backup.damaged_database", why=whole if whole != "ok" else "foreign_key_check")
