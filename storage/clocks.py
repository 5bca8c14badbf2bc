"""The rows behind the clocks: which timers are due, and moving one on before anybody else does."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, insert, or_, select, update

from storage.held_back import HELD
from storage.tables import notices, timers
from workflow.ids import new_id


@dataclass(frozen=True)
class Due:
    """A timer whose moment has come."""

    id: str
    subject_kind: str
    subject_id: str
    clock: str
    step: int


_DUE = (
    select(timers.c.id, timers.c.subject_kind, timers.c.subject_id, timers.c.clock, timers.c.step)
    .where(
        timers.c.stopped_at.is_(None),
        timers.c.due_at <= bindparam("now"),
        timers.c.id.not_in(bindparam("but", expanding=True)),
    )
    .order_by(timers.c.due_at)
    .limit(bindparam("most"))
)


_DUE_OF = _DUE.where(timers.c.clock.in_(bindparam("clocks", expanding=True)))
_TAKE = (
    select(timers.c.id)
    .where(timers.c.id == bindparam("timer"), timers.c.step == bindparam("as_read"), timers.c.stopped_at.is_(None))
    .with_for_update(skip_locked=True)
)


def due(
    connection: Connection, now: datetime, limit: int, urgent: Collection[str] = (), but: Collection[str] = ()
) -> list[Due]:
    """The timers to ring, those of the urgent clocks first, then the longest overdue. but: ids of those left alone."""
    named = {"now": now, "most": limit, "but": list(but)}
    first = [Due(*row) for row in connection.execute(_DUE_OF, {**named, "clocks": list(urgent)})] if urgent else []
    there = {timer.id for timer in first}
    others = (Due(*row) for row in connection.execute(_DUE, named))
    return [*first, *(timer for timer in others if timer.id not in there)][:limit]


def take(connection: Connection, timer: Due) -> bool:
    """Have a timer to oneself until the end of the transaction. False when somebody else has it, or has rung it."""
    return connection.execute(_TAKE, {"timer": timer.id, "as_read": timer.step}).first() is not None


def start(connection: Connection, subject_kind: str, subject_id: str, clock: str, due_at: datetime) -> str:
    """Start a clock of a subject that has none running; the id of its timer."""
    row = {"id": new_id(), "subject_kind": subject_kind, "subject_id": subject_id, "clock": clock}
    connection.execute(insert(timers), {**row, "step": 0, "due_at": due_at})
    return row["id"]


def move_on(connection: Connection, timer: Due, step: int, due_at: datetime) -> bool:
    """Set a timer to its next ring. False when somebody else has rung or stopped it first."""
    return _changed(connection, timer, {"step": step, "due_at": due_at})


def stop(connection: Connection, timer: Due, now: datetime) -> bool:
    """Stop a timer that has nothing left to ring for. False when somebody else was first."""
    stopped = _changed(connection, timer, {"stopped_at": now})
    if stopped:
        cancel(connection, timer.id)
    return stopped


def cancel(connection: Connection, timer_id: str) -> None:
    """Nobody is told any more what a timer was to tell them.

    What tells of an event goes out, even if late, unless it waits for its reader's shift: it may be with them already,
    the process having been killed before it could write that down.
    """
    connection.execute(_CANCEL, {"timer": timer_id})


def overtake(connection: Connection, timer_id: str, told: Mapping[str, str]) -> None:
    """What a timer has not told yet gives way to what it tells now. told: the topic that each person hears."""
    rung = connection.execute(_RUNG, {"timer": timer_id}).all()
    overtaken = [row.id for row in rung if told.get(row.recipient_id, row.topic) != row.topic]
    if overtaken:
        # a courier may have written down since that it has sent one
        still = (notices.c.id.in_(overtaken), _HERE)
        connection.execute(update(notices).where(*still).values(state="cancelled"))


_HERE = notices.c.state.in_(("pending", "gathered"))
_UNSENT = (notices.c.timer_id == bindparam("timer"), _HERE)
_CANCEL = update(notices).where(*_UNSENT, or_(notices.c.cause.startswith("timer:"), and_(*HELD)))
_CANCEL = _CANCEL.values(state="cancelled")
# Of rings alone: whoever has not heard of the event yet with which the clock began hears of that first.
_RUNG = select(notices.c.id, notices.c.recipient_id, notices.c.topic)
_RUNG = _RUNG.where(*_UNSENT, notices.c.cause.startswith("timer:"))
_WAITING = select(notices.c.recipient_id, notices.c.lane).where(*_UNSENT)


def waiting(connection: Connection, timer_id: str) -> Mapping[str, int]:
    """Who has not been told yet what a timer has to tell them, and the most urgent lane in which they will be."""
    found: dict[str, int] = {}
    for recipient_id, lane in connection.execute(_WAITING, {"timer": timer_id}):
        found[recipient_id] = min(lane, found.get(recipient_id, lane))
    return found


def runs(connection: Connection, subject_kind: str, subject_id: str, clock: str) -> bool:
    """True while a subject's clock is set."""
    named = (timers.c.subject_kind == subject_kind, timers.c.subject_id == subject_id, timers.c.clock == clock)
    return connection.execute(select(timers.c.id).where(*named, timers.c.stopped_at.is_(None))).first() is not None


def was_to_ring(connection: Connection, subject_kind: str, subject_id: str, clock: str) -> datetime | None:
    """When the one of a subject's timers of a clock was to ring that was stopped last."""
    named = (timers.c.subject_kind == subject_kind, timers.c.subject_id == subject_id, timers.c.clock == clock)
    stopped = select(timers.c.due_at).where(*named, timers.c.stopped_at.is_not(None))
    return connection.execute(stopped.order_by(timers.c.stopped_at.desc(), timers.c.id.desc()).limit(1)).scalar()


def ids_of(connection: Connection, subject_kind: str, subject_id: str, clock: str) -> list[str]:
    """A subject's timers of a clock, those that have stopped too."""
    named = (timers.c.subject_kind == subject_kind, timers.c.subject_id == subject_id, timers.c.clock == clock)
    return list(connection.execute(select(timers.c.id).where(*named)).scalars())


def forget(connection: Connection, ids: Sequence[str]) -> None:
    """Erase timers."""
    connection.execute(delete(timers).where(timers.c.id.in_(ids)))


def _changed(connection: Connection, timer: Due, values: Mapping[str, Any]) -> bool:
    as_read = (timers.c.id == timer.id, timers.c.step == timer.step, timers.c.stopped_at.is_(None))
    return connection.execute(update(timers).where(*as_read).values(dict(values))).rowcount == 1
