"""PostgreSQL's own tools, and databases beside one another: a dump of one moment, a dump put into a new database.

The password goes by PGPASSWORD: what stands on a command line is seen by everybody on the machine.
"""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import IO
from uuid import uuid4

from psycopg.conninfo import make_conninfo
from psycopg.errors import InsufficientPrivilege, ObjectInUse
from sqlalchemy import URL, Connection, NullPool, create_engine, text
from sqlalchemy.exc import DBAPIError

from storage.backup_errors import BackupError

PIECE = 1 << 20
LEAVE_SECONDS, LEAVE_TRIES = 5.0, 50  # who has just closed a connection is seen for a moment still
MOST_NAME = 63  # of an identifier, in bytes
_MAINTENANCE = "postgres"
_THERE = text("SELECT count(*) FROM pg_database WHERE datname = :name")
_LIKE = text("SELECT pg_encoding_to_char(encoding), datcollate, datctype FROM pg_database WHERE datname = :name")
# PostgreSQL itself ends those of its own that clean up, when a database is renamed.
_IN_USE = text("SELECT count(*) FROM pg_stat_activity WHERE datname = :name AND backend_type = 'client backend'")
_LEFT = text(
    "SELECT datname FROM pg_database d WHERE starts_with(datname, :mark)"
    " AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datname = d.datname)"
)


def dump(url: URL, snapshot: str) -> Iterator[bytes]:
    """The database as it was when a snapshot was exported, in PostgreSQL's custom format, which is compressed."""
    command = [_tool("pg_dump"), "--format=custom", f"--snapshot={snapshot}", f"--dbname={_address(url)}"]
    with tempfile.TemporaryFile() as said, _running(command, url, said, stdout=subprocess.PIPE) as program:
        assert program.stdout is not None  # noqa: S101 - asked for
        while piece := program.stdout.read(PIECE):
            yield piece
        if program.wait():
            raise _failed("pg_dump", said)


def load(url: URL, pieces: Iterable[bytes]) -> None:
    """Put a dump into an empty database: in one transaction, and nothing of it where the pieces end in an error."""
    options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
    command = [_tool("pg_restore"), *options, f"--dbname={_address(url)}"]
    with tempfile.TemporaryFile() as said, _running(command, url, said, stdin=subprocess.PIPE) as program:
        assert program.stdin is not None  # noqa: S101 - asked for
        try:
            for piece in pieces:
                program.stdin.write(piece)
            program.stdin.close()
        except BrokenPipeError:
            program.wait()
            raise _failed("pg_restore", said) from None
        if program.wait():
            raise _failed("pg_restore", said)


def beside(url: URL, mark: str) -> URL:
    """A new and empty database on the same server, in the same encoding; those that a killed process left go."""
    name = url.database or ""
    with _maintaining(url) as connection:
        for left in connection.execute(_LEFT, {"mark": _cut(name, f"_{mark}_")}).scalars().all():
            with suppress(DBAPIError):  # its own process may be ending still: then it goes the next time
                connection.exec_driver_sql(f"DROP DATABASE {_quoted(connection, left)}")
        new = _cut(name, f"_{mark}_") + uuid4().hex[:8]
        like = connection.execute(_LIKE, {"name": name}).one_or_none()
        options = "TEMPLATE template0 ENCODING '{}' LC_COLLATE '{}' LC_CTYPE '{}'".format(*like) if like else ""
        connection.exec_driver_sql(f"CREATE DATABASE {_quoted(connection, new)} {options}")
    return url.set(database=new)


def drop(url: URL) -> None:
    with _maintaining(url) as connection:
        connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {_quoted(connection, url.database or '')} WITH (FORCE)")


def is_there(url: URL) -> bool:
    with _maintaining(url) as connection:
        return bool(connection.execute(_THERE, {"name": url.database}).scalar_one())


def be_unused(url: URL) -> None:
    """Raise BackupError where somebody is connected to a database, and stays so for a while."""
    with _maintaining(url) as connection:
        for _ in range(LEAVE_TRIES):
            if not connection.execute(_IN_USE, {"name": url.database}).scalar_one():
                return
            time.sleep(LEAVE_SECONDS / LEAVE_TRIES)
    raise BackupError("backup.database_in_use", name=url.database or "")


def put_in_place(url: URL, staged: str, kept: str) -> None:
    """Give a database the name of another, which is called `kept` from then on: both, or none. Again: nothing.

    Raises BackupError where somebody stays connected to either for five seconds: so long PostgreSQL waits.
    """
    name = url.database or ""
    with _maintaining(url) as connection:
        if not connection.execute(_THERE, {"name": staged}).scalar_one():
            return
        connection.exec_driver_sql("BEGIN")
        if connection.execute(_THERE, {"name": name}).scalar_one():
            _rename(connection, name, kept)
        _rename(connection, staged, name)
        connection.exec_driver_sql("COMMIT")


def kept_name(url: URL, stamp: str) -> str:
    return _cut(url.database or "", f"_before_{stamp}")


def _rename(connection: Connection, old: str, new: str) -> None:
    connection.exec_driver_sql(f"ALTER DATABASE {_quoted(connection, old)} RENAME TO {_quoted(connection, new)}")


def _cut(name: str, end: str) -> str:
    """A name with something at its end, which leaves room for eight more signs."""
    return name[: MOST_NAME - len(end) - 8] + end


def _quoted(connection: Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote_identifier(name)


@contextmanager
def _maintaining(url: URL) -> Iterator[Connection]:
    """The server itself, outside any transaction. Raises BackupError where it is away or does not let us."""
    engine = create_engine(url.set(database=_MAINTENANCE), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    try:
        with engine.connect() as connection:
            yield connection
    except DBAPIError as error:
        if isinstance(error.orig, InsufficientPrivilege):
            raise BackupError("backup.not_allowed", user=url.username or "") from error
        if isinstance(error.orig, ObjectInUse):
            raise BackupError("backup.database_in_use", name=url.database or "") from error
        raise BackupError("backup.database_away", why=str(error.orig).partition("\n")[0]) from error


@contextmanager
def _running(
    command: list[str], url: URL, said: IO[bytes], *, stdin: int = subprocess.DEVNULL, stdout: int = subprocess.DEVNULL
) -> Iterator["subprocess.Popen[bytes]"]:
    """A tool at work; whoever ends early ends it, too, before it takes what it has got for the whole."""
    secret = {"PGPASSWORD": url.password} if url.password else {}
    program = subprocess.Popen(command, stdin=stdin, stdout=stdout, stderr=said, env={**os.environ, **secret})  # noqa: S603
    try:
        yield program
    finally:
        program.kill()
        program.communicate()


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise BackupError("backup.no_tool", program=name)
    return found


def _address(url: URL) -> str:
    """What libpq is to connect to, without the password."""
    parts = {"host": url.host, "port": url.port, "user": url.username, "dbname": url.database, **url.query}
    return make_conninfo("", **{name: str(value) for name, value in parts.items() if value})


def _failed(program: str, said: IO[bytes]) -> BackupError:
    said.seek(0)
    lines = said.read().decode("utf-8", "replace").strip().splitlines()
    return BackupError("backup.tool_failed", program=program, why=lines[0] if lines else "")
