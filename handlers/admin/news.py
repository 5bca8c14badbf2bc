"""What others hear of what officers do: somebody's new role, a deputy named for them, work that goes over."""

from datetime import datetime, timedelta
from typing import Any

from handlers import leaving
from handlers.finding import Message
from handlers.told import plain_row
from storage import deliveries, enrolling, names
from storage.queries import Viewer
from storage.unit_of_work import UnitOfWork
from workflow.events import Event
from workflow.notices import Lane
from workflow.people import Person
from workflow.posts import Block, EndLeave, SendOnLeave

Row = dict[str, Any]
SHUT_OUT = "staff.shut_out"
_JUST_BEFORE = timedelta(microseconds=1)
# Event of a person -> what they are told of it themselves.
_TOLD = {
    "role_given": "staff.yours",
    "role_ended": "staff.not_yours",
    "moved": "staff.moved_you",
    "unblocked": "staff.in",
}


def news(unit: UnitOfWork, command: object, by: Person, now: datetime) -> list[Row]:
    """After a command about somebody: what they are told, and, where they were shut out, who has their work now."""
    told = [_to_them(unit, event, by) for event in unit.events if event.subject_kind == "person"]
    if isinstance(command, SendOnLeave):
        told.append(_on_leave(unit, command, by))
    if isinstance(command, EndLeave):
        told.append(_leave_over(unit, command, by))
    rows = [row for row in told if row is not None]
    return [*rows, *_work_of(unit, command, by, now)] if isinstance(command, Block) else rows


def _to_them(unit: UnitOfWork, event: Event, by: Person) -> Row | None:
    topic, reader = _TOLD.get(event.kind), unit.person(event.subject_id)
    if topic is None or reader is None or reader.id == by.id or not unit.reachable(reader.id):
        return None
    viewer = Viewer(reader, unit.now, unit.today)
    facts = {
        "role": str(event.facts.get("role", "")),
        "department": viewer.named(*enrolling.department_names(unit.connection, _id(event, "department"))),
        "area": names.place(unit.connection, viewer, _id(event, "area"), None)["area"],
        "by": viewer.named(by.name, by.name_en),
    }
    return _row(f"event:{event.id}", topic, reader, facts)


def _id(event: Event, name: str) -> str | None:
    fact = event.facts.get(name)
    return fact if isinstance(fact, str) else None


def _on_leave(unit: UnitOfWork, command: SendOnLeave, by: Person) -> Row | None:
    reader, deputy = unit.person(command.person_id), unit.person(command.deputy_id)
    if reader is None or deputy is None or not unit.reachable(reader.id):
        return None
    viewer = Viewer(reader, unit.now, unit.today)
    facts = {"deputy": viewer.named(deputy.name, deputy.name_en), "by": viewer.named(by.name, by.name_en)}
    days = {"since": command.since, "until": command.until}
    cause = f"leave:{unit.events[-1].id}"
    return _row(cause, "staff.on_leave_you", reader, {**facts, **days})


def _leave_over(unit: UnitOfWork, command: EndLeave, by: Person) -> Row | None:
    reader = unit.person(command.person_id)
    if reader is None or reader.id == by.id or not unit.reachable(reader.id):
        return None
    facts = {"by": Viewer(reader, unit.now, unit.today).named(by.name, by.name_en)}
    return _row(f"leave:{unit.events[-1].id}", "staff.leave_over", reader, facts)


def _work_of(unit: UnitOfWork, command: Block, by: Person, now: datetime) -> list[Row]:
    """Nobody who is shut out is signed in on the web, or has anything in hand."""
    gone = unit.person(command.person_id)
    if gone is None:
        return []
    unit.web.end(gone.id, None, now)
    work = leaving.hand_over(unit, gone, now)
    if not work.total and not work.left:
        return list(work.rows)
    facts = {"name": Viewer(by, now, unit.today).named(gone.name, gone.name_en), **work.in_words(by.language)}
    return [*work.rows, _row(f"work:{gone.id}:{now.isoformat()}", "staff.work", by, facts)]


def _row(cause: str, topic: str, reader: Person, facts: Row) -> Row:
    return {"cause": cause, "topic": topic, "recipient_id": reader.id, "facts": facts, "lane": Lane.NOTICE}


def shut_out(unit: UnitOfWork, message: Message, person: Person) -> list[Row]:
    """Whoever is shut out is told so once; what they write is kept, and answered nothing else."""
    since = enrolling.blocked_since(unit.connection, person.id)
    if since is None or deliveries.told_since(unit.connection, person.id, SHUT_OUT, since - _JUST_BEFORE):
        return []
    return [plain_row(SHUT_OUT, message, person)]
