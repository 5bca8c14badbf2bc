"""What people wrote is what its event says: each event has the salted digest of the words that came with it.

The words lie in `texts`, where they are sealed anew when keys are rotated, and struck out by law: then STRUCK stands in
the place of their salt, sealed, which only whoever has the keys can write. Nothing else ever changes or removes them.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Text, bindparam, cast, func, select

from storage.key_ring import NotOpened
from storage.sealed_types import SEALED
from storage.tables import events, texts

AT_ONCE = 2000
STRUCK = "struck"


def digest(salt: str, body: str) -> str:
    """Salted, so that a guessed sentence cannot be confirmed from the trail alone; 64 hexadecimal signs."""
    return hashlib.sha256(f"{salt}\n{body}".encode()).hexdigest()


def doubtful(connection: Connection, step: Callable[[int], object]) -> Iterator[tuple[str, str]]:
    """What is not as it is on record: ("event", its id) for words that are gone or others, ("text", id) for more."""
    known: set[str] = set()
    for rows in connection.execute(_WITH_WORDS).partitions():
        ids = [one.get("text") for row in rows for one in row.facts["words"].values()]
        kept = _kept(connection, ids)
        known.update(kept)
        for row in rows:
            if not all(_is_kept(row, field, one, kept) for field, one in row.facts["words"].items()):
                yield "event", row.id
        step(len(rows))
    if connection.execute(select(func.count()).select_from(texts)).scalar_one() > len(known):
        there = connection.execute(select(texts.c.id).order_by(texts.c.id).execution_options(yield_per=AT_ONCE))
        yield from (("text", id_) for id_ in there.scalars() if id_ not in known)


def _kept(connection: Connection, ids: Sequence[Any]) -> dict[str, Any]:
    """The texts by their ids; one that does not open is none."""
    try:
        rows = connection.execute(_TEXTS, {"ids": ids}).all()
    except NotOpened:
        rows = [row for id_ in ids for row in _alone(connection, id_)]
    return {row.id: row for row in rows}


def _alone(connection: Connection, id_: Any) -> Sequence[Any]:
    try:
        return connection.execute(_TEXTS, {"ids": [id_]}).all()
    except NotOpened:
        return []


def _is_kept(event: Any, field: str, one: Any, kept: dict[str, Any]) -> bool:
    text = kept.get(one.get("text"))
    if text is None or (text.subject_kind, text.subject_id, text.field) != (*event[1:3], field):
        return False
    if text.salt == STRUCK:
        return str(text.lies).startswith(SEALED)
    return bool(digest(text.salt, text.body) == one.get("digest"))


_WITH_WORDS = (
    select(events.c.id, events.c.subject_kind, events.c.subject_id, events.c.facts)
    .where(cast(events.c.facts, Text).contains('"words"'))
    .order_by(events.c.id)
    .execution_options(yield_per=AT_ONCE)
)
_TEXTS = select(texts, cast(texts.c.salt, Text).label("lies")).where(texts.c.id.in_(bindparam("ids", expanding=True)))
