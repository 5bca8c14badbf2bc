"""Notices that wait and deliveries that were made: what turns write for the courier, and what it leaves behind."""

import base64
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, RowMapping, bindparam, delete, insert, or_, select, text, update

from storage.budget import gather
from storage.inbox import insert_or_ignore
from storage.quiet import hold_back
from storage.sealed_types import for_table
from storage.tables import deliveries, notices
from workflow.ids import new_id

# How long a claimed notice is left to its courier. One courier at a time holds its lease, and lets go of what the one
# before it had claimed: this is for what a turn has claimed at the very moment of the change.
CLAIM = timedelta(seconds=60)
# What is called out on PostgreSQL when a turn of a process that does not send has written notices.
CALL = "hazardline_notices"


@dataclass(frozen=True)
class Claimed:
    """A notice in the hands of a courier. `choices` are as the turn wrote them.

    messages: how many of its platform's it becomes, as far as that is written down.
    """

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
    private: bool = False
    to_group: bool = False
    messages: int = 1


@dataclass(frozen=True)
class Outgone:
    """What a turn leaves for the courier: notices already claimed for it, and whether others wait to be claimed."""

    claimed: Sequence[Claimed] = ()
    others: bool = False


@dataclass(frozen=True)
class Delivered:
    """What became of one notice: `message_id` when the platform took it, `error` when it never will.

    private: it went to an anonymous reporter; where it went is not written down.
    numbered: its choices had numbers in place of buttons.
    """

    notice_id: str
    bot: str
    address: str
    message_id: str | None = None
    response_code: str | None = None
    error: str | None = None
    private: bool = False
    numbered: bool = False


_BLANK: dict[str, Any] = {
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
    "state": "pending",
    "claimed_until": None,
    "attempts": 0,
    "private": False,
    "to_group": False,
    "messages": 1,
}


def add(connection: Connection, rows: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """Write notices; one that was told before (same cause, topic, recipient) is passed over."""
    _write(connection, _full(connection, rows, now))


def add_claimed(connection: Connection, rows: Sequence[Mapping[str, Any]], now: datetime) -> Outgone:
    """Write notices and claim in the same breath those of people for whom nothing else waits: by lane, then age.

    Who has something waiting, here or with another courier, gets these after it, by an ordinary claim.
    """
    full = _full(connection, rows, now)
    due = [row for row in full if row["state"] == "pending" and row["not_before"] <= now]
    people = list({row["recipient_id"] for row in due})
    served = set(connection.execute(_WAITING_FOR, {"people": people, "now": now}).scalars()) if people else set()
    for row in due:
        if row["recipient_id"] not in served:
            row["claimed_until"] = now + CLAIM
    written = _write(connection, full)
    mine = [row for row in due if row["claimed_until"] and row["id"] in written]
    claimed = [claimed_row(row) for row in sorted(mine, key=lambda row: (row["lane"], row["id"]))]
    return Outgone(claimed, others=any(row["claimed_until"] is None and row["id"] in written for row in due))


def add_unclaimed(connection: Connection, rows: Sequence[Mapping[str, Any]], now: datetime) -> Outgone:
    """Write notices in a process that does not send, and call the one that does."""
    add(connection, rows, now)
    if connection.dialect.name == "postgresql" and rows:
        connection.execute(text("SELECT pg_notify(:call, '')"), {"call": CALL})
    return Outgone()


def _full(connection: Connection, rows: Sequence[Mapping[str, Any]], now: datetime) -> list[dict[str, Any]]:
    """Every column of every row, at the hour of its reader and within their budget: no notice is written otherwise."""
    times = {"created_at": now, "not_before": now}
    full = [{**_BLANK, **times, "id": new_id(), **row, "card": bool(row.get("choices"))} for row in rows]
    hold_back(connection, full, now)
    gather(connection, full, now)
    return full


def _write(connection: Connection, full: Sequence[Mapping[str, Any]]) -> set[str]:
    """The ids of those that were written: all of them, but for what was told before."""
    if not full:
        return set()
    ids = {row["id"] for row in full}
    # all writers in one order: two that tell the same people of the same thing would else wait for each other
    ordered = sorted(full, key=lambda row: (row["cause"], row["topic"], row["recipient_id"]))
    sealed = [for_table(notices, row) for row in ordered]
    if connection.execute(insert_or_ignore(connection, notices), sealed).rowcount == len(full):
        return ids
    return set(connection.execute(_KNOWN, {"ids": list(ids)}).scalars())


_WAITING_FOR = (
    select(notices.c.recipient_id)
    .where(
        notices.c.state == "pending",
        notices.c.recipient_id.in_(bindparam("people", expanding=True)),
        or_(
            notices.c.not_before <= bindparam("now"),
            notices.c.claimed_until.is_not(None),
            notices.c.attempts > 0,
        ),
    )
    .distinct()
)
_KNOWN = select(notices.c.id).where(notices.c.id.in_(bindparam("ids", expanding=True)))
_BY_ID = select(notices).where(notices.c.id == bindparam("notice"))


def notice(connection: Connection, notice_id: str) -> Claimed | None:
    """A notice as it was written."""
    row = connection.execute(_BY_ID, {"notice": notice_id}).mappings().one_or_none()
    return claimed_row(row) if row is not None else None


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


def told_since(connection: Connection, person_id: str, topic: str, since: datetime) -> bool:
    """True where a person has been told a topic since a moment, or is about to be."""
    told = (notices.c.recipient_id == person_id, notices.c.topic == topic, notices.c.created_at > since)
    return connection.execute(select(notices.c.id).where(*told).limit(1)).first() is not None


_SENT = (
    update(notices)
    .where(notices.c.id == bindparam("notice"), notices.c.state == "pending")
    .values(state=bindparam("ended"), claimed_until=None)
)


def settle(connection: Connection, delivered: Sequence[Delivered], now: datetime) -> None:
    """Write down what became of notices and let go of them."""
    private = [d for d in delivered if d.private]
    _settle(connection, [d for d in delivered if not d.private], now)
    for said in private:
        _settle_private(connection, said, now)


def _settle(connection: Connection, delivered: Sequence[Delivered], now: datetime) -> None:
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
            "numbered": d.numbered,
        }
        for d in delivered
    ]
    connection.execute(insert(deliveries), [for_table(deliveries, row) for row in rows])
    connection.execute(_SENT, [{"notice": row["notice_id"], "ended": row["state"]} for row in rows])


def _settle_private(connection: Connection, said: Delivered, now: datetime) -> None:
    """What was said to an anonymous reporter is not kept; only what can still be tapped is, without its words.

    A notice to their pseudonym stays, and its delivery tells when, not where to.
    """
    row = connection.execute(_BY_ID, {"notice": said.notice_id}).one_or_none()
    if row is None:
        return
    if row.subject_id is None and not row.question:
        connection.execute(delete(notices).where(notices.c.id == row.id))
        return
    ended = "failed" if said.error else "sent"
    connection.execute(_SENT, {"notice": row.id, "ended": ended})
    connection.execute(update(notices).where(notices.c.id == row.id).values(facts={}, bot=None, address=None))
    if row.subject_id is not None:
        made = {"id": new_id(), "notice_id": row.id, "bot": "", "address": "", "state": ended, "at": now}
        connection.execute(insert(deliveries), made)


def forget_said(connection: Connection, person_id: str, still_open: Collection[str]) -> None:
    """Erase what a person was asked in anonymous dialogues, but for those still open."""
    asked = select(notices.c.id, notices.c.question).where(notices.c.recipient_id == person_id, notices.c.private)
    rows = connection.execute(asked).all()
    _erase(connection, [row.id for row in rows if row.question and row.question["dialogue"] not in still_open])


def forget_caused(connection: Connection, person_id: str, causes: Iterable[str]) -> None:
    """Erase what messages or timers caused a person to be told; a cause as in its column, up to its position."""
    for cause in causes:
        of_cause = or_(notices.c.cause == cause, notices.c.cause.startswith(f"{cause}:", autoescape=True))
        told = select(notices.c.id).where(notices.c.recipient_id == person_id, of_cause)
        _erase(connection, connection.execute(told).scalars().all())


def forget_told(connection: Connection, recipient: str) -> None:
    """Erase what somebody was told, but for what is still on its way."""
    told = select(notices.c.id).where(notices.c.recipient_id == recipient, notices.c.state != "pending")
    _erase(connection, connection.execute(told).scalars().all())


def _erase(connection: Connection, ids: Sequence[str]) -> None:
    connection.execute(delete(deliveries).where(deliveries.c.notice_id.in_(ids)))
    connection.execute(delete(notices).where(notices.c.id.in_(ids)))


def redirect(connection: Connection, notice_id: str) -> None:
    """Give a notice back to be sent at once to another address of its recipient."""
    again = {"claimed_until": None, "bot": None, "address": None, "attempts": 0}
    connection.execute(update(notices).where(notices.c.id == notice_id).values(**again))


def receipt_of(connection: Connection, notice_id: str) -> Row[Any] | None:
    """The delivery of a notice that reached its platform."""
    return connection.execute(_RECEIPT, {"notice": notice_id}).one_or_none()


_RECEIPT = (
    select(deliveries).where(deliveries.c.notice_id == bindparam("notice"), deliveries.c.state == "sent").limit(1)
)


def claimed_row(row: Mapping[str, Any] | RowMapping) -> Claimed:
    return Claimed(**{name: row[name] for name in _CLAIMED})


_CLAIMED = tuple(field.name for field in fields(Claimed))
