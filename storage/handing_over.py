"""The cases of somebody who cannot be reached any more, and what was taken from them meanwhile."""

from datetime import datetime

from sqlalchemy import Connection, and_, or_, select

from storage.tables import events, hazards
from workflow.lifecycle import OPEN, State


def cases_of(connection: Connection, person_id: str) -> list[str]:
    """The open cases that a person owns, is to accept or helps with, by number."""
    mine = or_(
        hazards.c.owner_id == person_id,
        and_(hazards.c.acceptor_id == person_id, hazards.c.state == State.AWAITING_ACCEPTANCE),
        and_(hazards.c.helper_id == person_id, hazards.c.helper_department_id.is_not(None)),
    )
    open_still = hazards.c.state.in_(sorted(OPEN))
    return list(connection.execute(select(hazards.c.id).where(mine, open_still).order_by(hazards.c.number)).scalars())


def taken_from(connection: Connection, person_id: str, since: datetime) -> list[str]:
    """The numbers of the cases that went over from a person to others since a moment."""
    theirs = (
        events.c.kind.in_(("handed_over", "replaced")),
        events.c.at >= since,
        events.c.facts["from"].as_string() == person_id,
    )
    of_case = select(hazards.c.number).join(events, events.c.subject_id == hazards.c.id)
    return list(connection.execute(of_case.where(*theirs).distinct().order_by(hazards.c.number)).scalars())
