"""What workflow/attention.py goes by: the trail of a case, and who was told of it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, select

from storage import directory
from storage.tables import events, notices
from workflow.events import Happened

_KINDS: BindParameter[Any] = bindparam("kinds", expanding=True)
_HAPPENED = (
    select(events.c.kind, events.c.actor_id, events.c.at, events.c.facts)
    .where(events.c.subject_kind == "hazard", events.c.subject_id == bindparam("hazard"), events.c.kind.in_(_KINDS))
    .order_by(events.c.version)
)
_TOLD = (
    select(notices.c.recipient_id)
    .where(
        notices.c.subject_id == bindparam("hazard"),
        notices.c.topic.in_(bindparam("topics", expanding=True)),
        notices.c.state.in_(("pending", "sent")),
        notices.c.created_at >= bindparam("since", type_=notices.c.created_at.type),
        ~notices.c.to_group,
    )
    .order_by(notices.c.id)
)


def happened(connection: Connection, hazard_id: str, kinds: Collection[str]) -> list[Happened]:
    """The events of a case that are of these kinds, in order."""
    return [Happened(*row) for row in connection.execute(_HAPPENED, {"hazard": hazard_id, "kinds": sorted(kinds)})]


def told(connection: Connection, hazard_id: str, topics: Collection[str], since: datetime) -> list[str]:
    """Who was told one of these topics of a case, or is about to be, from that moment on; in order, each once."""
    asked = {"hazard": hazard_id, "topics": sorted(topics), "since": since}
    return list(dict.fromkeys(connection.execute(_TOLD, asked).scalars()))


def unseen(
    connection: Connection, named: Callable[[str, str], str], timeline: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Who had been told, by name, as it was last passed on that nobody has seen it, and since when."""
    passed = next((event["facts"] for event in reversed(timeline) if event["kind"] == "unseen"), None)
    if passed is None:
        return {}
    told = filter(None, (directory.person(connection, who) for who in passed["waits"]))
    return {
        "who": [named(person.name, person.name_en) for person in told],
        "since": datetime.fromisoformat(passed["since"]),
    }
