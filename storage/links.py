"""What a link of the chain is computed over: the bytes of a row, so that nothing can be shifted between its fields.

A row is a sequence of texts, one a column, in the order of EVENT or RECORD; `row_texts` has the database give them: ids
in canonical form, numbers in decimal, moments as UTC with microseconds ("2026-11-23 01:00:00.000000"), JSON as the
database keeps it. Before the columns stand VERSION, the position, the link before it in hexadecimal (64 noughts before
the first) and the source. All of these are written as one line with the length of each in characters, in decimal,
joined by commas ("-" for NULL), a line feed, and then the texts one after another; the whole in UTF-8. The link is
HMAC-SHA-256 (RFC 2104) of these bytes. docs/audit.md says so to whoever computes it without this program.
"""

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Dialect, Table, Text, cast, func, type_coerce

from storage.tables import audit_records, events

VERSION = "hazardline-chain-1"
FIRST = "0" * 64
EVENT = ("id", "subject_kind", "subject_id", "version", "kind", "actor_id", "at", "facts")
RECORD = ("id", "at", "actor_id", "kind", "subject_kind", "subject_id", "facts")
SOURCES: dict[str, tuple[Table, Sequence[str]]] = {"event": (events, EVENT), "record": (audit_records, RECORD)}
_BLOCK = 64  # bytes, of SHA-256

Linker = Callable[[str, int, str, Sequence[str | None]], str]


def linker(key: bytes) -> Linker:
    """The function (link before, position, source, texts of the row) -> link: 64 hexadecimal signs.

    key: 32 bytes. HMAC is spelt out here, with what belongs to the key hashed once: verifying takes half as long.
    """
    padded = key.ljust(_BLOCK, b"\0")
    inner, outer = (sha256(bytes(byte ^ pad for byte in padded)) for pad in (0x36, 0x5C))

    def link(before: str, position: int, source: str, row: Sequence[str | None]) -> str:
        within, around = inner.copy(), outer.copy()
        within.update(canonical((VERSION, str(position), before, source, *row)))
        around.update(within.digest())
        return around.hexdigest()

    return link


def canonical(texts: Sequence[str | None]) -> bytes:
    """Texts as bytes: no two sequences give the same."""
    lengths = ",".join(["-" if text is None else str(len(text)) for text in texts])
    return (lengths + "\n" + "".join([text for text in texts if text])).encode()


def row_texts(source: str, dialect: Dialect) -> list[ColumnElement[Any]]:
    """The columns of a source, each as the text that is linked."""
    table, names = SOURCES[source]
    return [_text(table.c[name], dialect.name == "postgresql").label(f"{source}_{name}") for name in names]


def _text(column: ColumnElement[Any], postgres: bool) -> ColumnElement[Any]:
    if not postgres:  # SQLite keeps ids, moments and JSON as just these texts
        return cast(column, Text) if column.key == "version" else type_coerce(column, Text)
    if column.key == "at":
        return func.to_char(func.timezone("UTC", column), "YYYY-MM-DD HH24:MI:SS.US", type_=Text)
    return cast(column, Text)
