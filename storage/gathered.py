"""What was gathered for a person: read for the list, told in it, and looked at again from its button."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, literal_column, select, update

from storage.budget import asks
from storage.lists import PAGE, Page
from storage.queries import CARD, Viewer, line
from storage.tables import hazards, notices, timers
from workflow.budget import LIST, about, outlives
from workflow.lifecycle import OPEN
from workflow.to_do import MORNING

_THEIRS = (notices.c.recipient_id == bindparam("person"), notices.c.state == literal_column("'gathered'"))
_WAITING = select(notices.c.id).where(
    *_THEIRS, notices.c.not_before <= bindparam("now", type_=notices.c.not_before.type)
)
_FIRST = select(func.min(notices.c.not_before)).where(*_THEIRS)


def waiting(connection: Connection, person_id: str, now: datetime) -> list[str]:
    """The notices that are to be told in the next list, the earliest first."""
    return list(connection.execute(_WAITING.order_by(notices.c.id), {"person": person_id, "now": now}).scalars())


def first(connection: Connection, person_id: str) -> datetime | None:
    """When the earliest of what is gathered, for another day perhaps, was to go out."""
    moment: datetime | None = connection.execute(_FIRST, {"person": person_id}).scalar()
    return moment


def tell(connection: Connection, ids: Collection[str]) -> None:
    """Write down that notices stand in a list now: nobody cancels them any more."""
    gathered = (notices.c.id.in_(ids), notices.c.state == "gathered")
    connection.execute(update(notices).where(*gathered).values(state="listed"))


_LATEST = (
    select(notices.c.id, notices.c.topic, notices.c.facts)
    .where(
        notices.c.recipient_id == bindparam("person"),
        notices.c.lane >= literal_column("2"),
        notices.c.topic.in_((LIST, MORNING)),
        notices.c.not_before >= bindparam("since", type_=notices.c.not_before.type),
    )
    .order_by(notices.c.not_before.desc(), notices.c.id.desc())
)


def latest(connection: Connection, person_id: str, since: datetime) -> Row[Any] | None:
    """The last message since a moment in which gathered notices were told: `id`, `topic`, `facts`."""
    rows: Any = connection.execute(_LATEST, {"person": person_id, "since": since})
    return next((row for row in rows if row.facts.get("notices")), None)


def live(connection: Connection, ids: Sequence[str]) -> list[str]:
    """Those of some notices whose cause has not ended: their timer runs, and their case is open or outlived."""
    going_on = {row.id for row in _going_on(connection, ids)}
    return [id_ for id_ in ids if id_ in going_on]


def _going_on(connection: Connection, ids: Sequence[str]) -> list[Row[Any]]:
    rows = connection.execute(_NOTICES, {"ids": list(ids)})
    return [row for row in rows if row.state in OPEN or outlives(row.topic)]


def page(connection: Connection, viewer: Viewer, ids: Sequence[str], number: int) -> Page:
    """The cases of gathered notices, a line each, what asks for something first; `about`: what each is told for.

    What has ended meanwhile is left out.
    """
    told: dict[str, Any] = {}
    for row in _going_on(connection, ids):
        if row.subject_id not in told or asks(row.choices):
            told[row.subject_id] = row
    order = sorted(told.values(), key=lambda row: (not asks(row.choices), row.id))
    shown = {row.subject_id: row.topic for row in order[number * PAGE : (number + 1) * PAGE]}
    cases = {row.id: row for row in connection.execute(_CASES, {"ids": list(shown)})}
    items = [{**line(cases[id_], viewer), "about": about(shown[id_])} for id_ in shown if id_ in cases]
    return Page(items, number, len(order))


_NOTICES = (
    select(notices.c.id, notices.c.topic, notices.c.subject_id, notices.c.choices, hazards.c.state)
    .join_from(notices, hazards, hazards.c.id == notices.c.subject_id)
    .join(timers, timers.c.id == notices.c.timer_id, isouter=True)
    .where(notices.c.id.in_(bindparam("ids", expanding=True)), timers.c.stopped_at.is_(None))
    .order_by(notices.c.id)
)
_CASES = CARD.where(hazards.c.id.in_(bindparam("ids", expanding=True)))
