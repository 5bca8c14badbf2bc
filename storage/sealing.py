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
from storage.sealed_types import MATCHED, SEALED, InRow, Lookup, Matched, SealedJson, SealedText, ring_of
from storage.tables import media, metadata

SHA256 = 64  # characters of hex; a keyed digest has 43
_PUT_DIGEST = update(media).where(media.c.id == bindparam("row")).values(digest=bindparam("value"))
AT_ONCE = 200  # rows a transaction: nobody waits for longer than a turn takes


def columns_of(*kinds: type[TypeEngine[Any]]) -> Iterator[Column[Any]]:
    """The columns of all tables with a type of these kinds."""
    return (column for table in metadata.sorted_tables for column in table.c if isinstance(column.type, kinds))


def match_all(connection: Connection) -> None:
    """Seal what is looked up by its whole and lies in clear, as it is looked up; key the digests of pictures."""
    for column in columns_of(Matched):
        [key] = column.table.primary_key
        value = bindparam("value", type_=column.type)
        put = update(column.table).where(key == bindparam("row")).values({column: value})
        raw = cast(column, Text)
        plain = (raw != "", not_(raw.startswith(MATCHED, autoescape=True)))
        rows = connection.execute(select(key, column).where(*plain).order_by(key)).all()
        if rows:
            connection.execute(put, [{"row": row[0], "value": row[1]} for row in rows])
    bare = connection.execute(select(media.c.id, media.c.digest).where(func.length(media.c.digest) == SHA256)).all()
    if bare:
        keyed = [{"row": row.id, "value": picture_digest(ring_of(connection), row.digest)} for row in bare]
        connection.execute(_PUT_DIGEST, keyed)


def match_anew(connection: Connection, old: Lookup, new: Lookup) -> int:
    """Bring all that is looked up by its whole from one key under another; how many values that were."""
    return sum(_match_anew(connection, column, old, new) for column in columns_of(Matched))


def _match_anew(connection: Connection, column: Column[Any], old: Lookup, new: Lookup) -> int:
    [key], kind, raw = column.table.primary_key, column.type.kind, cast(column, Text)  # type: ignore[attr-defined]
    lies = cast(bindparam("lies", type_=Text()), Text)  # past the type, which would seal it once more
    put = update(column.table).where(key == bindparam("row")).values({column: lies})
    some = select(key, raw).where(raw.startswith(MATCHED, autoescape=True)).order_by(key).limit(AT_ONCE)
    count, last = 0, ""
    while rows := connection.execute(some.where(key > last) if last else some).all():
        anew = [{"row": row[0], "lies": new.seal(kind, old.open(kind, row[1]))} for row in rows]
        connection.execute(put, anew)
        count, last = count + len(rows), rows[-1][0]
    return count


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
                done = sum(rewrite(connection, column, *row) for row in rows)
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
    return some_of(connection, column, last, _is_stale(connection, column))


def some_of(
    connection: Connection, column: Column[Any], last: str, *which: ColumnElement[bool]
) -> list[tuple[str, Any, str]]:
    """The next values of a column behind a key, by their keys: (key of the row, value, how it lies)."""
    [key], raw = column.table.primary_key, cast(column, Text)
    after = (key > last,) if last else ()
    found = select(key, column, raw).where(raw != "", *which, *after)
    return [(row[0], row[1], row[2]) for row in connection.execute(found.order_by(key).limit(AT_ONCE))]


def rewrite(connection: Connection, column: Column[Any], row_id: str, value: Any, raw: str) -> int:
    """Put a value in the place of one, unless somebody has written there since; 1 where that was done, else 0."""
    [key] = column.table.primary_key
    as_read = (key == row_id, cast(column, Text) == raw)
    return connection.execute(update(column.table).where(*as_read).values({column: InRow(row_id, value)})).rowcount
