"""Columns that say who and what: sealed as they are written and opened as they are read, wherever a query names them.

Where such a column is selected the key of its row comes along, for a value opens only there; nobody can forget to ask
for it. A value that was written before there were keys is read as it lies.
"""

import hmac
import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from sqlalchemy import JSON, ColumnElement, Connection, Dialect, Engine, Label, Table, Text, cast, type_coerce
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

from storage.key_ring import REMEMBERED, KeyRing, NotOpened

SEALED = "aes1:"  # before the base64 of what KeyRing.seal gives
MATCHED = "siv1:"
_ROW = "|"  # between the key of the row and the value: no key has one

_rings: WeakKeyDictionary[Dialect, KeyRing] = WeakKeyDictionary()


def give_ring(engine: Engine, ring: KeyRing) -> None:
    """The keys of the company whose database this is: its columns open with them from now on."""
    _rings[engine.dialect] = ring


def ring_or_none(bind: Connection | Engine) -> KeyRing | None:
    return _rings.get(bind.dialect)


def ring_of(bind: Connection | Engine) -> KeyRing:
    """The keys of the company whose database this is."""
    return _rings[bind.dialect]


@dataclass(frozen=True)
class InRow:
    """A value for a sealed column of the row with this primary key."""

    row_id: str
    value: Any


class _Sealed(TypeDecorator[Any]):
    """What both kinds share. what: "table.column", as it is sealed; row: the column of its table that is its key.

    remembered: short, and read again and again, as names are; what was opened is kept in memory for a while.
    """

    def __init__(self, what: str, row: str = "id", *, remembered: bool = False) -> None:
        super().__init__()
        self.what = what
        self.row = row
        self.remembered = remembered

    def column_expression(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        while isinstance(column, Label):
            column = column.element
        key = column.table.c[self.row]
        return type_coerce(cast(key, Text).concat(_ROW).concat(cast(column, Text)), self)

    def sealed(self, bound: InRow, plain: str, dialect: Dialect) -> str:
        value = _rings[dialect].seal(self.what, bound.row_id, plain.encode())
        return SEALED + b64encode(value).decode()

    def opened(self, row_id: str, stored: str, dialect: Dialect) -> str:
        return _rings[dialect].open(self.what, row_id, b64decode(stored[len(SEALED) :])).decode()


class SealedText(_Sealed):
    """Words. Written as `InRow`; empty ones, which tell nothing but that they were erased, as they are."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        if not isinstance(value, InRow):
            return value
        return self.sealed(value, value.value, dialect) if value.value else value.value

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        if value is None:
            return None
        ring = _rings.get(dialect) if self.remembered else None
        return self._read(value, dialect) if ring is None else self._remembered(value, dialect, ring.opened)

    def _remembered(self, value: str, dialect: Dialect, opened: dict[tuple[str, str], str]) -> str:
        plain = opened.get((self.what, value))
        if plain is None:
            if len(opened) >= REMEMBERED:
                opened.clear()
            plain = opened[self.what, value] = self._read(value, dialect)
        return plain

    def _read(self, value: str, dialect: Dialect) -> str:
        row_id, _, stored = value.partition(_ROW)
        return self.opened(row_id, stored, dialect) if stored.startswith(SEALED) else stored


class SealedJson(_Sealed):
    """A JSON value, which lies as a JSON string where it is sealed. Written as `InRow`."""

    impl = JSON().with_variant(JSONB(), "postgresql")
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        if not isinstance(value, InRow):
            return value
        return self.sealed(value, json.dumps(value.value, ensure_ascii=False, separators=(",", ":")), dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Not that of JSON: what comes is the key of the row and then the JSON."""
        return lambda value: self._read(value, dialect)

    def _read(self, value: str | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        row_id, _, stored = value.partition(_ROW)
        if stored.startswith(f'"{SEALED}'):
            stored = self.opened(row_id, json.loads(stored), dialect)
        return json.loads(stored)


class Matched(TypeDecorator[str]):
    """What is looked for by its whole: equal values lie as equal ciphertexts, in every column of one kind.

    AES-256-SIV (RFC 5297) without a nonce: its tag is a keyed hash of the value, and with the key the value comes back.
    Whoever has the table alone sees which are equal, and nothing else of them.
    """

    impl = Text
    cache_ok = True

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if not value:
            return value
        return _lookup(_rings[dialect]).seal(self.kind, value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None or not value.startswith(MATCHED):
            return value
        return _lookup(_rings[dialect]).open(self.kind, value)


class Lookup:
    """AES-256-SIV under 64 bytes that are made of a key for looking up. key: 32 bytes."""

    def __init__(self, key: bytes) -> None:
        self._siv = AESSIV(hmac.digest(key, b"AES-256-SIV", "sha512"))
        self.open = lru_cache(REMEMBERED)(self._open)

    def seal(self, kind: str, value: str) -> str:
        return MATCHED + b64encode(self._siv.encrypt(value.encode(), [kind.encode()])).decode()

    def _open(self, kind: str, stored: str) -> str:
        """What was sealed; remembered by how it lies. Raises NotOpened."""
        try:
            return self._siv.decrypt(b64decode(stored[len(MATCHED) :]), [kind.encode()]).decode()
        except InvalidTag:
            raise NotOpened(kind) from None


_lookups: WeakKeyDictionary[KeyRing, Lookup] = WeakKeyDictionary()


def _lookup(ring: KeyRing) -> Lookup:
    if ring not in _lookups:
        _lookups[ring] = Lookup(ring.key("lookup"))
    return _lookups[ring]


def in_row(row_id: str, values: Mapping[str, Any]) -> dict[str, InRow]:
    """Some sealed columns of one row."""
    return {name: InRow(row_id, value) for name, value in values.items()}


def for_table(table: Table, values: Mapping[str, Any], standing: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Values as they are written to a table: those of its sealed columns bound to their row.

    standing: the row that is changed, where its key is not among the values.
    """
    row = {**(standing or {}), **values}
    sealed = {c.name: c.type.row for c in table.c if isinstance(c.type, _Sealed) and c.name in values}
    return {**values, **{name: InRow(row[key], values[name]) for name, key in sealed.items()}}
