"""Who was told of a case, and when: what left for a chat and was taken there."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, bindparam, not_, select

from storage.queries import CARD_OF, Viewer, knows_reporter
from storage.tables import deliveries, events, hazards, notices, people
from workflow.inspection import Receipt
from workflow.permissions import Action

_CASE = select(hazards.c.id).where(hazards.c.number == bindparam("number"))
_TOLD = (
    select(notices.c.cause, notices.c.recipient_id, people.c.name, people.c.name_en, deliveries.c.at)
    .join(deliveries, deliveries.c.notice_id == notices.c.id)
    .join(people, people.c.id == notices.c.recipient_id)
    .where(
        notices.c.subject_id == bindparam("hazard"),
        deliveries.c.state == "sent",
        deliveries.c.at <= bindparam("until", type_=deliveries.c.at.type),
        not_(notices.c.private),
    )
    .order_by(deliveries.c.at, deliveries.c.id)
)
_KINDS = select(events.c.id, events.c.kind).where(events.c.subject_id == bindparam("hazard"))


def receipts(connection: Connection, viewer: Viewer, number: str) -> Iterator[Receipt]:
    """Of a case that the viewer may have as a file, until `viewer.now`, the oldest first.

    Whoever reported it is left out where the viewer may not know who that is, and always where they were anonymous.
    """
    hazard_id = connection.execute(_CASE, {"number": number}).scalar()
    row: Any = connection.execute(CARD_OF, {"hazard": hazard_id}).one_or_none() if hazard_id else None
    if row is None or not viewer.may(Action.EXPORT).covers(row):
        return
    hidden = set() if knows_reporter(row, viewer) else {row.reporter_id, row.entered_by_id, *row.also_reported_by}
    kinds = {f"event:{event.id}": event.kind for event in connection.execute(_KINDS, {"hazard": hazard_id})}
    for told in connection.execute(_TOLD, {"hazard": hazard_id, "until": viewer.now}):
        if told.recipient_id not in hidden:
            yield Receipt(number, viewer.named(told.name, told.name_en), told.at, kinds.get(told.cause, ""))
