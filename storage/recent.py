"""What somebody has reported within the last moments, under their name or without it."""

from datetime import datetime

from sqlalchemy import Connection, or_, select

from storage.pseudonyms import Pseudonyms, person_in
from storage.tables import attachments, hazards, pseudonyms
from workflow.lifecycle import State
from workflow.sources import Source

Reported = tuple[str, datetime, str]  # the case, when, and as which pseudonym: empty for a name

# What went on elsewhere or was said to be nothing takes no more pictures, and an alarm has a dialogue of its own.
_TAKES_MORE = (hazards.c.source_kind == Source.WORKER, hazards.c.state.not_in((State.MERGED, State.INVALID)))


def reported(connection: Connection, person_id: str, since: datetime) -> Reported | None:
    """The last case that a person has reported, or typed in for another, since a moment.

    None where it had its picture when it was reported: what is sent next is no missing part of it.
    """
    mine = or_(hazards.c.reporter_id == person_id, hazards.c.entered_by_id == person_id)
    found = select(hazards.c.id, hazards.c.received_at).where(mine, hazards.c.received_at >= since, *_TAKES_MORE)
    row = connection.execute(found.order_by(hazards.c.received_at.desc(), hazards.c.id.desc()).limit(1)).first()
    return (row.id, row.received_at, "") if row and not _had_picture(connection, row.id, row.received_at) else None


def _had_picture(connection: Connection, hazard_id: str, received_at: datetime) -> bool:
    of_case = (attachments.c.subject_kind == "hazard", attachments.c.subject_id == hazard_id)
    before = select(attachments.c.id).where(*of_case, attachments.c.added_at < received_at)
    return connection.execute(before.limit(1)).first() is not None


def reported_unnamed(
    connection: Connection, key: Pseudonyms | None, person_id: str, since: datetime
) -> Reported | None:
    """The same of what they have reported without a name. It is found out by the key, and written nowhere."""
    if key is None:
        return None
    found = (
        select(hazards.c.id, hazards.c.received_at, pseudonyms.c.id.label("party"), pseudonyms.c.sealed)
        .join(pseudonyms, pseudonyms.c.hazard_id == hazards.c.id)
        .where(hazards.c.received_at >= since, *_TAKES_MORE)
        .order_by(hazards.c.received_at.desc())
    )
    theirs = (row for row in connection.execute(found) if person_in(key, row.sealed, row.id) == person_id)
    row = next(theirs, None)
    return (row.id, row.received_at, row.party) if row else None
