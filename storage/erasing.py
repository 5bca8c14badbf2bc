"""Taking a person out of what is kept: who they were, where they are reached, what they said to the bot.

The company has to keep what was found, by whom it was put right and when (安全生产法 art. 41), so that the cases, their
events and times stay, under an id that names nobody any more (个人信息保护法 art. 47). The chain stays whole: it covers
ids and digests, and no name.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    Table,
    delete,
    false,
    func,
    or_,
    select,
    update,
)

from storage import administrators, audit, handing_over, right_trail, tables
from storage.engine import read_transaction, write_transaction
from storage.sealed_types import SealedJson, SealedText, in_row
from storage.sealing import columns_of, rewrite, some_of
from storage.tables.columns import fresh_salt
from storage.word_trail import STRUCK
from workflow.people import Person

SHORTEST = 2  # characters of a name that is looked for in sentences
# They are changed by themselves, or tell nothing of anybody.
_NO_SENTENCES = ("people", "company")


@dataclass(frozen=True)
class Kept:
    """How many rows there are of a person, of each kind: what is erased, and in the last two what stays."""

    addresses: int
    messages: int
    told: int
    chat: int
    mentions: int
    cases: int
    events: int


def pseudonym(person: Person) -> str:
    """What they are called from now on: of their id, so that it is the same however often this is begun."""
    return f"X-{person.id[-8:].upper()}"


def open_cases(connection: Connection, person: Person) -> list[str]:
    """The numbers of the cases that are in their hands."""
    ids = handing_over.cases_of(connection, person.id)
    hazards = tables.hazards
    return list(connection.execute(select(hazards.c.number).where(hazards.c.id.in_(ids)).order_by("number")).scalars())


def is_last_administrator(connection: Connection, person: Person, today: date) -> bool:
    """True for an administrator after whom there would be none."""
    there = [code for code, last in administrators.last_days(connection).items() if last >= today]
    return there == [person.code]


def kept(engine: Engine, person: Person) -> Kept:
    """What there is of somebody; nothing is changed."""
    mentions = sum(1 for _ in _mentions(engine, names_of(engine, person)))
    with read_transaction(engine) as connection:
        counts = {name: _count(connection, table, which) for name, (table, which) in _rows_of(connection, person)}
    return Kept(**counts, mentions=mentions)


def _rows_of(connection: Connection, person: Person) -> Iterator[tuple[str, tuple[Table, ColumnElement[bool]]]]:
    addresses, inbox, notices = tables.addresses, tables.inbox, tables.notices
    yield "addresses", (addresses, addresses.c.person_id == person.id)
    yield "messages", (inbox, _sent_by(inbox.c.bot, inbox.c.sender, _reached_at(connection, person)))
    yield "told", (notices, notices.c.recipient_id == person.id)
    yield "chat", (tables.webchat_messages, tables.webchat_messages.c.person_id == person.id)
    parts = ("reporter_id", "entered_by_id", "owner_id", "acceptor_id", "helper_id")
    yield "cases", (tables.hazards, or_(*(tables.hazards.c[part] == person.id for part in parts)))
    yield "events", (tables.events, tables.events.c.actor_id == person.id)


def _count(connection: Connection, table: Table, which: ColumnElement[bool]) -> int:
    return connection.execute(select(func.count()).select_from(table).where(which)).scalar_one()


def _reached_at(connection: Connection, person: Person) -> list[tuple[str, str]]:
    """Bot and address, wherever they have ever been reached."""
    addresses = tables.addresses
    rows = connection.execute(select(addresses.c.bot, addresses.c.address).where(addresses.c.person_id == person.id))
    return [(row.bot, row.address) for row in rows]


def _sent_by(bot: Column[str], address: Column[str], reached: Sequence[tuple[str, str]]) -> ColumnElement[bool]:
    return or_(false(), *((bot == of_bot) & (address == at) for of_bot, at in reached))


def names_of(engine: Engine, person: Person) -> list[str]:
    """By what they are called in sentences: names that nobody else has, and their number; the longest first.

    As they are written, and as JSON writes them, in which some platforms send what was said.
    """
    people = tables.people
    with read_transaction(engine) as connection:
        others = {
            name
            for row in connection.execute(select(people.c.name, people.c.name_en).where(people.c.id != person.id))
            for name in row
        }
        phone = connection.execute(select(people.c.phone).where(people.c.id == person.id)).scalar_one()
    names = {name for name in (person.name, person.name_en, phone) if len(name) >= SHORTEST}
    own = names - others - {pseudonym(person)}
    return sorted({*own, *(json.dumps(name)[1:-1] for name in own)}, key=len, reverse=True)


def strike_out(engine: Engine, person: Person) -> int:
    """Put the pseudonym wherever a sentence names them, a transaction each, beside the running service; how many.

    It goes on where it was cut off: what is done names them no more.
    """
    names, count = names_of(engine, person), 0
    for column, row_id, value, raw in _mentions(engine, names):
        with write_transaction(engine) as connection:
            done = rewrite(connection, column, row_id, _without(value, names, pseudonym(person)), raw)
            if done and column is tables.texts.c.body:  # its salt would confirm a name that is guessed
                salt = update(tables.texts).where(tables.texts.c.id == row_id)
                connection.execute(salt.values(in_row(row_id, {"salt": STRUCK})))
        count += done
    return count


def _mentions(engine: Engine, names: Sequence[str]) -> Iterator[tuple[Column[Any], str, Any, str]]:
    """Every sealed value that has one of the names in it: (column, key of its row, value, how it lies)."""
    for column in columns_of(SealedText, SealedJson):
        last = ""
        while column.table.name not in _NO_SENTENCES:
            with read_transaction(engine) as connection:
                rows = some_of(connection, column, last)
            if not rows:
                break
            last = rows[-1][0]
            for row_id, value, raw in rows:
                said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
                if any(name in said for name in names):
                    yield column, row_id, value, raw


def _without(value: Any, names: Sequence[str], instead: str) -> Any:
    """The same with another name."""
    if isinstance(value, str):
        for name in names:
            value = value.replace(name, instead)
        return value
    if isinstance(value, list):
        return [_without(each, names, instead) for each in value]
    if isinstance(value, dict):
        return {key: _without(each, names, instead) for key, each in value.items()}
    return value


def erase(engine: Engine, person: Person, now: datetime, today: date, struck: int) -> None:
    """Take them out of the tables, in one transaction, with what is put on record of it. struck: by `strike_out`."""
    with write_transaction(engine) as connection:
        reached = _reached_at(connection, person)
        _silence(connection, person, reached, now)
        _drop(connection, person, reached, now, today)
        _rename(connection, person, now, today)
        about = {"subject_kind": "person", "subject_id": person.id}
        audit.record(connection, audit.Kind.ERASED, now, **about, facts={"struck": struck})


def _silence(connection: Connection, person: Person, reached: Sequence[tuple[str, str]], now: datetime) -> None:
    """Of what they wrote and were told there remains that it was, and when."""
    inbox, notices, deliveries = tables.inbox, tables.notices, tables.deliveries
    written = update(inbox).where(_sent_by(inbox.c.bot, inbox.c.sender, reached))
    blank = {"sender": "", "body": "", "note": None, "message_id": None, "album": None}
    connection.execute(written.where(inbox.c.state == "new").values(state="done", done_at=now))
    connection.execute(written.values(blank))
    told = notices.c.recipient_id == person.id
    waiting = (told, notices.c.state.in_(("pending", "gathered")))
    connection.execute(update(notices).where(*waiting).values(state="cancelled", claimed_until=None))
    connection.execute(update(notices).where(told).values(facts={}, choices=[], address=None))
    theirs = deliveries.c.notice_id.in_(select(notices.c.id).where(told))
    connection.execute(update(deliveries).where(theirs).values(address="", message_id=None, response_code=None))
    timers = tables.timers
    running = (timers.c.subject_kind == "person", timers.c.subject_id == person.id, timers.c.stopped_at.is_(None))
    connection.execute(update(timers).where(*running).values(stopped_at=now))


def _drop(
    connection: Connection, person: Person, reached: Sequence[tuple[str, str]], now: datetime, today: date
) -> None:
    """Rows that are theirs alone."""
    joining, flights, roster = tables.join_requests, tables.flights, tables.duty_roster
    asked = or_(joining.c.person_id == person.id, _sent_by(joining.c.bot, joining.c.address, reached))
    connection.execute(delete(joining).where(asked))
    connection.execute(delete(flights).where(_sent_by(flights.c.bot, flights.c.address, reached)))
    connection.execute(delete(roster).where(roster.c.person_id == person.id, roster.c.day > today))
    for table in (tables.conversations, tables.webchat_messages, tables.webchat_files):
        connection.execute(delete(table).where(table.c.person_id == person.id))
    theirs = tables.addresses.c.person_id == person.id
    ids = connection.execute(select(tables.addresses.c.id).where(theirs)).scalars().all()
    with right_trail.changing(connection, tables.addresses, ids, now):
        connection.execute(delete(tables.addresses).where(theirs))


def _rename(connection: Connection, person: Person, now: datetime, today: date) -> None:
    people, called = tables.people, pseudonym(person)
    left = min(person.left_on or today, today)
    plain = {"code": called, "phone": "", "hired_on": None, "left_on": left, "digest_at": None, "salt": fresh_salt()}
    names = in_row(person.id, {"name": called, "name_en": ""})
    with right_trail.changing(connection, people, [person.id], now):
        connection.execute(update(people).where(people.c.id == person.id).values({**plain, **names}))
