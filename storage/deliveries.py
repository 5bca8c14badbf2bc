"""Notices that wait and deliveries that were made: what the courier takes, and what it leaves behind."""

import base64
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, text, update

from storage.inbox import insert_or_ignore
from storage.tables import deliveries, notices
from workflow.ids import new_id

# How long a claimed notice is left to its courier before another may take it.
CLAIM = timedelta(seconds=60)
_CLAIM_LOCK = 0x48415A


@dataclass(frozen=True)
class Claimed:
    """A notice in the hands of a courier. `choices` are as the turn wrote them."""

    id: str
    cause: str
    lane: int
    topic: str
    recipient_id: str
    facts: Mapping[str, Any]
    choices: Sequence[Mapping[str, Any]]
    subject_kind: str | None
    subject_id: str | None
    bot: str | None
    address: str | None
    replaces: str | None
    attempts: int


@dataclass(frozen=True)
class Delivered:
    """What became of one notice: `message_id` when the platform took it, `error` when it never will."""

    notice_id: str
    bot: str
    address: str
    message_id: str | None = None
    response_code: str | None = None
    error: str | None = None


def add(connection: Connection, rows: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """Write notices; one that was told before (same cause, topic, recipient) is passed over."""
    if not rows:
        return
    blank: dict[str, Any] = {
        "facts": {},
        "choices": [],
        "question": None,
        "subject_kind": None,
        "subject_id": None,
        "subject_version": None,
        "bot": None,
        "address": None,
        "timer_id": None,
        "replaces": None,
        "created_at": now,
        "not_before": now,
        "state": "pending",
        "attempts": 0,
    }
    full = [{**blank, "id": new_id(), **row, "card": bool(row.get("choices"))} for row in rows]
    connection.execute(insert_or_ignore(connection, notices), full)


_BY_ID = select(notices).where(notices.c.id == bindparam("notice"))


def token(notice_id: str, position: int) -> str:
    """The opaque token of a choice: which notice it stands on, and where. At most 26 bytes."""
    return base64.urlsafe_b64encode(uuid.UUID(notice_id).bytes).decode().rstrip("=") + f".{position}"


def offered(connection: Connection, choice_token: str) -> tuple[Row[Any], Mapping[str, Any]] | None:
    """The notice a token names and the choice on it; None for a token nobody was given."""
    name, _, position = choice_token.partition(".")
    try:
        notice_id = str(uuid.UUID(bytes=base64.urlsafe_b64decode(name + "==")))
        index = int(position)
    except ValueError:
        return None
    row = connection.execute(_BY_ID, {"notice": notice_id}).one_or_none()
    if row is None or not 0 <= index < len(row.choices):
        return None
    return row, row.choices[index]


def card_since(connection: Connection, person_id: str, dialogue_id: str) -> bool:
    """True when a card with choices came to the person after the dialogue's latest question."""
    mine = notices.c.recipient_id == person_id
    latest = select(notices.c.lane, notices.c.question).where(mine, notices.c.state != "cancelled", notices.c.card)
    row = connection.execute(latest.order_by(notices.c.id.desc()).limit(1)).one_or_none()
    return row is not None and (row.question or {}).get("dialogue") != dialogue_id


def claim(connection: Connection, now: datetime, limit: int, busy: Iterable[str]) -> list[Claimed]:
    """Take up to `limit` due notices, by lane then age, of people nobody else is serving at the moment."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _CLAIM_LOCK})
    pending = notices.c.state == "pending"
    served = select(notices.c.recipient_id).where(pending, notices.c.claimed_until >= now)
    free = (pending, notices.c.not_before <= now, notices.c.recipient_id.not_in(served))
    due = select(notices.c.id).where(*free, notices.c.recipient_id.not_in(list(busy)))
    chosen = due.order_by(notices.c.lane, notices.c.id).limit(limit).scalar_subquery()
    taken = update(notices).where(notices.c.id.in_(chosen)).values(claimed_until=now + CLAIM).returning(notices)
    rows = connection.execute(taken).all()
    return [_claimed(row) for row in sorted(rows, key=lambda row: (row.lane, row.id))]


_SENT = (
    update(notices)
    .where(notices.c.id == bindparam("notice"), notices.c.state == "pending")
    .values(state=bindparam("ended"), claimed_until=None)
)


def settle(connection: Connection, delivered: Sequence[Delivered], now: datetime) -> None:
    """Write down what became of notices and let go of them."""
    if not delivered:
        return
    rows = [
        {
            "id": new_id(),
            "notice_id": d.notice_id,
            "bot": d.bot,
            "address": d.address,
            "message_id": d.message_id,
            "response_code": d.response_code,
            "state": "failed" if d.error else "sent",
            "at": now,
            "error": d.error,
        }
        for d in delivered
    ]
    connection.execute(insert(deliveries), rows)
    connection.execute(_SENT, [{"notice": row["notice_id"], "ended": row["state"]} for row in rows])


def postpone(connection: Connection, notice_ids: Sequence[str], until: datetime, *, counted: bool) -> None:
    """Give notices back unsent, not to be tried before `until`."""
    back = update(notices).where(notices.c.id.in_(notice_ids))
    more = 1 if counted else 0
    connection.execute(back.values(claimed_until=None, not_before=until, attempts=notices.c.attempts + more))


def release_all(connection: Connection) -> None:
    """Let go of every claim: for the start of the only process on a database."""
    connection.execute(update(notices).where(notices.c.claimed_until.is_not(None)).values(claimed_until=None))


def receipt_of(connection: Connection, notice_id: str) -> Row[Any] | None:
    """The delivery of a notice that reached its platform."""
    sent = select(deliveries).where(deliveries.c.notice_id == notice_id, deliveries.c.state == "sent")
    return connection.execute(sent.limit(1)).one_or_none()


def still_wanted(connection: Connection, notice_ids: Iterable[str]) -> set[str]:
    """Which of the claimed notices have not been cancelled since."""
    wanted = select(notices.c.id).where(notices.c.id.in_(list(notice_ids)), notices.c.state == "pending")
    return set(connection.execute(wanted).scalars())


def _claimed(row: Any) -> Claimed:
    return Claimed(
        row.id,
        row.cause,
        row.lane,
        row.topic,
        row.recipient_id,
        row.facts,
        row.choices,
        row.subject_kind,
        row.subject_id,
        row.bot,
        row.address,
        row.replaces,
        row.attempts,
    )
