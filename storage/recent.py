"""What somebody has reported within the last moments, under their name or without it, be it open already or not."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, or_, select

from storage.pseudonyms import Pseudonyms, person_in
from storage.tables import attachments, events, hazards, pseudonyms, texts
from workflow.lifecycle import State
from workflow.sources import Source

# What went on elsewhere or was said to be nothing takes no more pictures, and an alarm has a dialogue of its own.
_GOES_ON = hazards.c.state.not_in((State.MERGED, State.INVALID))
_TAKES_MORE = (hazards.c.source_kind == Source.WORKER, _GOES_ON)


@dataclass(frozen=True)
class Reported:
    """A case that somebody has reported a moment ago. party: as which pseudonym; empty: under their name.

    pictured: it had its picture then. said: their words, where they said that it is a case that was open already.
    """

    hazard: str
    at: datetime
    party: str = ""
    pictured: bool = False
    said: str = ""


def reported(connection: Connection, person_id: str, since: datetime) -> Reported | None:
    """The last case that a person has reported, or typed in for another, since a moment."""
    mine = or_(hazards.c.reporter_id == person_id, hazards.c.entered_by_id == person_id)
    found = select(hazards.c.id, hazards.c.received_at).where(mine, hazards.c.received_at >= since, *_TAKES_MORE)
    row = connection.execute(found.order_by(hazards.c.received_at.desc(), hazards.c.id.desc()).limit(1)).first()
    if row is None:
        return None
    return Reported(row.id, row.received_at, pictured=_had_picture(connection, row.id, row.received_at))


def _had_picture(connection: Connection, hazard_id: str, received_at: datetime) -> bool:
    of_case = (attachments.c.subject_kind == "hazard", attachments.c.subject_id == hazard_id)
    before = select(attachments.c.id).where(*of_case, attachments.c.added_at < received_at)
    return connection.execute(before.limit(1)).first() is not None


def joined(connection: Connection, person_id: str, since: datetime) -> Reported | None:
    """The last case of which a person has said, since a moment, that it is what they report."""
    theirs = (events.c.kind == "reported_again", events.c.actor_id == person_id, events.c.at >= since)
    found = (
        select(events.c.subject_id, events.c.at, events.c.facts)
        .join(hazards, hazards.c.id == events.c.subject_id)
        .where(events.c.subject_kind == "hazard", *theirs, _GOES_ON)
        .order_by(events.c.id.desc())
    )
    row = connection.execute(found.limit(1)).first()
    if row is None:
        return None
    kept = row.facts["words"]["said"]["text"]
    said = connection.execute(select(texts.c.body).where(texts.c.id == kept)).scalar() or ""
    return Reported(row.subject_id, row.at, pictured=bool(row.facts["photos"]), said=said)


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
    return Reported(row.id, row.received_at, row.party) if row else None
