"""The last step of a case as whoever took it can undo it: what it was, and what stood there before."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, select

from storage.queries import Viewer, visible_row
from storage.tables import events

# What can be undone by a step of its own; what was merged or said to be no hazard is reinstated.
UNDONE = frozenset({"assigned", "regraded", "limit_moved", "suspended"})
_LAST = (
    select(events.c.kind, events.c.actor_id, events.c.facts)
    .where(events.c.subject_kind == "hazard", events.c.subject_id == bindparam("hazard"))
    .order_by(events.c.version.desc())
    .limit(1)
)


def last(connection: Connection, viewer: Viewer, hazard_id: str) -> dict[str, Any] | None:
    """`kind`, and `from` as the event has it; None where it was another's, cannot be undone, or there was nothing."""
    if visible_row(connection, viewer, hazard_id) is None:
        return None
    event = connection.execute(_LAST, {"hazard": hazard_id}).one_or_none()
    if event is None or event.actor_id != viewer.person.id or not can_be_undone(event.kind, event.facts):
        return None
    return {"kind": event.kind, "from": event.facts["from"]}


def can_be_undone(kind: str, facts: Mapping[str, Any]) -> bool:
    """True for a step of somebody's own choice that has something before it."""
    chosen = kind != "assigned" or facts.get("final")
    return bool(kind in UNDONE and facts.get("from") is not None and chosen)
