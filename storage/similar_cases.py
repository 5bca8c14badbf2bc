"""Cases as far as their likeness to a new report goes, and which of them have changed since they were read.

Events bear ids in the order of their making, and are committed in any order: what was made shortly before the newest
one is always read again, so that no commit that came late is missed, of whichever process.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from storage.tables import attachments, events, hazards, media, texts
from workflow.lifecycle import IN_HAND, State

RECENT = timedelta(days=180)  # in which what was closed comes back as the same hazard
# Longer than any turn takes to commit, clocks of several machines being that far apart at most.
LATE = timedelta(minutes=2)
NEVER = "00000000-0000-0000-0000-000000000000"
_AT_ONCE = 500  # ids in one question


@dataclass(frozen=True)
class Standing:
    """An open case, or one closed lately. photos: likenesses of what it was found with."""

    id: str
    words: str
    area_path: str
    equipment: str | None
    photos: tuple[str, ...]
    closed_at: datetime | None


def newest_event(connection: Connection) -> str:
    """The id of the event made last; NEVER where there is none."""
    return connection.execute(select(events.c.id).order_by(events.c.id.desc()).limit(1)).scalar() or NEVER


def changed_since(connection: Connection, event_id: str) -> dict[str, int]:
    """The cases with events that are newer than this one, or hardly older, and the version of each."""
    recent = and_(events.c.id > before(event_id), events.c.subject_kind == "hazard")
    found = select(events.c.subject_id, func.max(events.c.version)).where(recent).group_by(events.c.subject_id)
    return {subject: version for subject, version in connection.execute(found)}


def before(event_id: str) -> str:
    """The least id of the moment that lies LATE before this one's."""
    made = int(event_id[:8] + event_id[9:13], 16)
    moment = f"{max(made - int(LATE.total_seconds() * 1000), 0):012x}"
    return f"{moment[:8]}-{moment[8:]}{NEVER[13:]}"


def count(connection: Connection, now: datetime) -> int:
    return connection.execute(select(func.count()).select_from(hazards).where(_counts(now))).scalar() or 0


def all_cases(connection: Connection, now: datetime) -> Iterator[Standing]:
    """Every case that a report may be the same as."""
    return _standing(connection, _counts(now))


def cases(connection: Connection, ids: Collection[str], now: datetime) -> Iterator[Standing]:
    """Those of some cases that a report may be the same as."""
    known = list(ids)
    for start in range(0, len(known), _AT_ONCE):
        yield from _standing(connection, and_(hazards.c.id.in_(known[start : start + _AT_ONCE]), _counts(now)))


def closed_lately(connection: Connection, ids: Collection[str], now: datetime) -> list[str]:
    """The numbers of those of some cases that were closed within RECENT, the last one first."""
    lately = (hazards.c.state == State.CLOSED, hazards.c.closed_at > now - RECENT)
    found = select(hazards.c.number).where(hazards.c.id.in_(sorted(ids)), *lately)
    return list(connection.execute(found.order_by(hazards.c.closed_at.desc(), hazards.c.id)).scalars())


def draft_likenesses(connection: Connection, draft_id: str) -> tuple[str, ...]:
    """What the pictures of a draft look like, as far as they are there."""
    shown = select(media.c.likeness).join_from(attachments, media).where(_ready("draft"))
    return tuple(connection.execute(shown.where(attachments.c.subject_id == draft_id)).scalars())


def _counts(now: datetime) -> ColumnElement[bool]:
    lately = and_(hazards.c.state == State.CLOSED, hazards.c.closed_at > now - RECENT)
    return and_(or_(hazards.c.state.in_(IN_HAND), lately), ~hazards.c.practice)


def _ready(subject_kind: str) -> ColumnElement[bool]:
    return and_(attachments.c.subject_kind == subject_kind, attachments.c.state == "ready", media.c.likeness != "")


def _standing(connection: Connection, which: ColumnElement[bool]) -> Iterator[Standing]:
    said = and_(texts.c.subject_id == hazards.c.id, texts.c.field == "words")
    columns = (hazards.c.id, texts.c.body, hazards.c.area_path, hazards.c.equipment_id, hazards.c.closed_at)
    rows = connection.execute(select(*columns).join_from(hazards, texts, said).where(which)).all()
    photos = _photos(connection, which)
    return (_case(row, photos.get(row.id, ())) for row in rows)


def _photos(connection: Connection, which: ColumnElement[bool]) -> dict[str, tuple[str, ...]]:
    shown = (
        select(attachments.c.subject_id, media.c.likeness)
        .join_from(attachments, media, media.c.id == attachments.c.media_id)
        .join(hazards, hazards.c.id == attachments.c.subject_id)
        .where(_ready("hazard"), attachments.c.role == "found", which)
        .order_by(attachments.c.id)
    )
    found: dict[str, tuple[str, ...]] = {}
    for subject, likeness in connection.execute(shown):
        found[subject] = (*found.get(subject, ()), likeness)
    return found


def _case(row: Any, photos: tuple[str, ...]) -> Standing:
    return Standing(row.id, row.body, row.area_path, row.equipment_id, photos, row.closed_at)
