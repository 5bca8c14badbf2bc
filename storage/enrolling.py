"""The rows of coming in: requests to join, one-time codes by their digests, new people and their addresses."""

import json
from dataclasses import dataclass, fields
from datetime import date, datetime
from hashlib import sha256
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, or_, select, update

from storage import names, right_trail
from storage.counters import next_number
from storage.inbox import insert_or_ignore
from storage.queries import Viewer
from storage.sealed_types import for_table, in_row
from storage.tables import addresses, departments, invitations, join_requests, memberships, notices, people
from workflow.ids import new_id
from workflow.joining import OPEN, Invitation, JoinRequest
from workflow.people import Language, Role
from workflow.permissions import Action

REQUESTS_PAGE = 5  # each is a card of its own
_REQUEST = select(join_requests)
_OF_ADDRESS = (join_requests.c.bot == bindparam("bot"), join_requests.c.address == bindparam("address"))


@dataclass(frozen=True)
class Entrance:
    """The desk of workflow/joining.py over an open transaction."""

    connection: Connection
    now: datetime

    def request(self, request_id: str) -> JoinRequest | None:
        return _request(self.connection.execute(_HELD, {"request": request_id}).one_or_none())

    def settle(self, request_id: str, state: str, by: str, at: datetime, person_id: str | None = None) -> None:
        decided = update(join_requests).where(join_requests.c.id == request_id)
        values = {"state": state, "decided_at": at, "decided_by_id": by, "person_id": person_id, "message_id": None}
        self.connection.execute(decided.values(**values))

    def enter(self, name: str, department_id: str | None, language: Language, since: date) -> str:
        person_id = new_id()
        person = {"id": person_id, "code": _new_code(self.connection), "name": name, "language": language}
        with right_trail.changing(self.connection, people, [person_id], self.now):
            self.connection.execute(insert(people), for_table(people, person))
        membership = {"person_id": person_id, "role": Role.WORKER, "department_id": department_id, "since": since}
        post = new_id()
        with right_trail.changing(self.connection, memberships, [post], self.now):
            self.connection.execute(insert(memberships), {"id": post, **membership})
        return person_id

    def reach(self, person_id: str, bot: str, address: str, at: datetime) -> None:
        reached = {"id": new_id(), "person_id": person_id, "bot": bot, "address": address, "used_at": at}
        with right_trail.changing(self.connection, addresses, [str(reached["id"])], at):
            self.connection.execute(insert(addresses), reached)

    def offer(
        self, digest: str, made_by: str, at: datetime, until: datetime, department_id: str | None, person_id: str | None
    ) -> str:
        code_id, made = new_id(), {"made_by_id": made_by, "made_at": at, "until": until}
        row = {"id": code_id, "digest": digest, "department_id": department_id, "person_id": person_id, **made}
        with right_trail.changing(self.connection, invitations, [code_id], at):
            self.connection.execute(insert(invitations), row)
        return code_id

    def is_taken(self, bot: str, address: str) -> bool:
        here = select(addresses.c.id).where(addresses.c.bot == bot, addresses.c.address == address)
        return self.connection.execute(here).first() is not None

    def has_no_name(self, person_id: str) -> bool:
        named = select(people.c.name, addresses.c.address).join(addresses, addresses.c.person_id == people.c.id)
        found = self.connection.execute(named.where(people.c.id == person_id))  # one of the two lies sealed
        return any(name == address for name, address in found)

    def rename(self, person_id: str, name: str) -> None:
        person = update(people).where(people.c.id == person_id)
        with right_trail.changing(self.connection, people, [person_id], self.now):
            self.connection.execute(person.values(in_row(person_id, {"name": name})))


_HELD = _REQUEST.where(join_requests.c.id == bindparam("request")).with_for_update()


def digest_of(code: str) -> str:
    """What is kept of a code."""
    return sha256(code.encode()).hexdigest()


def file_request(connection: Connection, request: JoinRequest, now: datetime) -> bool:
    """Write a request down; False where this address has made one before."""
    row = {field.name: getattr(request, field.name) for field in fields(request)}
    filed = for_table(join_requests, {**row, "made_at": now})
    return connection.execute(insert_or_ignore(connection, join_requests), filed).rowcount == 1


def request_at(connection: Connection, bot: str, address: str) -> JoinRequest | None:
    """The request of an address, whatever became of it."""
    return _request(connection.execute(_REQUEST.where(*_OF_ADDRESS), {"bot": bot, "address": address}).one_or_none())


def keep_message(connection: Connection, request_id: str, message_id: str) -> None:
    """Note what is to become a report; the first such message stays."""
    first = (join_requests.c.id == request_id, join_requests.c.message_id.is_(None))
    connection.execute(update(join_requests).where(*first).values(message_id=message_id))


def _request(row: Row[Any] | None) -> JoinRequest | None:
    if row is None:
        return None
    known = {field.name: getattr(row, field.name) for field in fields(JoinRequest)}
    return JoinRequest(**{**known, "language": Language(row.language)})


def _new_code(connection: Connection) -> str:
    """NEW-0001: no code that a company would give, so that no workbook takes somebody for another."""
    while True:
        code = f"NEW-{next_number(connection, 'people'):04}"
        if names.coded(connection, code) is None:
            return code


def spend(connection: Connection, digest: str, now: datetime) -> Invitation | None:
    """Use a code up; None where it is unknown, used or too old. Of two at once only one gets it."""
    row = connection.execute(_GOOD, {"code": digest, "now": now}).one_or_none()
    if row is None:
        return None
    with right_trail.changing(connection, invitations, [row.id], now):
        connection.execute(update(invitations).where(invitations.c.id == row.id).values(used_at=now))
    return Invitation(row.id, row.department_id, row.person_id, row.made_by_id)


_GOOD = (
    select(invitations)
    .where(
        invitations.c.digest == bindparam("code"),
        invitations.c.used_at.is_(None),
        invitations.c.until > bindparam("now"),
    )
    .with_for_update()
)


def is_spent(connection: Connection, digest: str) -> bool | None:
    """True for a code that was used, False for one that is too old, None for one that nobody made."""
    row = connection.execute(select(invitations.c.used_at).where(invitations.c.digest == digest)).one_or_none()
    return row.used_at is not None if row else None


def namesakes(connection: Connection, name: str, today: date) -> list[dict[str, str]]:
    """Who works here under a name and has no chat in which they are reached, by code."""
    said = name.strip().casefold()
    if not said:
        return []
    reached = select(addresses.c.person_id).where(addresses.c.lost_at.is_(None))
    there = (or_(people.c.left_on.is_(None), people.c.left_on >= today), people.c.id.not_in(reached))
    rows = connection.execute(select(people.c.id, people.c.name, people.c.name_en, people.c.code).where(*there))
    found = [row._asdict() for row in rows if said in (row.name.casefold(), row.name_en.casefold())]
    return sorted(found, key=itemgetter("code"))


def request_for(connection: Connection, viewer: Viewer, request_id: str) -> dict[str, Any] | None:
    """A request as whoever decides on it sees it; nothing where that is not the viewer."""
    row = connection.execute(_REQUEST.where(join_requests.c.id == request_id)).one_or_none()
    if row is None or not viewer.may(Action.ENROL).company:
        return None
    found = namesakes(connection, row.name, viewer.today)
    return {
        "id": row.id,
        "name": row.name,
        "state": row.state,
        "department": viewer.named(*department_names(connection, row.department_id)),
        "by": viewer.named(*_names_of(connection, row.decided_by_id)),
        "namesakes": [{"id": p["id"], "name": f"{viewer.named(p['name'], p['name_en'])} {p['code']}"} for p in found],
    }


def open_requests(connection: Connection, viewer: Viewer, after: str) -> dict[str, Any]:
    """Some of the requests that nobody has answered, the oldest first; nothing where they are not the viewer's.

    after: the last one that was shown already, or empty. rest: how many come after these.
    """
    if not viewer.may(Action.ENROL).company:
        return {"items": [], "rest": 0}
    waiting = _REQUEST.where(join_requests.c.state == OPEN).order_by(join_requests.c.id)
    rows = connection.execute(waiting.where(join_requests.c.id > after) if after else waiting).all()
    items = [
        {
            **{name: getattr(row, name) for name in ("id", "name", "bot", "address")},
            "department": viewer.named(*department_names(connection, row.department_id)),
            "known": bool(namesakes(connection, row.name, viewer.today)),
        }
        for row in rows[:REQUESTS_PAGE]
    ]
    return {"items": items, "rest": len(rows) - len(items)}


def _names_of(connection: Connection, person_id: str | None) -> tuple[str, str]:
    row = connection.execute(select(people).where(people.c.id == person_id)).one_or_none()
    return (row.name, row.name_en) if row else ("", "")


def blocked_since(connection: Connection, person_id: str) -> datetime | None:
    """Since when somebody is shut out; None for whoever is not."""
    return connection.execute(select(people.c.blocked_at).where(people.c.id == person_id)).scalar()


def all_departments(connection: Connection) -> list[Row[Any]]:
    return list(connection.execute(select(departments).order_by(departments.c.code)))


def department_names(connection: Connection, department_id: str | None) -> tuple[str, str]:
    """The name of a department and its English one; empty where there is none."""
    row = connection.execute(select(departments).where(departments.c.id == department_id)).one_or_none()
    return (row.name, row.name_en) if row else ("", "")


def last_told(connection: Connection, recipient: str) -> Row[Any] | None:
    """What somebody unknown was told last, while it still stands there."""
    return connection.execute(_LAST_TOLD, {"recipient": recipient}).first()


_LAST_TOLD = (
    select(notices).where(notices.c.recipient_id == bindparam("recipient")).order_by(notices.c.id.desc()).limit(1)
)


def told_since(connection: Connection, recipient: str, topic: str, since: datetime) -> int:
    """How often somebody was told something since a moment."""
    told = (notices.c.recipient_id == recipient, notices.c.topic == topic, notices.c.created_at > since)
    return connection.execute(select(func.count()).where(*told)).scalar() or 0


def cards_of(connection: Connection, request_id: str) -> list[Any]:
    """The cards on which a request can be answered, the oldest first: id, recipient_id.

    All of them: as it came, as a reminder, and in every list. Each was made after the request, and its choices name it.
    """
    live = (notices.c.topic == "enrol.asked", notices.c.state.in_(("pending", "sent")))
    asked = select(notices.c.id, notices.c.recipient_id, notices.c.choices).where(notices.c.id > request_id, *live)
    return [row for row in connection.execute(asked.order_by(notices.c.id)) if request_id in json.dumps(row.choices)]
