"""The inbox: every raw message, stored under its key before it is read, and marked when its turn has committed."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from itertools import zip_longest
from typing import Any

from sqlalchemy import Connection, Insert, Row, bindparam, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.sealed_types import in_row
from storage.tables import inbox
from workflow.ids import new_id, random_id


@dataclass(frozen=True)
class Waiting:
    """A stored message that no turn has answered yet."""

    id: str
    bot: str
    sender: str
    body: str
    received_at: datetime


def store(connection: Connection, raw: Sequence[tuple[str, str, str, str]], now: datetime) -> list[Waiting | None]:
    """Store (bot, key, sender, body) rows in order; None in the place of each one that was already there."""
    rows: list[dict[str, Any]] = [
        {"id": new_id(), "bot": bot, "key": nameless(key), "sender": sender, "body": body, "received_at": now}
        | {"state": "new"}
        for bot, key, sender, body in raw
    ]
    sealed = [row | in_row(row["id"], {"body": row["body"]}) for row in rows]
    # one by one: a batch with RETURNING is composed anew each time, which costs more than four of these
    statement = insert_or_ignore(connection, inbox)
    stored = [connection.execute(statement, row).rowcount == 1 for row in sealed]
    return [
        Waiting(row["id"], row["bot"], row["sender"], row["body"], now) if new else None
        for row, new in zip(rows, stored, strict=True)
    ]


def nameless(key: str) -> str:
    """A platform's key of a message as it is kept for good, though what it was made of may name the sender."""
    return sha256(key.encode()).hexdigest()


def waiting(connection: Connection, bots: Collection[str], limit: int) -> list[Waiting]:
    """The oldest unanswered messages to these bots, in order of arrival."""
    # not by id alone, nor by the bare column of the bot: SQLite would then walk the whole inbox by one of its keys
    # instead of the short index of what is new
    mine = (inbox.c.state == "new", inbox.c.bot.concat("").in_(bots))
    oldest = select(inbox).where(*mine).order_by(inbox.c.received_at, inbox.c.id)
    return _waiting(connection, oldest.limit(limit))


def waiting_of(connection: Connection, bot: str, sender: str, limit: int) -> list[Waiting]:
    """The oldest unanswered messages of one sender, in order of arrival."""
    mine = (inbox.c.state == "new", inbox.c.bot == bot, inbox.c.sender == sender)
    return _waiting(connection, select(inbox).where(*mine).order_by(inbox.c.id).limit(limit))


_HEAD = (
    select(inbox.c.id)
    .where(inbox.c.state == "new", inbox.c.bot == bindparam("of_bot"), inbox.c.sender == bindparam("of_sender"))
    .order_by(inbox.c.id)
    .limit(1)
    .scalar_subquery()
)
_END = (
    update(inbox)
    .where(inbox.c.id == bindparam("message"), inbox.c.state == "new")
    .values(state=bindparam("ended"), done_at=bindparam("at"), note=bindparam("why"))
)
_FINISH = _END.where(inbox.c.id == _HEAD).values(
    message_id=bindparam("named"), part_of=bindparam("last"), album=bindparam("of_album"), event=bindparam("of_chat")
)
_NAMED = select(inbox).where(
    inbox.c.bot == bindparam("of_bot"),
    inbox.c.sender == bindparam("of_sender"),
    inbox.c.message_id == bindparam("named"),
)


def finish(
    connection: Connection,
    ids: Sequence[str],
    bot: str,
    sender: str,
    now: datetime,
    named: Sequence[str | None] = (),
    album: str | None = None,
    *,
    event: bool = False,
) -> bool:
    """Mark messages as answered, in the turn's own transaction; `named`: what the platform calls each.

    album: what they were parts of, so that a part which comes later finds what they have become.
    event: they tell of the chat itself, and nobody has written anything.

    False when they are not the sender's oldest unanswered ones any more: another process has been here, or an
    earlier message still waits; the turn must then be thrown away.
    """
    line = {"of_bot": bot, "of_sender": sender}
    end = {"ended": "done", "at": now, "why": None, "last": ids[-1], "of_album": album, "of_chat": event}
    return all(
        connection.execute(_FINISH, {"message": message, "named": name, **line, **end}).rowcount == 1
        for message, name in zip_longest(ids, named)
    )


def take_up_again(connection: Connection, bot: str, sender: str, message: str) -> None:
    """Let an answered message be answered once more, as if it had just come: its sender was unknown then."""
    mine = (inbox.c.bot == bot, inbox.c.sender == sender, inbox.c.part_of == message, inbox.c.state == "done")
    connection.execute(update(inbox).where(*mine).values(state="new", done_at=None))


def go_with(connection: Connection, messages: Sequence[str], first: str) -> None:
    """Whenever an answered message is taken up again, these are, too, each in its turn."""
    connection.execute(update(inbox).where(inbox.c.id.in_(messages)).values(part_of=first))


def sent_as(connection: Connection, bot: str, sender: str, message_id: str) -> Row[Any] | None:
    """The answered message of a sender that the platform calls so."""
    return connection.execute(_NAMED, {"of_bot": bot, "of_sender": sender, "named": message_id}).first()


def answered_part(connection: Connection, bot: str, sender: str, album: str) -> Row[Any] | None:
    """The last answered part of a sender's album."""
    return connection.execute(_OF_ALBUM, {"of_bot": bot, "of_sender": sender, "named": album}).first()


_OF_ALBUM = (
    select(inbox)
    .where(
        inbox.c.bot == bindparam("of_bot"),
        inbox.c.sender == bindparam("of_sender"),
        inbox.c.album == bindparam("named"),
        inbox.c.state == "done",
    )
    .order_by(inbox.c.id.desc())
    .limit(1)
)


def part_ways(connection: Connection, messages: Sequence[str]) -> None:
    """What was answered as one message goes on as several: each is changed and belongs by itself."""
    if messages:
        connection.execute(update(inbox).where(inbox.c.id.in_(messages)).values(part_of=inbox.c.id))


def parts_of(connection: Connection, message: str) -> int:
    """How many messages were answered as one."""
    return connection.execute(select(func.count()).where(inbox.c.part_of == message)).scalar() or 0


def belong(connection: Connection, messages: Collection[str], hazard_id: str | None, *, of_report: bool) -> None:
    """Note which case messages have become part of, or that they are part of none; of_report: of its very report."""
    if messages:
        mine = or_(inbox.c.id.in_(messages), inbox.c.part_of.in_(messages))
        connection.execute(update(inbox).where(mine).values(hazard_id=hazard_id, of_report=of_report))


def set_aside(connection: Connection, message: str, state: str, why: str, now: datetime) -> None:
    """Keep a message that cannot be read (unparsable) or answered (failed), marked; those behind it go on."""
    ended = {"message": message, "ended": state, "at": now}
    connection.execute(_END, {**ended, **in_row(message, {"why": why[:500]})})


def show(connection: Connection, bot: str, now: datetime) -> tuple[int, datetime] | None:
    """How many messages of a bot could not be read, and since when, that nobody was told of; now they are."""
    unshown = (inbox.c.state == "unparsable", inbox.c.shown_at.is_(None), inbox.c.bot == bot)
    found = update(inbox).where(*unshown).values(shown_at=now).returning(inbox.c.received_at)
    times = connection.execute(found).scalars().all()
    return (len(times), min(times)) if times else None


def unshown(connection: Connection) -> list[str]:
    """The bots of which there are such messages."""
    waits = (inbox.c.state == "unparsable", inbox.c.shown_at.is_(None))
    return list(connection.execute(select(inbox.c.bot).where(*waits).distinct()).scalars())


_ERASE = (
    update(inbox)
    .where(inbox.c.id == bindparam("message"), inbox.c.state != "new")
    .values(id=bindparam("other"), sender="", body="", received_at=bindparam("day"), done_at=bindparam("day"))
    .values(message_id=None, part_of=None, hazard_id=None, of_report=False, album=None, note=None)
)


def erase(connection: Connection, ids: Iterable[str], now: datetime) -> None:
    """Leave nothing of answered messages but their keys, by which a redelivery is still known, and the day.

    Their ids go too: they tell the moment, and other rows may have named them.
    """
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    for message in ids:
        connection.execute(_ERASE, {"message": message, "other": random_id(), "day": day})


def insert_or_ignore(connection: Connection, table: Any) -> Insert:
    """An INSERT that passes over rows whose unique key is taken; its `rowcount` tells how many it wrote."""
    return _insert_or_ignore(connection.dialect.name, table)


@cache
def _insert_or_ignore(dialect: str, table: Any) -> Insert:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(table).on_conflict_do_nothing().inline().execution_options(preserve_rowcount=True)


def _waiting(connection: Connection, statement: Any) -> list[Waiting]:
    return [Waiting(r.id, r.bot, r.sender, r.body, r.received_at) for r in connection.execute(statement)]
