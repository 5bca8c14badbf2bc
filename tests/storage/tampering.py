"""One change to what is on record, by direct SQL, of every kind that somebody with the whole database could make."""

import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, Table, column, delete, insert, select, table, update

from bot.settings import Settings
from bot.verifying import look_through
from storage import tables
from storage.engine import write_transaction
from storage.links import SOURCES
from storage.verify import Doubt
from storage.word_trail import STRUCK
from tests.unguarded import unguard
from workflow.ids import new_id
from workflow.people import Role

# What is to be told afterwards: doubts of which one has this kind and position, source or id.
Told = dict[str, Any]
Change = Callable[[Connection, random.Random], Told]
_EDITED = {
    "event": ("kind", "actor_id", "at", "facts", "mac", "subject_kind"),
    "record": ("kind", "actor_id", "at", "facts", "mac"),
}


def _links(connection: Connection) -> list[Any]:
    return list(connection.execute(select(tables.chain).order_by(tables.chain.c.position)).all())


def _row(connection: Connection, table: Table, id_: str) -> dict[str, Any]:
    return dict(connection.execute(select(table).where(table.c.id == id_)).mappings().one())


def edit(connection: Connection, chance: random.Random) -> Told:
    link = chance.choice(_links(connection))
    table = SOURCES[link.source][0]
    row, name = _row(connection, table, link.source_id), chance.choice(_EDITED[link.source])
    others: dict[str, Any] = {"kind": "other", "actor_id": new_id(), "subject_kind": "other", "mac": None}
    others |= {"facts": {**row["facts"], "x": 1}}
    value = row["at"].replace(microsecond=(row["at"].microsecond + 1) % 1_000_000) if name == "at" else others[name]
    connection.execute(update(table).where(table.c.id == link.source_id).values({name: value}))
    return {"kind": "altered", "position": link.position, "id": link.source_id}


def edit_link(connection: Connection, chance: random.Random) -> Told:
    link = chance.choice(_links(connection))
    other = chance.choice("0123456789abcdef".replace(link.link[0], "")) + link.link[1:]
    connection.execute(update(tables.chain).where(tables.chain.c.position == link.position).values(link=other))
    return {"kind": "altered", "position": link.position}


def remove(connection: Connection, chance: random.Random) -> Told:
    link = chance.choice(_links(connection))
    table = SOURCES[link.source][0]
    connection.execute(delete(table).where(table.c.id == link.source_id))
    return {"kind": "removed", "position": link.position, "id": link.source_id}


def remove_with_link(connection: Connection, chance: random.Random) -> Told:
    told = remove(connection, chance)
    connection.execute(delete(tables.chain).where(tables.chain.c.position == told["position"]))
    last = _links(connection)[-1].position
    return {"kind": "missing" if told["position"] < last else "cut", "position": told["position"]}


def unlink(connection: Connection, chance: random.Random) -> Told:
    link = chance.choice(_links(connection)[:-1])
    connection.execute(delete(tables.chain).where(tables.chain.c.position == link.position))
    return {"kind": "missing", "position": link.position}


def slip_in(connection: Connection, chance: random.Random) -> Told:
    """An event among those of long ago, or behind the last one of a case, with the `mac` of another or none."""
    link = chance.choice([link for link in _links(connection) if link.source == "event"])
    row = _row(connection, tables.events, link.source_id)
    behind = {"id": new_id(), "version": 1000}
    among = {"id": f"{row['id'][:-4]}{chance.randrange(1 << 16):04x}", "subject_id": new_id()}
    other = {**row, **chance.choice([behind, among]), "mac": chance.choice([row["mac"], None])}
    connection.execute(insert(tables.events), other)
    return {"kind": "forged", "id": other["id"]}


def slip_in_record(connection: Connection, chance: random.Random) -> Told:
    """A record behind all others."""
    record = {**_login(connection), "mac": chance.choice([None, chance.randbytes(32).hex()])}
    connection.execute(insert(tables.audit_records), record)
    return {"kind": "forged", "id": record["id"]}


def _login(connection: Connection) -> dict[str, Any]:
    at = connection.execute(select(tables.events.c.at).limit(1)).scalar_one()
    about: dict[str, Any] = {"subject_kind": "", "subject_id": None, "facts": {}}
    return {"id": new_id(), "at": at, "actor_id": None, "kind": "login", **about}


def slip_in_linked(connection: Connection, chance: random.Random) -> Told:
    """A record at the end, with a link that somebody without the key can only guess."""
    record = _login(connection)
    connection.execute(insert(tables.audit_records), record)
    last = _links(connection)[-1].position
    link = {"position": last + 1, "source": "record", "source_id": record["id"], "link": chance.randbytes(32).hex()}
    connection.execute(insert(tables.chain), link)
    return {"kind": "altered", "position": last + 1, "id": record["id"]}


def swap(connection: Connection, chance: random.Random) -> Told:
    """What two events say changes places."""
    links = [link for link in _links(connection) if link.source == "event"]
    one, other = sorted(chance.sample(links, 2), key=lambda link: int(link.position))
    rows = [_row(connection, tables.events, link.source_id) for link in (one, other)]
    for link, row in zip((one, other), reversed(rows), strict=True):
        values = {"kind": row["kind"], "at": row["at"], "actor_id": row["actor_id"], "facts": row["facts"]}
        connection.execute(update(tables.events).where(tables.events.c.id == link.source_id).values(values))
    return {"kind": "altered", "position": one.position, "id": one.source_id}


def reorder(connection: Connection, chance: random.Random) -> Told:
    one, other = sorted(chance.sample(_links(connection), 2), key=lambda link: int(link.position))
    position = tables.chain.c.position
    for was, becomes in ((one.position, -1), (other.position, one.position), (-1, other.position)):
        connection.execute(update(tables.chain).where(position == was).values(position=becomes))
    return {"kind": "altered", "position": one.position, "id": other.source_id}


def cut(connection: Connection, chance: random.Random) -> Told:
    """The end of the chain goes, with what was linked there."""
    links = _links(connection)
    kept = chance.randrange(1, len(links))
    for link in links[kept:]:
        table = SOURCES[link.source][0]
        connection.execute(delete(table).where(table.c.id == link.source_id))
    connection.execute(delete(tables.chain).where(tables.chain.c.position > links[kept - 1].position))
    return {"kind": "cut", "position": links[kept - 1].position + 1}


def change_case(connection: Connection, chance: random.Random) -> Told:
    """The case becomes another one, its events stay."""
    case = chance.choice(list(connection.execute(select(tables.hazards)).all()))
    name = chance.choice(["owner_id", "acceptor_id", "reporter_id", "practice", "passes", "danger", "due_at"])
    others = {"practice": not case.practice, "passes": case.passes + 1, "danger": "held", "due_at": case.found_at}
    value = others.get(name, new_id())
    connection.execute(update(tables.hazards).where(tables.hazards.c.id == case.id).values({name: value}))
    return {"kind": "case", "id": case.number}


def cut_what_is_not_linked(connection: Connection, chance: random.Random) -> Told:
    """The newest event of a case goes, which no link and no head outside knows yet."""
    linked = select(tables.chain.c.source_id)
    of_cases = (tables.events.c.subject_kind == "hazard", tables.events.c.id.not_in(linked))
    event = chance.choice(list(connection.execute(select(tables.events).where(*of_cases)).all()))
    connection.execute(delete(tables.events).where(tables.events.c.id == event.id))
    number = select(tables.hazards.c.number).where(tables.hazards.c.id == event.subject_id)
    return {"kind": "events", "id": connection.execute(number).scalar_one()}


def _pictures(connection: Connection) -> list[Any]:
    of_cases = tables.attachments.c.subject_kind == "hazard", tables.attachments.c.media_id.is_not(None)
    return list(connection.execute(select(tables.attachments).where(*of_cases)).all())


def swap_pictures(connection: Connection, chance: random.Random) -> Told:
    """Two cases, or two places in one, show each other's picture."""
    one, other = chance.sample(_pictures(connection), 2)
    for picture, shows in ((one, other.media_id), (other, one.media_id)):
        to = update(tables.attachments).where(tables.attachments.c.id == picture.id)
        connection.execute(to.values(media_id=shows))
    return {"kind": "attached", "id": one.id}


def add_picture(connection: Connection, chance: random.Random) -> Told:
    picture, case = chance.choice(_pictures(connection)), chance.choice(_pictures(connection)).subject_id
    other = {**picture._mapping, "id": new_id(), "subject_id": case}
    connection.execute(insert(tables.attachments), other)
    return {"kind": "attached", "id": other["id"]}


def remove_picture(connection: Connection, chance: random.Random) -> Told:
    picture = chance.choice(_pictures(connection))
    connection.execute(delete(tables.attachments).where(tables.attachments.c.id == picture.id))
    return {"kind": "attached", "id": picture.id}


def change_digest(connection: Connection, chance: random.Random) -> Told:
    """What the file is held against."""
    picture = chance.choice(_pictures(connection))
    values: dict[str, Any] = chance.choice([{"digest": chance.randbytes(32).hex()}, {"bare": True}])
    connection.execute(update(tables.media).where(tables.media.c.id == picture.media_id).values(values))
    return {"kind": "attached", "id": picture.id}


def _written(connection: Connection, chance: random.Random) -> tuple[Any, str]:
    """Words, and the event they came with."""
    said = {one["text"]: row.id for row in connection.execute(select(tables.events)) for one in _words(row.facts)}
    id_ = chance.choice(sorted(said))
    of_text = select(tables.texts.c.id, tables.texts.c.subject_id).where(tables.texts.c.id == id_)
    return connection.execute(of_text).one(), said[id_]


def _words(facts: dict[str, Any]) -> list[dict[str, str]]:
    return list(facts.get("words", {}).values())


def remove_words(connection: Connection, chance: random.Random) -> Told:
    text, event = _written(connection, chance)
    connection.execute(delete(tables.texts).where(tables.texts.c.id == text.id))
    return {"kind": "words", "source": "event", "id": event}


def rewrite_words(connection: Connection, chance: random.Random) -> Told:
    """In clear, as words lay before there were keys, and, too, as if they had been struck out."""
    text, event = _written(connection, chance)
    values = {"body": "没有隐患", **chance.choice([{}, {"salt": STRUCK}, {"salt": "ab"}])}
    raw = table("texts", column("id"), *(column(name) for name in values))
    connection.execute(raw.update().where(raw.c.id == _as_stored(connection, text.id)).values(values))
    return {"kind": "words", "source": "event", "id": event}


def move_words(connection: Connection, chance: random.Random) -> Told:
    """To another case."""
    text, event = _written(connection, chance)
    others = select(tables.hazards.c.id).where(tables.hazards.c.id != text.subject_id)
    to = chance.choice(list(connection.execute(others.order_by("id")).scalars()))
    connection.execute(update(tables.texts).where(tables.texts.c.id == text.id).values(subject_id=to))
    return {"kind": "words", "source": "event", "id": event}


def add_words(connection: Connection, chance: random.Random) -> Told:
    """To a case, in clear."""
    text, _ = _written(connection, chance)
    other = new_id()
    ids = {"id": _as_stored(connection, other), "subject_id": _as_stored(connection, text.subject_id)}
    row = {**ids, "subject_kind": "hazard", "field": "words", "body": "没有隐患", "salt": ""}
    raw = table("texts", *(column(name) for name in row))
    connection.execute(raw.insert().values(row))
    return {"kind": "words", "source": "text", "id": other}


def _as_stored(connection: Connection, id_: str) -> Any:
    return UUID(id_) if connection.dialect.name == "postgresql" else id_


def give_role(connection: Connection, chance: random.Random) -> Told:
    """Somebody is an administrator from now on: by a role of theirs, or by one more."""
    held = chance.choice(_of(connection, tables.memberships))
    if chance.random() < 0.5:
        return _other(connection, tables.memberships, held.id, {"role": Role.ADMINISTRATOR, "area_id": None})
    row = {**held._mapping, "id": new_id(), "role": Role.ADMINISTRATOR, "since": date(2020, 1, 1)}
    connection.execute(insert(tables.memberships), row)
    return {"kind": "right", "source": "memberships", "id": row["id"]}


def end_role(connection: Connection, chance: random.Random) -> Told:
    held = chance.choice(_of(connection, tables.memberships))
    if chance.random() < 0.5:
        return _other(connection, tables.memberships, held.id, {"until": date(2020, 1, 2)})
    connection.execute(delete(tables.memberships).where(tables.memberships.c.id == held.id))
    return {"kind": "right", "source": "memberships", "id": held.id}


def name_deputy(connection: Connection, chance: random.Random) -> Told:
    one, other = chance.sample(_of(connection, tables.people), 2)
    row = {"id": new_id(), "person_id": one.id, "deputy_id": other.id}
    connection.execute(insert(tables.deputies), {**row, "since": date(2020, 1, 1), "until": date(2030, 1, 1)})
    return {"kind": "right", "source": "deputies", "id": row["id"]}


def take_chat(connection: Connection, chance: random.Random) -> Told:
    """A chat is somebody else's from now on, or one nobody admitted is somebody's."""
    one, other = chance.sample(_of(connection, tables.addresses), 2)
    if chance.random() < 0.5:
        return _other(connection, tables.addresses, one.id, {"person_id": other.person_id})
    row = {"id": new_id(), "person_id": one.person_id, "bot": one.bot, "address": f"stranger-{chance.random()}"}
    connection.execute(insert(tables.addresses), row)
    return {"kind": "right", "source": "addresses", "id": row["id"]}


def drop_chat(connection: Connection, chance: random.Random) -> Told:
    one = chance.choice(_of(connection, tables.addresses))
    connection.execute(delete(tables.addresses).where(tables.addresses.c.id == one.id))
    return {"kind": "right", "source": "addresses", "id": one.id}


def change_person(connection: Connection, chance: random.Random) -> Told:
    """Somebody is shut out, has left, or has the code of another, by which an address book knows them."""
    at = connection.execute(select(tables.events.c.at).limit(1)).scalar_one()
    values: list[dict[str, Any]] = [{"blocked_at": at}, {"left_on": date(2020, 1, 1)}, {"code": "other"}]
    return _other(connection, tables.people, chance.choice(_of(connection, tables.people)).id, chance.choice(values))


def invite(connection: Connection, chance: random.Random) -> Told:
    """A code that somebody knows, to the chat of another."""
    one = chance.choice(_of(connection, tables.people))
    at = connection.execute(select(tables.events.c.at).limit(1)).scalar_one()
    row = {"id": new_id(), "digest": chance.randbytes(32).hex(), "person_id": one.id, "made_by_id": one.id}
    connection.execute(insert(tables.invitations), {**row, "made_at": at, "until": at})
    return {"kind": "right", "source": "invitations", "id": row["id"]}


def steer(connection: Connection, chance: random.Random) -> Told:
    """What the company has set for all."""
    code = connection.execute(select(tables.company.c.code)).scalar_one()
    values: list[dict[str, Any]] = [{"head_limit": 10**9}, {"quiet": True}, {"settings": {"hide_reporter": False}}]
    connection.execute(update(tables.company).values(chance.choice(values)))
    return {"kind": "right", "source": "company", "id": code}


def widen_area(connection: Connection, chance: random.Random) -> Told:
    """What lies in one area lies in another as well."""
    one, other = chance.sample(_of(connection, tables.areas), 2)
    return _other(connection, tables.areas, one.id, {"path": f"{one.path[:-1]}{other.path}"})


def take_template(connection: Connection, chance: random.Random) -> Told:
    at = connection.execute(select(tables.events.c.at).limit(1)).scalar_one()
    row = {"id": new_id(), "made": "file", "language": "zh_CN", "digest": "0" * 64, "document": chance.randbytes(9)}
    connection.execute(insert(tables.report_templates), {**row, "taken_at": at})
    return {"kind": "right", "source": "report_templates", "id": row["id"]}


def change_owner(connection: Connection, chance: random.Random) -> Told:
    """Whose a kind of hazard is."""
    row = chance.choice(_of(connection, tables.responsibilities))
    other = chance.choice([one for one in _of(connection, tables.people) if one.id != row.owner_id])
    return _other(connection, tables.responsibilities, row.id, {"owner_id": other.id})


def change_ladder(connection: Connection, chance: random.Random) -> Told:
    row = {"id": new_id(), "grade": "general", "days": chance.randrange(100, 200), "roles": []}
    connection.execute(insert(tables.ladder_rungs), row)
    return {"kind": "right", "source": "ladder_rungs", "id": row["id"]}


def listen_in(connection: Connection, chance: random.Random) -> Told:
    """One more chat of several that reads what is new in an area."""
    at = connection.execute(select(tables.events.c.at).limit(1)).scalar_one()
    area = chance.choice(_of(connection, tables.areas))
    row = {"id": new_id(), "bot": "stub", "address": f"-{chance.random()}", "area_id": area.id, "since": at}
    connection.execute(insert(tables.groups), row)
    return {"kind": "right", "source": "groups", "id": row["id"]}


def _of(connection: Connection, table: Table) -> list[Any]:
    return list(connection.execute(select(table).order_by(table.c.id)).all())


def _other(connection: Connection, table: Table, id_: str, values: dict[str, Any]) -> Told:
    connection.execute(update(table).where(table.c.id == id_).values(values))
    return {"kind": "right", "source": table.name, "id": id_}


CHANGES: tuple[Change, ...] = (
    edit,
    edit_link,
    remove,
    remove_with_link,
    unlink,
    slip_in,
    slip_in_record,
    slip_in_linked,
    swap,
    reorder,
    cut,
    cut_what_is_not_linked,
    change_case,
    swap_pictures,
    add_picture,
    remove_picture,
    change_digest,
    remove_words,
    rewrite_words,
    move_words,
    add_words,
    give_role,
    end_role,
    name_deputy,
    take_chat,
    drop_chat,
    change_person,
    invite,
    steer,
    widen_area,
    take_template,
    change_owner,
    change_ladder,
    listen_in,
)


@dataclass(frozen=True)
class Done:
    """A change that was made, what was to be told of it, and what was."""

    change: str
    told: Told
    doubts: Sequence[Doubt]

    @property
    def is_named(self) -> bool:
        """The right row is among what is in doubt, and, where the chain itself is, before everything else."""
        named = [all(getattr(doubt, name) == value for name, value in self.told.items()) for doubt in self.doubts]
        return any(named) and ("position" not in self.told or self.doubts[0].position == self.told["position"])


class _Undone(Exception):
    """Nothing of a transaction is to stay."""


def tampered(engine: Engine, settings: Settings, seed: int) -> Done:
    """A change that follows from its seed is made past the triggers, looked for, and undone."""
    chance, change = random.Random(seed), CHANGES[seed % len(CHANGES)]
    with suppress(_Undone), write_transaction(engine) as connection:
        unguard(connection)
        told = change(connection, chance)
        report = look_through(connection, settings, lambda done: None)
        raise _Undone
    return Done(change.__name__, told, report.doubts)
