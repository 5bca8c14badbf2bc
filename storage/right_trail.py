"""Rows of which it hangs who may what, and who is told what: whoever writes one puts on record what it was and is.

Each such row has a seal, HMAC-SHA-256 over what it says, under the key of the audit's chain. A record of it names two
of them: as the row was found, and as it was left; a row that is not there has none. All of them together, joined by
exclusive or, leave the seal of the row as it stands, for whatever one record leaves the next one finds. Where somebody
wrote in between, by SQL, it does not come out, not even after others have rightly changed the row; and it does not
matter in which order records were committed.

What identifies a person is sealed with a salt that lies in the row and goes with it: after an erasure nobody can try
names against what is on record, not even with the key.
"""

import hashlib
import hmac
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Connection, Engine, Table, select, text

from storage import audit, tables
from storage.engine import read_transaction, write_transaction
from storage.key_ring import NotOpened
from storage.links import canonical
from storage.sealed_types import ring_of, ring_or_none

VERSION = "1"  # of what is sealed: other columns are another, and need an epoch that leads from this to that
EPOCH = "00000000-0000-7000-8000-0000000000e0"  # the record that says from when on all of this is on record
AT_ONCE = 500
_LOCK = 0x48415A52

# Table -> the columns that say who may what; the first is the row's key. Others change without anybody's right.
RIGHTS: dict[Table, tuple[str, ...]] = {
    tables.company: tuple(tables.company.c.keys()),
    tables.people: ("id", "salt", "code", "name", "left_on", "blocked_at"),
    tables.memberships: tuple(tables.memberships.c.keys()),
    tables.deputies: tuple(tables.deputies.c.keys()),
    tables.addresses: ("id", "salt", "person_id", "bot", "address"),
    tables.invitations: tuple(tables.invitations.c.keys()),
    tables.groups: ("id", "bot", "address", "area_id"),
    tables.areas: ("id", "parent_id", "path"),
    tables.responsibilities: tuple(tables.responsibilities.c.keys()),
    tables.ladder_rungs: tuple(tables.ladder_rungs.c.keys()),
    tables.report_templates: tuple(tables.report_templates.c.keys()),
}
_BY_NAME = {table.name: table for table in RIGHTS}


_UNREAD = (NotOpened, ValueError, TypeError, AttributeError)  # SQLite lets whoever writes past us put in anything
_BEGUN = (
    select(tables.audit_records.c.id)
    .where(tables.audit_records.c.kind == audit.Kind.RIGHT, tables.audit_records.c.subject_id == EPOCH)
    .limit(1)
)
_RECORDS = (
    select(*(tables.audit_records.c[name] for name in ("subject_kind", "subject_id", "facts")))
    .where(tables.audit_records.c.kind == audit.Kind.RIGHT)
    .execution_options(yield_per=AT_ONCE)
)


def key_of(table: Table) -> str:
    """The column by which a row of these tables is known; an id, but for the company, which has a code."""
    return RIGHTS[table][0]


@contextmanager
def changing(connection: Connection, table: Table, ids: Sequence[str], at: datetime) -> Iterator[None]:
    """Within the block rows with these ids are inserted, changed or deleted; what became of them goes on record.

    In the same transaction; those that are the same afterwards get no record. ids: of `key_of(table)`. at: aware.
    """
    if ring_or_none(connection) is None or not has_begun(connection):
        yield
        return
    before = _sealed(connection, table, ids, held=True)
    yield
    after = _sealed(connection, table, ids)
    both = [(id_, before.get(id_, ""), after.get(id_, "")) for id_ in dict.fromkeys(ids)]
    _put(connection, table, [row for row in both if row[1] != row[2]], at)


def has_begun(connection: Connection) -> bool:
    """Rows as they stood once are on record, and so is what has become of them since."""
    return connection.execute(_BEGUN).first() is not None


def begin(engine: Engine, at: datetime) -> None:
    """Put all rows on record as they stand, once; of several processes that start together one does so. at: aware."""
    with read_transaction(engine) as connection:
        if has_begun(connection):
            return
    with write_transaction(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        if has_begun(connection):
            return
        standing = {table: dict(_all_sealed(connection, table, lambda id_: None)) for table in RIGHTS}
        counts = {table.name: len(rows) for table, rows in standing.items()}
        audit.record(connection, audit.Kind.RIGHT, at, subject_id=EPOCH, facts={"epoch": 1, **counts})
        for table, rows in standing.items():
            _put(connection, table, [(id_, "", seal) for id_, seal in rows.items()], at)


def doubtful(connection: Connection, step: Callable[[int], object]) -> Iterator[tuple[str, str]]:
    """Rows that are not as their records leave them, or were not when one of them was written: table and key."""
    left = _left(connection)
    if not left and not has_begun(connection):
        return
    for table in RIGHTS:
        of_table, unread = left[table.name], list[str]()
        for id_, seal in _all_sealed(connection, table, unread.append):
            if of_table.pop(_named(table, id_), 0) != int(seal, 16):
                yield table.name, id_
            step(1)
        for id_ in unread:
            of_table.pop(_named(table, id_), 0)
            yield table.name, id_
        yield from ((table.name, id_) for id_, seal in of_table.items() if seal)


def _left(connection: Connection) -> dict[str, dict[str, int]]:
    """Table -> key of a row -> the seal that its records leave it with; 0 where they leave none."""
    left: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for rows in connection.execute(_RECORDS).partitions():
        for name, id_, facts in rows:
            if name in _BY_NAME:
                left[name][id_ or ""] ^= _number(facts.get("was")) ^ _number(facts.get("is"))
    return left


def _number(seal: Any) -> int:
    """What somebody wrote past us is in doubt by itself, and may be anything."""
    try:
        return int(seal, 16) if seal else 0
    except (TypeError, ValueError):
        return 1


def _put(connection: Connection, table: Table, rows: Sequence[tuple[str, str, str]], at: datetime) -> None:
    """rows: key, the seal as it was, the seal as it is."""
    told = [(table.name, _named(table, id_) or None, {"was": was, "is": seal}) for id_, was, seal in rows]
    audit.record_all(connection, audit.Kind.RIGHT, at, told)


def _named(table: Table, id_: str) -> str:
    """The id under which a row is on record; the company, of which there is one, has none."""
    return "" if table is tables.company else id_


def _sealed(connection: Connection, table: Table, ids: Sequence[str], *, held: bool = False) -> dict[str, str]:
    """Key -> seal of rows. held: against other writers, until the end of the transaction."""
    found: dict[str, str] = {}
    key = ring_of(connection).key("chain")
    for some in _some(ids):
        rows = _select(table).where(table.c[key_of(table)].in_(some)).order_by(table.c[key_of(table)])
        for row in connection.execute(rows.with_for_update(key_share=True) if held else rows):
            found[row[0]] = _seal(key, table, row)
    return found


def _all_sealed(connection: Connection, table: Table, unread: Callable[[str], object]) -> Iterator[tuple[str, str]]:
    """Key and seal of every row. unread: told the key of one that cannot be read, which no row of ours is."""
    key, by = ring_of(connection).key("chain"), table.c[key_of(table)]
    keys = connection.execute(select(by).order_by(by)).scalars().all()
    for some in _some(keys):
        wanted = _select(table).where(by.in_(some))
        try:
            rows = list(connection.execute(wanted))
        except _UNREAD:
            rows = [row for id_ in some if (row := _alone(connection, table, id_, unread)) is not None]
        yield from ((row[0], _seal(key, table, row)) for row in rows)


def _alone(connection: Connection, table: Table, id_: str, unread: Callable[[str], object]) -> Any:
    try:
        return connection.execute(_select(table).where(table.c[key_of(table)] == id_)).one()
    except _UNREAD:
        unread(id_)
        return None


def _some(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    yield from (ids[begun : begun + AT_ONCE] for begun in range(0, len(ids), AT_ONCE))


def _select(table: Table) -> Any:
    return select(*(table.c[name] for name in RIGHTS[table]))


def _seal(key: bytes, table: Table, row: Sequence[Any]) -> str:
    """64 hexadecimal signs."""
    return hmac.digest(key, canonical(["right", VERSION, table.name, *map(_text, row)]), "sha256").hex()


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    return json.dumps(value, sort_keys=True)
