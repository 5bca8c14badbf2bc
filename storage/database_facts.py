"""What a database holds, as far as a backup of it is compared with what is restored."""

from dataclasses import asdict, dataclass
from typing import Any

from alembic.migration import MigrationContext
from sqlalchemy import Connection, func, inspect, select
from sqlalchemy.sql.expression import table

from storage import chain, tables
from storage.tables import data_keys, media


@dataclass(frozen=True)
class DatabaseFacts:
    """revision: of the schema; tables: rows by name of table; media_ids: the pictures that have a row; keys: the ids of
    the keys under which they lie sealed; head: position and link of the last link of the audit's chain."""

    revision: str
    tables: dict[str, int]
    media_ids: frozenset[str]
    keys: frozenset[str]
    head: dict[str, Any] | None = None


def facts_of_database(connection: Connection) -> DatabaseFacts:
    """All of one moment where the connection sees one."""
    names = sorted(inspect(connection).get_table_names())
    counts = {name: connection.execute(select(func.count()).select_from(table(name))).scalar_one() for name in names}
    revision = MigrationContext.configure(connection).get_current_revision() or ""
    ids = connection.execute(select(media.c.id)).scalars() if media.name in counts else ()
    keys = keys_of(connection) if data_keys.name in counts else frozenset()
    head = asdict(chain.head(connection)) if tables.chain.name in counts else None
    return DatabaseFacts(revision, counts, frozenset(ids), keys, head)


def keys_of(connection: Connection) -> frozenset[str]:
    """The ids of all data keys."""
    return frozenset(connection.execute(select(data_keys.c.id)).scalars())
