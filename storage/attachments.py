"""Photographs of drafts and cases as rows: attached when they arrive, fetched later where the platform made us wait."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, delete, func, insert, select, update

from storage import photo_trail
from storage.tables import attachments, media
from workflow.ids import new_id

FETCH_AGAIN = timedelta(seconds=20)
# WeCom drops a file after three days; whoever cannot be fetched by then is lost, and said to be.
FETCH_ATTEMPTS = 40


@dataclass(frozen=True)
class Arrived:
    """One picture of a message: `media_id` when it is stored, else the reason it is not, `pending` to be fetched."""

    remote: str
    media_id: str | None
    problem: str | None
    taken_at: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None
    media: Mapping[str, Any] | None = None  # the row of the file, which is already safe on disk


@dataclass(frozen=True)
class Pending:
    """A picture still to be fetched from its bot."""

    id: str
    bot: str
    remote: str
    attempts: int
    private: bool = False


def attach(
    connection: Connection,
    draft_id: str,
    person_id: str,
    bot: str,
    arrived: Sequence[Arrived],
    now: datetime,
    role: str = "draft",
) -> None:
    """Attach pictures to a draft; those refused are not attached, those pending are fetched again later.

    role: what they were asked for as, where that is something of its own.
    """
    rows = [
        {
            "id": new_id(),
            "subject_kind": "draft",
            "subject_id": draft_id,
            "role": role,
            "person_id": person_id,
            "media_id": photo.media_id,
            "state": "ready" if photo.media_id else "pending",
            "added_at": now,
            "taken_at": photo.taken_at,
            "latitude": photo.latitude,
            "longitude": photo.longitude,
            "bot": bot,
            "remote": photo.remote,
            "fetch_at": None if photo.media_id else now + FETCH_AGAIN,
        }
        for photo in arrived
        if photo.problem in (None, "pending")
    ]
    _enter_media(connection, arrived)
    if rows:
        connection.execute(insert(attachments), rows)


def move(connection: Connection, draft: str, to: str, *, refused: bool = True) -> None:
    """Give the pictures of one draft to another; refused: those too that count no more."""
    of_draft = [attachments.c.subject_kind == "draft", attachments.c.subject_id == draft]
    if not refused:
        of_draft.append(attachments.c.state != "refused")
    connection.execute(update(attachments).where(*of_draft).values(subject_id=to))


def strip(connection: Connection, draft_id: str) -> list[str]:
    """Keep of a draft's pictures nothing but what they show: not who sent them, when and where, with what camera.

    Their originals tell all of that: the media ids of which the original is to go. The platform's reference to a
    picture that is still on its way goes once it has come.
    """
    return _strip(connection, and_(attachments.c.subject_kind == "draft", attachments.c.subject_id == draft_id))


def _strip(connection: Connection, condition: ColumnElement[bool]) -> list[str]:
    nothing: dict[str, Any] = {"person_id": None, "taken_at": None, "latitude": None, "longitude": None}
    connection.execute(update(attachments).where(condition).values(**nothing, private=True))
    arrived = (condition, attachments.c.state != "pending")
    connection.execute(update(attachments).where(*arrived).values(bot=None, remote=None))
    shown = select(media.c.id).join(attachments, attachments.c.media_id == media.c.id).where(condition, ~media.c.bare)
    told = list(connection.execute(shown).scalars())
    for media_id in told:
        # the digest and size of an original would tell whose it was, to anybody who finds it on a phone
        of_nothing = {"digest": secrets.token_hex(32), "kind": "image/jpeg", "size": 0, "width": 0, "height": 0}
        connection.execute(update(media).where(media.c.id == media_id).values(**of_nothing, bare=True))
    return told


def discard(connection: Connection, drafts: Collection[str]) -> list[str]:
    """Forget the pictures of drafts that became nothing; the media ids whose files are to go."""
    of_drafts = (attachments.c.subject_kind == "draft", attachments.c.subject_id.in_(list(drafts)))
    shown = select(attachments.c.media_id).where(*of_drafts, attachments.c.media_id.is_not(None))
    lost = list(connection.execute(shown).scalars())
    connection.execute(delete(attachments).where(*of_drafts))
    connection.execute(delete(media).where(media.c.id.in_(lost)))
    return lost


def share(connection: Connection, from_id: str, to_id: str, role: str) -> list[str]:
    """Give a case the pictures that another one has in a role, as rows of its own: the ids of those."""
    return _copied(connection, {"kind": "hazard", "subject": from_id, "of_role": role}, to_id, role)


def copy(connection: Connection, draft_id: str, to_id: str, role: str) -> list[str]:
    """Give a case the pictures of a draft in a role, as rows of its own: the ids of those."""
    return _copied(connection, {"kind": "draft", "subject": draft_id, "of_role": "draft"}, to_id, role)


def _copied(connection: Connection, of: Mapping[str, str], to_id: str, role: str) -> list[str]:
    rows = connection.execute(_IN_ROLE, of).mappings().all()
    own = [{**row, "id": new_id(), "subject_kind": "hazard", "subject_id": to_id, "role": role} for row in rows]
    if own:
        connection.execute(insert(attachments), own)
    return [row["id"] for row in own]


_IN_ROLE = (
    select(attachments)
    .where(
        attachments.c.subject_kind == bindparam("kind"),
        attachments.c.subject_id == bindparam("subject"),
        attachments.c.role == bindparam("of_role"),
        attachments.c.state != "refused",
    )
    .order_by(attachments.c.id)
)


def count(connection: Connection, subject_kind: str, subject_id: str, role: str) -> int:
    """How many usable pictures a subject has in a role, those still on their way included."""
    named = {"kind": subject_kind, "subject": subject_id, "of_role": role}
    return connection.execute(_COUNT, named).scalar() or 0


_COUNT = (
    select(func.count())
    .select_from(attachments)
    .where(
        attachments.c.subject_kind == bindparam("kind"),
        attachments.c.subject_id == bindparam("subject"),
        attachments.c.role == bindparam("of_role"),
        attachments.c.state != "refused",
    )
)


def count_named(connection: Connection, draft: str, role: str, remotes: Sequence[str]) -> int:
    """How many usable pictures of a draft are among those that the platform calls so."""
    of_draft = (attachments.c.subject_kind == "draft", attachments.c.subject_id == draft, attachments.c.role == role)
    named = (attachments.c.remote.in_(remotes), attachments.c.state != "refused")
    return connection.execute(select(func.count()).where(*of_draft, *named)).scalar() or 0


def take_back(connection: Connection, bot: str, remotes: Sequence[str]) -> None:
    """Their message was deleted before they became part of a case: they count no more."""
    named = (attachments.c.subject_kind == "draft", attachments.c.bot == bot, attachments.c.remote.in_(remotes))
    refused = {"state": "refused", "problem": "deleted", "fetch_at": None}
    connection.execute(update(attachments).where(*named).values(refused))


def holder(connection: Connection, bot: str, person: str, remotes: Sequence[str]) -> tuple[str, str, str] | None:
    """What pictures of a person, as the platform calls them, are attached to: kind, id, and their role there."""
    kept = attachments.c
    mine = (kept.bot == bot, kept.person_id == person, kept.remote.in_(remotes), kept.state != "refused")
    row = connection.execute(select(kept.subject_kind, kept.subject_id, kept.role).where(*mine).limit(1)).first()
    return (row.subject_kind, row.subject_id, row.role) if row else None


def to_fetch(connection: Connection, now: datetime, limit: int) -> list[Pending]:
    """Pending pictures whose next attempt is due."""
    of = attachments.c
    due = select(of.id, of.bot, of.remote, of.attempts, of.private).where(of.state == "pending", of.fetch_at <= now)
    return [Pending(*row) for row in connection.execute(due.order_by(of.fetch_at).limit(limit))]


def fetched(connection: Connection, pending: Pending, arrived: Arrived, now: datetime) -> None:
    """Write down how an attempt ended: stored, refused for good, or to be tried again.

    Of a picture that was discarded meanwhile nothing is written: its files are swept.
    """
    private = connection.execute(_PRIVATE, {"picture": pending.id}).scalar()
    if private is None:
        return
    if arrived.media_id:
        _enter_media(connection, [arrived])
        values: dict[str, Any] = {"state": "ready", "media_id": arrived.media_id, "fetch_at": None}
        values |= {"taken_at": arrived.taken_at, "latitude": arrived.latitude, "longitude": arrived.longitude}
    elif arrived.problem == "pending" and pending.attempts < FETCH_ATTEMPTS:
        later = now + FETCH_AGAIN * 2 ** min(pending.attempts, 8)
        values = {"attempts": pending.attempts + 1, "fetch_at": later}
    else:
        values = {"state": "refused", "problem": arrived.problem, "fetch_at": None}
    connection.execute(update(attachments).where(attachments.c.id == pending.id).values(values))
    if private:
        _strip(connection, attachments.c.id == pending.id)
    photo_trail.put(connection, [pending.id], now)


_PRIVATE = select(attachments.c.private).where(attachments.c.id == bindparam("picture")).with_for_update()


def add_comparison(connection: Connection, hazard_id: str, arrived: Arrived, now: datetime) -> str:
    """Attach a drawn before/after picture to a case; its attachment id."""
    _enter_media(connection, [arrived])
    row = {"id": new_id(), "subject_kind": "hazard", "subject_id": hazard_id, "role": "comparison"}
    connection.execute(insert(attachments), {**row, "media_id": arrived.media_id, "state": "ready", "added_at": now})
    photo_trail.put(connection, [row["id"]], now)
    return row["id"]


def _enter_media(connection: Connection, arrived: Sequence[Arrived]) -> None:
    """The rows of files that are already safe on disk."""
    rows = [photo.media for photo in arrived if photo.media]
    if rows:
        connection.execute(insert(media), rows)


def known_media(connection: Connection, ids: Sequence[str]) -> set[str]:
    """Which of some media ids have a row."""
    return set(connection.execute(select(media.c.id).where(media.c.id.in_(ids))).scalars())


def known_originals(connection: Connection, ids: Sequence[str]) -> set[str]:
    """Of which of some media ids the original is kept."""
    return set(connection.execute(select(media.c.id).where(media.c.id.in_(ids), ~media.c.bare)).scalars())
