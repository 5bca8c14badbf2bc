"""The demo company, in a database of its own, and put back there as it was."""

from datetime import UTC, datetime

from sqlalchemy import Connection, text

from bot.app import DEMO_WORKBOOK
from storage import right_trail
from storage.company_import import import_company
from storage.data_keys import open_ring
from storage.engine import open_engine
from storage.schema import migrate
from storage.tables import metadata
from storage.workbook import read_workbook
from tests.engines import MASTER_KEY


def settle_demo(url: str) -> str:
    """Put the demo company into an empty database; its address."""
    engine = open_engine(url)
    migrate(engine)
    open_ring(engine, MASTER_KEY)
    right_trail.begin(engine, datetime.now(UTC))
    import_company(engine, read_workbook(DEMO_WORKBOOK))
    engine.dispose()
    return url


def set_aside(connection: Connection) -> None:
    """Keep a copy of every row of a PostgreSQL database, from which it can be put back."""
    connection.execute(text("CREATE SCHEMA aside"))
    connection.execute(text("CREATE TABLE aside.written (name text, rows bigint, by text)"))
    for table in metadata.sorted_tables:
        connection.execute(text(f"CREATE TABLE aside.{table.name} AS TABLE public.{table.name}"))
        counted = f"SELECT '{table.name}', count(*), '' FROM aside.{table.name}"  # noqa: S608
        connection.execute(text(f"INSERT INTO aside.written {counted}"))


def put_back(connection: Connection) -> None:
    """Every row as it was set aside, and nobody else connected: quicker than a database of its own for each test."""
    others = "datname = current_database() AND pid <> pg_backend_pid()"
    connection.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"))  # noqa: S608
    unchecked, changed = connection.exec_driver_sql(_UNCHECKED).one()[0], set(connection.scalars(text(_CHANGED)))
    names = [name for name in _NAMES if name in changed or (changed and not unchecked)]
    emptied = [f"DELETE FROM public.{name};" for name in reversed(names)]  # noqa: S608
    filled = [f"INSERT INTO public.{name} SELECT * FROM aside.{name};" for name in names]  # noqa: S608
    written = f"UPDATE aside.written SET by = pg_current_xact_id()::text WHERE name = ANY ('{{{','.join(names)}}}');"  # noqa: S608
    connection.exec_driver_sql("BEGIN;" + "".join(emptied + filled) + written + "COMMIT")


_NAMES = [table.name for table in metadata.sorted_tables]
# What is put back was whole: to look up every reference again takes most of the time. Only a superuser may do without.
_UNCHECKED = (
    "SELECT coalesce((SELECT set_config('session_replication_role', 'replica', false) FROM pg_roles"
    " WHERE rolname = current_user AND rolsuper) = 'replica', false)"
)
_NOW = " UNION ALL ".join(
    f"SELECT '{name}' AS name, count(*) AS rows, min(xmin::text) AS first, max(xmin::text) AS last FROM public.{name}"  # noqa: S608
    for name in _NAMES
)
# A table whose rows are all of the transaction that put them there, and none is missing, is as it was.
_CHANGED = (
    f"SELECT name FROM aside.written JOIN ({_NOW}) AS now USING (name)"  # noqa: S608
    " WHERE now.rows <> written.rows OR now.first <> by OR now.last <> by"
)
