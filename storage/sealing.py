"""Which columns lie sealed, and how what was written before is brought under the key that seals now."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, Connection, Text, bindparam, cast, select, update
from sqlalchemy.types import TypeEngine

from storage.tables import metadata

AT_ONCE = 1000


def columns_of(kind: type[TypeEngine[Any]] | tuple[type[TypeEngine[Any]], ...]) -> Iterator[Column[Any]]:
    """The columns of all tables with a type of this kind."""
    return (column for table in metadata.sorted_tables for column in table.c if isinstance(column.type, kind))


def write_anew(connection: Connection, kind: type[TypeEngine[Any]]) -> None:
    """Read and write every value of these columns: it lies as it is written now."""
    for column in columns_of(kind):
        [key] = column.table.primary_key
        put = (
            update(column.table).where(key == bindparam("row")).values({column: bindparam("value", type_=column.type)})
        )
        said = select(key, column).where(cast(column, Text) != "").order_by(key)
        for rows in connection.execute(said).partitions(AT_ONCE):
            connection.execute(put, [{"row": row[0], "value": row[1]} for row in rows])
