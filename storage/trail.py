"""What is on record, to be shown and handed out: events and records as plain rows, by case, by person, all of them."""

from collections.abc import Iterator
from datetime import UTC
from heapq import merge
from typing import Any

from sqlalchemy import Connection, Row, literal, null, or_, select

from storage.tables import attachments, audit_records, chain, events, hazards, people

NAMES = ("position", "link", "source", "id", "at", "kind", "actor_id", "subject_kind", "subject_id", "version", "facts")
AT_ONCE = 2000

_EVENTS = select(
    literal("event").label("source"),
    *(events.c[n] for n in ("id", "at", "kind", "actor_id", "subject_kind", "subject_id", "version", "facts")),
    chain.c.position,
    chain.c.link,
).join_from(events, chain, chain.c.source_id == events.c.id, isouter=True)
_RECORDS = select(
    literal("record").label("source"),
    *(audit_records.c[n] for n in ("id", "at", "kind", "actor_id", "subject_kind", "subject_id")),
    null().label("version"),
    audit_records.c.facts,
    chain.c.position,
    chain.c.link,
).join_from(audit_records, chain, chain.c.source_id == audit_records.c.id, isouter=True)


def id_of(connection: Connection, *, case: str = "", person: str = "") -> str | None:
    """The id of a case by its number, or of a person by their code."""
    found = select(hazards.c.id).where(hazards.c.number == case)
    if not case:
        found = select(people.c.id).where(people.c.code == person)
    return connection.execute(found).scalar()


def about(connection: Connection, id_: str) -> list[dict[str, Any]]:
    """What is on record of a case or a person, and what a person has done, in the order of its making."""
    photos = select(attachments.c.id).where(attachments.c.subject_id == id_)
    records = or_(*(audit_records.c[name] == id_ for name in ("subject_id", "actor_id")))
    rows = [
        *connection.execute(_EVENTS.where(or_(events.c.subject_id == id_, events.c.actor_id == id_))),
        *connection.execute(_RECORDS.where(or_(records, audit_records.c.subject_id.in_(photos)))),
    ]
    return sorted((_plain(row) for row in rows), key=lambda row: str(row["id"]))


def everything(connection: Connection) -> Iterator[dict[str, Any]]:
    """Every linked row, by its position."""
    both = (_by_position(connection, _EVENTS), _by_position(connection, _RECORDS))
    yield from merge(*both, key=lambda row: int(row["position"]))


def _by_position(connection: Connection, of: Any) -> Iterator[dict[str, Any]]:
    linked = of.where(chain.c.position.is_not(None)).order_by(chain.c.position)
    for row in connection.execute(linked.execution_options(yield_per=AT_ONCE)):
        yield _plain(row)


def _plain(row: Row[Any]) -> dict[str, Any]:
    told = {**row._mapping, "at": row.at.astimezone(UTC).isoformat()}
    return {name: told[name] for name in NAMES}
