"""The rows of sessions on the web: what a link and a browser bear is kept by keyed digests alone."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from storage import audit, deputies, directory
from storage.audit import Kind
from storage.queries import Viewer
from storage.sealed_types import ring_of
from storage.tables import web_sessions
from workflow.ids import new_id
from workflow.people import Person
from workflow.web import MOST_SESSIONS, SESSION_LASTS

USED_EVERY = timedelta(minutes=1)  # so exactly it is kept when a session was used last
TOKEN_BYTES = 32
_own = web_sessions.c


@dataclass(frozen=True)
class Session:
    """A browser that is somebody. person: as they act today, for others whom they stand in for, too."""

    id: str
    person: Person
    until: datetime


@dataclass(frozen=True)
class WebSessions:
    """The desk of workflow/web.py over an open transaction."""

    connection: Connection

    def offer(self, person_id: str, digest: str, until: datetime) -> None:
        unused = (_own.person_id == person_id, _own.opened_at.is_(None))
        self.connection.execute(delete(web_sessions).where(*unused))
        row = {"id": new_id(), "person_id": person_id, "link_digest": _link(self.connection, digest)}
        self.connection.execute(insert(web_sessions), {**row, "link_until": until})

    def end(self, person_id: str, session_id: str | None, at: datetime) -> int:
        which = () if session_id is None else (_own.id == session_id,)
        theirs = update(web_sessions).where(_own.person_id == person_id, *which, *_open_at(at))
        ended = self.connection.execute(theirs.values(ended_at=at).returning(_own.id)).scalars().all()
        for session in ended:
            _record(self.connection, at, person_id, "ended", session)
        return len(ended)


def is_offered(connection: Connection, digest: str, now: datetime) -> bool:
    """Whether a link would open a session now. digest: of its code."""
    return connection.execute(select(_own.id).where(*_offered(connection, digest, now))).first() is not None


def begin(connection: Connection, digest: str, browser: str, now: datetime, today: date) -> str | None:
    """Spend a link: what the browser is to bear from now on. None: unknown, used, too old, or its person has left.

    digest: of the link's code. browser: codes of its make and system. One more than a person may have ends the oldest.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    begun = {"token_digest": _token(connection, token), "opened_at": now, "used_at": now, "browser": browser}
    spent = update(web_sessions).where(*_offered(connection, digest, now)).returning(_own.id, _own.person_id)
    row = connection.execute(spent.values(until=now + SESSION_LASTS, **begun)).one_or_none()
    if row is None or not _is_here(connection, row.person_id, today):
        _refuse(connection, digest, now)
        return None
    _record(connection, now, row.person_id, "begun", row.id, browser=browser)
    for older in open_of(connection, row.person_id, now)[MOST_SESSIONS:]:
        WebSessions(connection).end(row.person_id, older.id, now)
    return token


def session_of(connection: Connection, token: str, now: datetime, today: date) -> tuple[Session, bool] | None:
    """Whose session a browser bears, and whether that it is used has to be noted; None where it is over.

    It is over with its eight hours, when its person ends it, has left, or is reached in no chat any more.
    """
    row = connection.execute(
        select(web_sessions).where(_own.token_digest == _token(connection, token), *_open_at(now))
    ).one_or_none()
    if row is None or not _is_here(connection, row.person_id, today):
        return None
    person = deputies.acting(connection, row.person_id, today)
    return (Session(row.id, person, row.until), row.used_at < now - USED_EVERY) if person is not None else None


def note_used(connection: Connection, session_id: str, now: datetime) -> None:
    connection.execute(update(web_sessions).where(_own.id == session_id).values(used_at=now))


def open_of(connection: Connection, person_id: str, now: datetime) -> list[Row[Any]]:
    """The open sessions of a person, the newest first."""
    theirs = select(web_sessions).where(_own.person_id == person_id, *_open_at(now))
    return list(connection.execute(theirs.order_by(_own.opened_at.desc(), _own.id.desc())))


def devices(connection: Connection, viewer: Viewer) -> list[dict[str, str]]:
    """The same as facts for their person: id, opened_at and used_at (ISO 8601), make and system as codes."""
    return [
        {
            "id": row.id,
            **{name: getattr(row, name).isoformat() for name in ("opened_at", "used_at")},
            **dict(zip(("make", "system"), row.browser.split("/"), strict=True)),
        }
        for row in open_of(connection, viewer.person.id, viewer.now)
    ]


def _offered(connection: Connection, digest: str, now: datetime) -> tuple[Any, ...]:
    return (_own.link_digest == _link(connection, digest), _own.opened_at.is_(None), _own.link_until > now)


def _open_at(now: datetime) -> tuple[Any, ...]:
    return (_own.opened_at.is_not(None), _own.ended_at.is_(None), _own.until > now)


def _is_here(connection: Connection, person_id: str, today: date) -> bool:
    person = directory.person(connection, person_id)
    return person is not None and person.works_on(today) and directory.address_of(connection, person_id) is not None


def _refuse(connection: Connection, digest: str, now: datetime) -> None:
    """Put on record that a link was tried that somebody was given; of one that nobody was there is nothing to say."""
    given = select(_own.id, _own.person_id).where(_own.link_digest == _link(connection, digest))
    row = connection.execute(given).one_or_none()
    if row is not None:
        connection.execute(update(web_sessions).where(_own.id == row.id, _own.ended_at.is_(None)).values(ended_at=now))
        _record(connection, now, row.person_id, "refused", row.id)


def _record(connection: Connection, at: datetime, person_id: str, what: str, session_id: str, **facts: str) -> None:
    told = {"what": what, "session": session_id, **facts}
    audit.record(connection, Kind.LOGIN, at, person_id, subject_kind="person", subject_id=person_id, facts=told)


def _link(connection: Connection, digest: str) -> str:
    return ring_of(connection).digest("web_sessions.link_digest", digest)


def _token(connection: Connection, token: str) -> str:
    return ring_of(connection).digest("web_sessions.token_digest", token)
