"""Whoever puts a row on record vouches for it: HMAC-SHA-256 over all of it, under the key of the audit's chain.

Only what somebody vouches for is linked: what was slipped in by SQL, without the key, never becomes part of the chain.
Rows of before there were such bear none; they are linked as long as the newest linked row bears none either, and no
longer.

The HMAC is over VERSION, the source and the texts of the row as they are linked (storage/links.py), but that JSON
stands as its writer has it, with sorted keys and no spaces, whatever the database makes of it.
"""

import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any

from sqlalchemy import Connection, Engine, insert, inspect

from storage.links import SOURCES, canonical
from storage.sealed_types import ring_or_none
from storage.tables import audit_records

VERSION = "hazardline-row-1"


def enter(connection: Connection, source: str, *rows: Mapping[str, Any]) -> None:
    """Put rows on record, within an open write transaction. source: of SOURCES; rows: all of their columns but `mac`.

    Without a `mac` where the company's keys are not there, as in a restored database of before there were such.
    """
    table, _ = SOURCES[source]
    ring = ring_or_none(connection)
    if rows:
        connection.execute(insert(table), [with_mac(ring.key("chain"), source, row) if ring else row for row in rows])


def is_possible(engine: Engine) -> bool:
    """False in a database of before there were such."""
    return "mac" in {column["name"] for column in inspect(engine).get_columns(audit_records.name)}


def with_mac(key: bytes, source: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with its `mac`: 64 hexadecimal signs."""
    *names, _ = SOURCES[source][1]
    return {**row, "mac": _mac(key, source, [_text(name, row[name]) for name in names])}


def is_vouched(key: bytes, source: str, texts: Sequence[str | None]) -> bool:
    """Whether somebody with the key wrote this row. texts: of `row_texts`, as the database gives them."""
    *plain, facts, mac = texts
    if not isinstance(mac, str) or not all(text is None or isinstance(text, str) for text in plain):
        return False  # SQLite lets whoever writes past us put anything into any column
    try:
        told = _json(json.loads(facts or ""))
    except (ValueError, TypeError, RecursionError):
        return False
    return hmac.compare_digest(_mac(key, source, [*plain, told]).encode(), mac.encode())


def _mac(key: bytes, source: str, texts: Sequence[str | None]) -> str:
    return hmac.digest(key, canonical([VERSION, source, *texts]), "sha256").hex()


def _text(name: str, value: Any) -> str | None:
    if name == "facts":
        return _json(value)
    if name == "at":
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"
    return None if value is None else str(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
