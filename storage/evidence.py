"""The accidents and the remarks of authorities that are on record, read from their events for a viewer."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from storage.queries import Viewer
from storage.tables import events, texts
from workflow.events import Event
from workflow.evidence import Kept, Kind, standing
from workflow.permissions import Action

_EVENTS = (
    select(events)
    .where(events.c.subject_kind == bindparam("kind"), events.c.at <= bindparam("until"))
    .order_by(events.c.subject_id, events.c.version)
)
_WORDS = select(texts.c.id, texts.c.body).where(texts.c.id.in_(bindparam("ids", expanding=True)))


def on_record(connection: Connection, viewer: Viewer, kind: Kind) -> list[Kept]:
    """All of a kind as it stood at `viewer.now`, the newest day first, what was withdrawn too; for who may evaluate."""
    if not viewer.may(Action.EVALUATE).company:
        return []
    return standing(_told(connection, connection.execute(_EVENTS, {"kind": kind, "until": viewer.now}).all()))


def one(connection: Connection, viewer: Viewer, kind: Kind, evidence_id: str) -> Kept | None:
    """One of them; None where there is none, or where it is not theirs to see."""
    return next((kept for kept in on_record(connection, viewer, kind) if kept.id == evidence_id), None)


def _told(connection: Connection, rows: Sequence[Row[Any]]) -> list[Event]:
    """The events with their words."""
    ids = [one["text"] for row in rows for one in row.facts.get("words", {}).values()]
    said = {row.id: row.body for row in connection.execute(_WORDS, {"ids": ids})}
    return [_event(row, said) for row in rows]


def _event(row: Row[Any], said: dict[str, str]) -> Event:
    words = {name: said.get(one["text"], "") for name, one in row.facts.get("words", {}).items()}
    facts = {name: fact for name, fact in row.facts.items() if name != "words"}
    about = (row.subject_kind, row.subject_id, row.version, row.kind, row.actor_id, row.at)
    return Event(row.id, *about, facts, words)
