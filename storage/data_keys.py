"""Where data keys lie, wrapped by the master key, which is not in the database; and how a ring is made of them."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, Engine, bindparam, insert, select, text, update

from storage import audit
from storage.engine import bare_transaction, read_transaction
from storage.key_ring import BLOCK, KEY_BYTES, MOST_USES, NONCE_BYTES, PURPOSES, DataKey, KeyRing, Purpose, WornOut
from storage.sealed_types import Lookup, give_ring
from storage.sealing import match_all, match_anew
from storage.tables import data_keys
from workflow.ids import new_id

_LOCK = 0x48415A4B
# Online. That of what is looked up changes in all rows at once (`rotate_lookup`), that of the chain would break it.
ROTATED: tuple[Purpose, ...] = ("words", "media")
_ALL = select(data_keys).order_by(data_keys.c.id)
_TAKE = (
    update(data_keys)
    .where(data_keys.c.id == bindparam("key"), data_keys.c.uses <= MOST_USES - BLOCK)
    .values(uses=data_keys.c.uses + BLOCK)
)


class WrongMasterKey(Exception):
    """The master key is not the one under which this database's keys were wrapped."""


def open_ring(engine: Engine, master: bytes) -> KeyRing:
    """The company's keys, made where there are none, and given to its engine: its columns open with them.

    master: 32 bytes. Raises WrongMasterKey.
    """
    with read_transaction(engine) as connection:
        keys = _read(connection, master)
    if {key.purpose for key in keys} < set(PURPOSES):
        return _complete(engine, master)
    return _given(engine, master, keys)


def _given(engine: Engine, master: bytes, keys: Sequence[DataKey]) -> KeyRing:
    ring = KeyRing(keys, partial(_reread, engine, master), partial(_take_block, engine))
    give_ring(engine, ring)
    return ring


def read_ring(engine: Engine, master: bytes) -> KeyRing:
    """The company's keys as far as there are any, given to its engine; none are made. Raises WrongMasterKey."""
    return _given(engine, master, _reread(engine, master))


def are_there(engine: Engine) -> bool:
    """Whether any keys were made yet."""
    with read_transaction(engine) as connection:
        return connection.execute(select(data_keys.c.id).limit(1)).first() is not None


def make(connection: Connection, master: bytes, purpose: Purpose, secret: bytes | None = None) -> DataKey:
    """A new key, which from now on is the one that seals. secret: its 32 bytes, where they are not to be new."""
    key = DataKey(new_id(), purpose, secret or AESGCM.generate_key(8 * KEY_BYTES))
    row = {"id": key.id, "purpose": purpose, "wrapped": _wrap(master, key), "made_at": datetime.now(UTC), "uses": 0}
    connection.execute(insert(data_keys), row)
    return key


def begin_rotation(engine: Engine, master: bytes) -> bool:
    """Make new keys for words and media; False where that was done, and not all is sealed under them yet."""
    with bare_transaction(engine) as connection:
        _hold(connection)
        live = [key.purpose for key in _read(connection, master) if not key.retired]
        fresh = [purpose for purpose in ROTATED if live.count(purpose) == 1]
        for purpose in fresh:
            make(connection, master, purpose)
        if fresh:
            _on_record(connection, "rotation_begun")
    return bool(fresh)


def end_rotation(engine: Engine) -> None:
    """Retire every key of words and media but the newest. They still open what somebody might find."""
    with bare_transaction(engine) as connection:
        newest = select(data_keys.c.id).where(data_keys.c.purpose == bindparam("of")).order_by(data_keys.c.id.desc())
        for purpose in ROTATED:
            last = connection.execute(newest.limit(1), {"of": purpose}).scalar_one()
            older = (data_keys.c.purpose == purpose, data_keys.c.id != last, data_keys.c.retired_at.is_(None))
            connection.execute(update(data_keys).where(*older).values(retired_at=datetime.now(UTC)))
        _on_record(connection, "rotated")


def rotate_lookup(engine: Engine, master: bytes) -> int:
    """A new key for what is looked up, and all of it under that, in one transaction; how many values that were.

    Only where nobody else has the keys: whoever knew the old one alone would find nothing. Raises WrongMasterKey.
    """
    with bare_transaction(engine) as connection:
        _hold(connection)
        *_, old = [key for key in _read(connection, master) if key.purpose == "lookup"]
        new = make(connection, master, "lookup")
        count = match_anew(connection, Lookup(old.secret), Lookup(new.secret))
        connection.execute(update(data_keys).where(data_keys.c.id == old.id).values(retired_at=datetime.now(UTC)))
        _on_record(connection, "lookup_rotated")
    return count


def rewrap(engine: Engine, master: bytes, fresh: bytes) -> None:
    """Wrap every key under another master key, in one transaction: whoever is cut off leaves all as it was.

    Raises WrongMasterKey.
    """
    with bare_transaction(engine) as connection:
        _hold(connection)
        for key in _read(connection, master):
            connection.execute(update(data_keys).where(data_keys.c.id == key.id).values(wrapped=_wrap(fresh, key)))
        _on_record(connection, "rewrapped")


def _on_record(connection: Connection, what: str) -> None:
    audit.record(connection, audit.Kind.KEYS, datetime.now(UTC), facts={"what": what})


def _hold(connection: Connection) -> None:
    """Of several processes one at a time makes keys."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def _complete(engine: Engine, master: bytes) -> KeyRing:
    """Every purpose has a key; of several processes that start together, one makes them.

    What is looked up may lie in clear until then, and would not be found any more: it is sealed in the same commit.
    """
    with bare_transaction(engine) as connection:
        _hold(connection)
        there = {key.purpose: key.secret for key in _read(connection, master)}
        for purpose in PURPOSES:
            if purpose not in there:
                # digests of pictures once had no key of their own
                make(connection, master, purpose, there.get("lookup") if purpose == "digests" else None)
        ring = _given(engine, master, _read(connection, master))
        match_all(connection)
    return ring


def _reread(engine: Engine, master: bytes) -> list[DataKey]:
    with read_transaction(engine) as connection:
        return _read(connection, master)


def _read(connection: Connection, master: bytes) -> list[DataKey]:
    """In order of making."""
    return [
        DataKey(row.id, row.purpose, _unwrap(master, row.id, row.purpose, row.wrapped), row.retired_at is not None)
        for row in connection.execute(_ALL)
    ]


def _take_block(engine: Engine, key_id: str) -> None:
    """Counted before it is used and in one statement: no two processes take the same uses, and none is forgotten."""
    with bare_transaction(engine) as connection:
        if not connection.execute(_TAKE, {"key": key_id}).rowcount:
            raise WornOut(key_id)


def _wrap(master: bytes, key: DataKey) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(master).encrypt(nonce, key.secret, _about(key.id, key.purpose))


def _unwrap(master: bytes, key_id: str, purpose: str, wrapped: bytes) -> bytes:
    try:
        return AESGCM(master).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], _about(key_id, purpose))
    except InvalidTag:
        raise WrongMasterKey from None


def _about(key_id: str, purpose: str) -> bytes:
    return f"data_keys/{key_id}/{purpose}".encode()
