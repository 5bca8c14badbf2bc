"""The photographs of what was fixed on the spot: found, after, and whether one of them was used before."""

from sqlalchemy import Connection, bindparam, select, update

from storage.likeness import are_one
from storage.tables import attachments, hazards, media
from workflow.desk import PhotoTrail


def attach_before_after(connection: Connection, draft_id: str) -> tuple[PhotoTrail, list[str]]:
    """Give a draft's pictures to the case of the same id, the first as found, the others as after; and their ids."""
    rows = connection.execute(_OF_DRAFT, {"draft": draft_id}).all()
    for number, row in enumerate(rows):
        connection.execute(_TO_CASE, {"picture": row.id, "as_role": "after" if number else "found"})
    used = _used_in(connection, draft_id) if rows else ""
    before, *after = [row.likeness or "" for row in rows] or [""]
    same = any(are_one(before, look) for look in after)
    return PhotoTrail(max(len(rows) - 1, 0), tuple(row.taken_at for row in rows), used, same), [row.id for row in rows]


def _used_in(connection: Connection, hazard_id: str) -> str:
    """The number of another case that has one of this case's pictures; the latest that has, empty where none has."""
    own = [row.likeness for row in connection.execute(_LOOKS_OF, {"hazard": hazard_id})]
    others = connection.execute(_LOOKS_OF_OTHERS, {"hazard": hazard_id})
    return next((row.number for row in others if any(are_one(row.likeness, look) for look in own)), "")


_OF_DRAFT = (
    select(attachments.c.id, attachments.c.taken_at, media.c.likeness)
    .join_from(attachments, media, media.c.id == attachments.c.media_id, isouter=True)
    .where(
        attachments.c.subject_kind == "draft",
        attachments.c.subject_id == bindparam("draft"),
        attachments.c.state != "refused",
    )
    .order_by(attachments.c.id)
)
_TO_CASE = (
    update(attachments)
    .where(attachments.c.id == bindparam("picture"))
    .values(subject_kind="hazard", role=bindparam("as_role"))
)
_LOOKS = (
    select(media.c.likeness)
    .select_from(attachments)
    .join(media, media.c.id == attachments.c.media_id)
    .where(attachments.c.subject_kind == "hazard", attachments.c.role != "comparison", media.c.likeness != "")
    .order_by(attachments.c.id.desc())
)
_LOOKS_OF = _LOOKS.where(attachments.c.subject_id == bindparam("hazard"))
# The latest are looked at, some 50 ms, and only for a report of something fixed on the spot.
_LOOKS_OF_OTHERS = (
    _LOOKS.add_columns(hazards.c.number)
    .join(hazards, hazards.c.id == attachments.c.subject_id)
    .where(attachments.c.subject_id != bindparam("hazard"), ~media.c.bare)  # whose bare ones are, nothing tells
    .limit(10_000)
)
