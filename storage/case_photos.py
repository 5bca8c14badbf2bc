"""The photographs of cases and drafts: who may open which, and what the before/after picture is made of."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from storage.queries import CARD_OF, Viewer, visible_row
from storage.tables import attachments, events, texts


def photos(connection: Connection, viewer: Viewer, hazard_id: str, roles: Sequence[str]) -> list[Row[Any]]:
    """The ready pictures of a case in some roles, oldest first; none when the case is not the viewer's to see."""
    found = _ready(connection, hazard_id, roles)
    return found if found and visible_row(connection, viewer, hazard_id) is not None else []


def photos_to_compare(connection: Connection, hazard_id: str) -> list[Row[Any]]:
    """The pictures that the before/after picture is made of, and those made before; for drawing, not for showing."""
    return _ready(connection, hazard_id, ("found", "after", "comparison"))


_READY = (
    select(attachments)
    .where(
        attachments.c.subject_kind == "hazard",
        attachments.c.subject_id == bindparam("hazard"),
        attachments.c.role.in_(bindparam("roles", expanding=True)),
        attachments.c.state == "ready",
    )
    .order_by(attachments.c.id)
)


def _ready(connection: Connection, hazard_id: str, roles: Sequence[str]) -> list[Row[Any]]:
    return list(connection.execute(_READY, {"hazard": hazard_id, "roles": list(roles)}))


# Named as the index of events has it: by their kind alone all that were ever submitted would be read.
_LAST_SUBMITTED = (
    select(events)
    .where(events.c.subject_kind == "hazard", events.c.subject_id == bindparam("hazard"), events.c.kind == "submitted")
    .order_by(events.c.version.desc())
    .limit(1)
)


def facts_to_compare(connection: Connection, hazard_id: str) -> dict[str, Any]:
    """What is lettered under the before/after picture, in Chinese; its readers see it by way of the case."""
    row = connection.execute(CARD_OF, {"hazard": hazard_id}).one()
    last = connection.execute(_LAST_SUBMITTED, {"hazard": hazard_id}).one_or_none()
    reason = last.facts.get("words", {}).get("no_photo_reason") if last else None
    said = connection.execute(select(texts.c.body).where(texts.c.id == reason["text"])).scalar() if reason else ""
    return {
        "number": row.number,
        "place": " ".join(name for name in (row.area, row.equipment) if name),
        "owner": row.owner_name or "",
        "received_at": row.received_at,
        "submitted_at": last.at if last else row.received_at,
        "no_photo_reason": said or "",
    }


def photo(connection: Connection, viewer: Viewer, attachment_id: str) -> str | None:
    """The media id of a picture that the viewer may open: their own draft's, or of a case they may see."""
    row = connection.execute(select(attachments).where(attachments.c.id == attachment_id)).one_or_none()
    if row is None or row.state != "ready":
        return None
    if row.subject_kind == "draft":
        return row.media_id if row.person_id == viewer.person.id else None
    return row.media_id if visible_row(connection, viewer, row.subject_id) is not None else None


def case_of(connection: Connection, attachment_id: str) -> str | None:
    """The case that a picture belongs to."""
    of_case = (attachments.c.id == attachment_id, attachments.c.subject_kind == "hazard")
    return connection.execute(select(attachments.c.subject_id).where(*of_case)).scalar()
