"""Bringing what was written before under the key that seals now: online, in small steps that stand each by itself.

Whoever is killed in between begins again: what is done is passed over, and old keys open what is not.
"""

from base64 import b64encode
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    Text,
    and_,
    bindparam,
    cast,
    func,
    not_,
    select,
    update,
)
from sqlalchemy.types import TypeEngine

from storage.engine import read_transaction, write_transaction
from storage.key_ring import VERSION, picture_digest
from storage.sealed_types import SEALED, InRow, Matched, SealedJson, SealedText, ring_of
from storage.tables import media, metadata

SHA256 = 64  # characters of hex; a keyed digest has 43
_PUT_DIGEST = update(media).where(media.c.id == bindparam("row")).values(digest=bindparam("value"))
AT_ONCE = 200  # rows a transaction: nobody waits for longer than a turn takes


def columns_of(*kinds: type[TypeEngine[Any]]) -> Iterator[Column[Any]]:
    """The columns of all tables with a type of these kinds."""
    return (column for table in metadata.sorted_tables for column in table.c if isinstance(column.type, kinds))


def match_all(connection: Connection) -> None:
    """Write anew what is looked up by its whole, so that it lies as it is looked up; key the digests of pictures."""
    for column in columns_of(Matched):
        [key] = column.table.primary_key
        value = bindparam("value", type_=column.type)
        put = update(column.table).where(key == bindparam("row")).values({column: value})
        rows = connection.execute(select(key, column).where(cast(column, Text) != "").order_by(key)).all()
        if rows:
            connection.execute(put, [{"row": row[0], "value": row[1]} for row in rows])
    plain = connection.execute(select(media.c.id, media.c.digest).where(func.length(media.c.digest) == SHA256)).all()
    if plain:
        keyed = [{"row": row.id, "value": picture_digest(ring_of(connection), row.digest)} for row in plain]
        connection.execute(_PUT_DIGEST, keyed)


def count_stale(engine: Engine) -> int:
    """How many values do not lie under the key that seals now."""
    with read_transaction(engine) as connection:
        counts = (select(func.count()).where(_is_stale(connection, column)) for column in _sealed())
        return sum(connection.execute(count).scalar_one() for count in counts)


def seal_stale(engine: Engine) -> Iterator[int]:
    """Seal them, a transaction after another; how many each has done."""
    for column in _sealed():
        last = ""
        while True:
            with write_transaction(engine) as connection:
                rows = _some_stale(connection, column, last)
                done = sum(_put(connection, column, *row) for row in rows)
            if not rows:
                break
            last = rows[-1][0]
            yield done


def _sealed() -> Iterator[Column[Any]]:
    return columns_of(SealedText, SealedJson)


def _is_stale(connection: Connection, column: Column[Any]) -> ColumnElement[bool]:
    """By how it begins: 22 characters of base64 tell version and key, and nothing of what follows."""
    key = UUID(ring_of(connection).seals_with("words")).bytes
    begins = SEALED + b64encode(bytes((VERSION,)) + key).decode()[:22]
    begins = f'"{begins}' if isinstance(column.type, SealedJson) else begins
    raw = cast(column, Text)
    return and_(raw != "", not_(raw.startswith(begins, autoescape=True)))


def _some_stale(connection: Connection, column: Column[Any], last: str) -> list[tuple[str, Any, str]]:
    """The next of them by their keys: (key of the row, value, how it lies)."""
    [key] = column.table.primary_key
    after = (key > last,) if last else ()
    found = select(key, column, cast(column, Text)).where(_is_stale(connection, column), *after)
    return [(row[0], row[1], row[2]) for row in connection.execute(found.order_by(key).limit(AT_ONCE))]


def _put(connection: Connection, column: Column[Any], row_id: str, value: Any, raw: str) -> int:
    """Unless somebody has written there since, who has sealed it themselves."""
    [key] = column.table.primary_key
    as_read = (key == row_id, cast(column, Text) == raw)
    return connection.execute(update(column.table).where(*as_read).values({column: InRow(row_id, value)})).rowcount
