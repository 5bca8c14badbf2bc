"""Notices that nobody has tried to send yet: they wait for their reader's hour or list; much can happen meanwhile."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, bindparam, or_, select, update

from storage.tables import events, notices


@dataclass(frozen=True)
class HeldBack:
    """A notice that waits, and the event of which it tells."""

    id: str
    topic: str
    recipient_id: str
    kind: str
    facts: Mapping[str, Any]


_WAITS = and_(
    notices.c.state == "pending",
    notices.c.not_before > notices.c.created_at,
    notices.c.claimed_until.is_(None),
    notices.c.attempts == 0,
)
HELD = (or_(_WAITS, notices.c.state == "gathered"),)
_OF_SUBJECT = select(notices.c.id, notices.c.cause, notices.c.topic, notices.c.recipient_id).where(
    notices.c.subject_id == bindparam("subject"), notices.c.cause.startswith("event:"), *HELD
)
_EVENTS = select(events.c.id, events.c.kind, events.c.facts).where(events.c.id.in_(bindparam("ids", expanding=True)))


def of_events(connection: Connection, subject_id: str) -> list[HeldBack]:
    """What is held back of the events of a subject."""
    rows = connection.execute(_OF_SUBJECT, {"subject": subject_id}).all()
    ids = {row.id: row.cause.removeprefix("event:") for row in rows}
    told = {row.id: row for row in connection.execute(_EVENTS, {"ids": list(ids.values())})} if ids else {}
    known = [(row, told[ids[row.id]]) for row in rows if ids[row.id] in told]
    return [HeldBack(row.id, row.topic, row.recipient_id, event.kind, event.facts) for row, event in known]


def drop(connection: Connection, ids: Collection[str]) -> set[str]:
    """Cancel those of these notices that are held back; which they were."""
    if not ids:
        return set()
    cancelled = update(notices).where(notices.c.id.in_(ids), *HELD).values(state="cancelled").returning(notices.c.id)
    return set(connection.execute(cancelled).scalars())
