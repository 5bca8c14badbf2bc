"""Who is told of their work at the start of a shift, and has no clock for that yet."""

from datetime import date

from sqlalchemy import Connection, and_, exists, or_, select, update

from storage.tables import hazards, people, timers
from workflow.lifecycle import IN_HAND, State
from workflow.to_do import CLOCK

_OWNS = exists().where(hazards.c.owner_id == people.c.id, hazards.c.state.in_(IN_HAND))
_ACCEPTS = people.c.id.in_(
    select(hazards.c.acceptor_id).where(
        hazards.c.state == State.AWAITING_ACCEPTANCE, hazards.c.acceptor_id.is_not(None)
    )
)
_RUNS = exists().where(
    timers.c.subject_kind == "person",
    timers.c.subject_id == people.c.id,
    timers.c.clock == CLOCK,
    timers.c.stopped_at.is_(None),
)


def without_clock(connection: Connection, today: date) -> list[str]:
    """People with work in their hands who are to be told of it, and for whom that is not set."""
    stays = or_(people.c.left_on.is_(None), people.c.left_on >= today)
    wanted = and_(stays, ~people.c.to_do_off, ~_RUNS, or_(_OWNS, _ACCEPTS))
    return list(connection.execute(select(people.c.id).where(wanted).order_by(people.c.id)).scalars())


def wants_none(connection: Connection, person_id: str) -> bool:
    return bool(connection.execute(select(people.c.to_do_off).where(people.c.id == person_id)).scalar())


def choose(connection: Connection, person_id: str, *, off: bool) -> None:
    connection.execute(update(people).where(people.c.id == person_id).values(to_do_off=off))
