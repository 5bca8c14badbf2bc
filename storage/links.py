"""What a link of the chain is computed over: the bytes of a row, so that nothing can be shifted between its fields.

A row is a sequence of texts, one a column, in the order of EVENT or RECORD; `row_texts` has the database give them: ids
in canonical form, numbers in decimal, moments as UTC with microseconds ("2026-11-23 01:00:00.000000"), JSON as the
database keeps it. Before the columns stand VERSION, the position, the link before it in hexadecimal (64 noughts before
the first) and the source. All of these are written as one line with the length of each in characters, in decimal,
joined by commas ("-" for NULL), a line feed, and then the texts one after another; the whole in UTF-8. The link is
HMAC-SHA-256 (RFC 2104) of these bytes. docs/audit.md says so to whoever computes it without this program.

A row of before there was a column `mac` has none, and stands under FIRST_VERSION without it.
"""

from collections.abc import Callable, Sequence
from functools import reduce
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Dialect, Table, Text, case, cast, func, literal, type_coerce

from storage.tables import audit_records, events

VERSION = "hazardline-chain-2"
FIRST_VERSION = "hazardline-chain-1"
FIRST = "0" * 64
EVENT = ("id", "subject_kind", "subject_id", "version", "kind", "actor_id", "at", "facts", "mac")
RECORD = ("id", "at", "actor_id", "kind", "subject_kind", "subject_id", "facts", "mac")
SOURCES: dict[str, tuple[Table, Sequence[str]]] = {"event": (events, EVENT), "record": (audit_records, RECORD)}
_BLOCK = 64  # bytes, of SHA-256


class Measured(NamedTuple):
    """A row as it is linked: under which version, the lengths of its texts, the texts one after another."""

    version: str
    lengths: str
    text: str


Linker = Callable[[str, int, str, Measured], str]


def linker(key: bytes) -> Linker:
    """The function (link before, position, source, row) -> link: 64 hexadecimal signs.

    key: 32 bytes. HMAC is spelt out here, with what belongs to the key hashed once: verifying takes half as long.
    """
    padded = key.ljust(_BLOCK, b"\0")
    inner, outer = (sha256(bytes(byte ^ pad for byte in padded)) for pad in (0x36, 0x5C))

    def link(before: str, position: int, source: str, row: Measured) -> str:
        version, lengths, text = row
        place = str(position)
        line = f"{len(version)},{len(place)},{len(before)},{len(source)},{lengths}\n"
        within, around = inner.copy(), outer.copy()
        within.update(f"{line}{version}{place}{before}{source}{text}".encode())
        around.update(within.digest())
        return around.hexdigest()

    return link


def canonical(texts: Sequence[str | None]) -> bytes:
    """Texts as bytes: no two sequences give the same."""
    return f"{_lengths(texts)}\n{_joined(texts)}".encode()


def measured(texts: Sequence[str | None]) -> Measured:
    """The row of these texts, of which the last is its `mac`."""
    if texts[-1] is None:
        return Measured(FIRST_VERSION, _lengths(texts[:-1]), _joined(texts[:-1]))
    return Measured(VERSION, _lengths(texts), _joined(texts))


def _lengths(texts: Sequence[str | None]) -> str:
    return ",".join(["-" if text is None else str(len(text)) for text in texts])


def _joined(texts: Sequence[str | None]) -> str:
    return "".join([text for text in texts if text])


def row_texts(source: str, dialect: Dialect) -> list[ColumnElement[Any]]:
    """The columns of a source, each as the text that is linked."""
    table, names = SOURCES[source]
    return [_text(table.c[name], dialect.name == "postgresql").label(f"{source}_{name}") for name in names]


def row_measured(source: str, dialect: Dialect) -> list[ColumnElement[Any]]:
    """What `measured` makes of these texts, made by the database: most of the work of a link, done where the row lies.

    The members of a `Measured`; its version is NULL where the row is missing.
    """
    *texts, mac = (label.element for label in row_texts(source, dialect))
    lengths = [func.coalesce(_length(text), "-") for text in texts]
    own: ColumnElement[Any] = case((mac.is_(None), FIRST_VERSION), else_=VERSION)
    there = texts[0].is_not(None)
    return [
        case((there, own)),
        _one_after_another([*_with_commas(lengths), func.coalesce(literal(",").concat(_length(mac)), "")]),
        _one_after_another([func.coalesce(text, "") for text in (*texts, mac)]),
    ]


def _length(text: ColumnElement[Any]) -> ColumnElement[Any]:
    return cast(func.length(text), Text)


def _with_commas(texts: Sequence[ColumnElement[Any]]) -> list[ColumnElement[Any]]:
    return [texts[0], *(part for text in texts[1:] for part in (literal(","), text))]


def _one_after_another(parts: Sequence[ColumnElement[Any]]) -> ColumnElement[Any]:
    return reduce(lambda one, other: one.concat(other), parts)


def _text(column: ColumnElement[Any], postgres: bool) -> ColumnElement[Any]:
    if not postgres:  # SQLite keeps ids, moments and JSON as just these texts
        return cast(column, Text) if column.key == "version" else type_coerce(column, Text)
    if column.key == "at":
        return func.to_char(func.timezone("UTC", column), "YYYY-MM-DD HH24:MI:SS.US", type_=Text)
    return cast(column, Text)
