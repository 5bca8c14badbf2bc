"""The web chat's own rows: what a person and the bot said, in order, and what a page has not seen of it yet."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, func, insert, select, update

from storage.sealed_types import in_row
from storage.tables import addresses, people, webchat_messages

BOT = "webchat"
PAGE = 60  # messages shown at first, and with each look further back
CATCH_UP = 200  # changed messages in one answer; a page asks again until nothing is left
TAP_DEPTH = 400  # of the bot's messages searched for a tapped button: far beyond what anyone scrolls to

Body = dict[str, Any]
_rows = webchat_messages.c


@dataclass(frozen=True)
class Message:
    """One bubble. `seq` is its place in the chat; `change` rises, within one person's chat, each time it is touched."""

    seq: int
    direction: str  # in: the person wrote; out: the bot did
    body: Body
    at: datetime
    read: bool
    change: int


@dataclass(frozen=True)
class Summary:
    """One line of the list of people: what is unread, and what was said last. `change` names the state it shows."""

    code: str
    language: str
    change: int
    unread: int
    latest: Message | None


def person_at(connection: Connection, address: str) -> str | None:
    """The id of the person with this web chat address, if there is one."""
    mine = select(addresses.c.person_id).where(addresses.c.bot == BOT, addresses.c.address == address)
    return connection.scalar(mine)


def add(connection: Connection, person_id: str, direction: str, body: Body, at: datetime) -> int:
    """Put a message at the end of a person's chat and return its seq, to which its body is bound."""
    named = body.get("client_id")
    row: Body = {"person_id": person_id, "direction": direction, "client_id": named, "body": {}, "at": at}
    inserted = insert(webchat_messages).values(**row, change=_next_change(connection, person_id))
    seq: int = connection.execute(inserted.returning(_rows.seq)).scalar_one()
    connection.execute(_FILL, {"place": seq, **in_row(str(seq), {"said": body})})
    return seq


_FILL = update(webchat_messages).where(_rows.seq == bindparam("place")).values(body=bindparam("said"))


def edit(connection: Connection, person_id: str, seq: int, body: Body) -> bool:
    """Put another text and other buttons into a message of the bot. False: there is no such message."""
    old = connection.scalar(_of(person_id, _rows.body).where(_rows.seq == seq, _rows.direction == "out"))
    if old is None:
        return False
    still_there = any(token == old.get("chosen") for token, _ in body["choices"])
    _rewrite(connection, person_id, seq, {**body, "chosen": old.get("chosen") if still_there else None})
    return True


def change(connection: Connection, person_id: str, client_id: str, changed: Callable[[Body], Body]) -> Body | None:
    """Put another body into a person's own message, once; None: there is no such one, it is gone, or it was a tap."""
    message = sent_as(connection, person_id, client_id)
    if message is None or message.body.get("choice") or message.body.get("deleted"):
        return None
    body = changed(message.body)
    _rewrite(connection, person_id, message.seq, body)
    return body


def tap(connection: Connection, person_id: str, token: str) -> str | None:
    """Mark the newest button with this token as tapped and return its label. None: the person was never shown it."""
    shown = _of(person_id, _rows.seq, _rows.body).where(_rows.direction == "out")
    for seq, body in connection.execute(shown.order_by(_rows.seq.desc()).limit(TAP_DEPTH)):
        label = dict(body["choices"]).get(token)
        if label is not None:
            _rewrite(connection, person_id, seq, {**body, "chosen": token})
            return str(label)
    return None


def sent_as(connection: Connection, person_id: str, client_id: str) -> Message | None:
    """The message that the page sent under this id, if it arrived before."""
    _hold(connection, person_id)
    mine = _messages(person_id).where(_rows.direction == "in", _rows.client_id == client_id)
    row = connection.execute(mine).first()
    return _message(row) if row else None


def last_said(connection: Connection, most: int) -> list[tuple[str, Body, datetime]]:
    """What people said last, in all chats, oldest first: the person's address, the body, and when."""
    mine = (addresses.c.person_id == _rows.person_id) & (addresses.c.bot == BOT)
    said = select(addresses.c.address, _rows.body, _rows.at).join_from(webchat_messages, addresses, mine)
    newest = said.where(_rows.direction == "in").order_by(_rows.seq.desc()).limit(most)
    return [(row.address, row.body, row.at) for row in reversed(connection.execute(newest).all())]


def mark_read(connection: Connection, person_id: str, upto: int, at: datetime) -> bool:
    """Everything the bot said up to this seq has been seen. False: it had been before."""
    unseen = (_rows.person_id == person_id, _rows.direction == "out", _rows.read_at.is_(None), _rows.seq <= upto)
    last = connection.scalar(select(func.max(_rows.seq)).where(*unseen))
    if last is None:
        return False
    connection.execute(update(webchat_messages).where(*unseen).values(read_at=at))
    _touch(connection, person_id, last)  # one touched row is enough for other pages to count again
    return True


def newest(connection: Connection, person_id: str) -> tuple[list[Message], int]:
    """The last page of a chat, oldest first, and the change it shows."""
    change = _last_change(connection, person_id)  # read first: what is written in between comes again, never not
    return before(connection, person_id, None), change


def before(connection: Connection, person_id: str, seq: int | None) -> list[Message]:
    """One page of messages older than `seq`, oldest first."""
    chosen = _messages(person_id) if seq is None else _messages(person_id).where(_rows.seq < seq)
    found = connection.execute(chosen.order_by(_rows.seq.desc()).limit(PAGE)).all()
    return [_message(row) for row in reversed(found)]


def since(connection: Connection, person_id: str, change: int) -> tuple[list[Message], int]:
    """Messages touched after `change`, in order of touching, and the change reached with them."""
    later = _messages(person_id).where(_rows.change > change).order_by(_rows.change).limit(CATCH_UP)
    found = [_message(row) for row in connection.execute(later)]
    return found, found[-1].change if found else change


def changes(connection: Connection) -> dict[str, int]:
    """The last change of each person's chat, by person id; who has no messages is not in it."""
    counted = connection.execute(select(_rows.person_id, func.max(_rows.change)).group_by(_rows.person_id))
    return {person_id: change for person_id, change in counted}


def summaries(connection: Connection, person_ids: Iterable[str]) -> list[Summary]:
    """The lines of these people, in order of their codes."""
    named = select(people.c.id, people.c.language, addresses.c.address).join_from(addresses, people)
    wanted = named.where(addresses.c.bot == BOT, people.c.id.in_(list(person_ids)))
    return [_summary(connection, *row) for row in sorted(connection.execute(wanted), key=attrgetter("address"))]


def _summary(connection: Connection, person_id: str, language: str, code: str) -> Summary:
    change = _last_change(connection, person_id)
    last = connection.execute(_messages(person_id).order_by(_rows.seq.desc()).limit(1)).first()
    unread = connection.scalar(_of(person_id, func.count()).where(_rows.direction == "out", _rows.read_at.is_(None)))
    return Summary(code, language, change, unread or 0, _message(last) if last else None)


def _of(person_id: str, *columns: Any) -> Select[Any]:
    return select(*columns).where(_rows.person_id == person_id)


def _messages(person_id: str) -> Select[Any]:
    return _of(person_id, _rows.seq, _rows.direction, _rows.body, _rows.at, _rows.read_at, _rows.change)


def _message(row: Row[Any]) -> Message:
    return Message(row.seq, row.direction, row.body, row.at, row.read_at is not None, row.change)


def _rewrite(connection: Connection, person_id: str, seq: int, body: Body) -> None:
    _touch(connection, person_id, seq, **in_row(str(seq), {"body": body}))


def _touch(connection: Connection, person_id: str, seq: int, **values: Any) -> None:
    change = _next_change(connection, person_id)
    connection.execute(update(webchat_messages).where(_rows.seq == seq).values(**values, change=change))


def _next_change(connection: Connection, person_id: str) -> int:
    _hold(connection, person_id)
    return _last_change(connection, person_id) + 1


def _last_change(connection: Connection, person_id: str) -> int:
    return connection.scalar(_of(person_id, func.max(_rows.change))) or 0


def _hold(connection: Connection, person_id: str) -> None:
    """Keep other writers of this chat waiting until the commit, so that changes become visible in their order."""
    connection.scalar(select(people.c.id).where(people.c.id == person_id).with_for_update())
