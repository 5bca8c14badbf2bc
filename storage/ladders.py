"""The company's own escalation ladders, as its workbook or an officer has set them, and the clocks that heed them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update
from sqlalchemy.orm import Session

from storage import right_trail
from storage.queries import Viewer
from storage.tables import hazards, ladder_rungs, timers
from workflow.escalation import LADDERS
from workflow.hazard import Hazard
from workflow.ids import new_id
from workflow.library import Grade
from workflow.people import Role
from workflow.permissions import Action
from workflow.rungs import Rung, steps_of

_RUNGS = select(ladder_rungs.c.days, ladder_rungs.c.roles).where(ladder_rungs.c.grade == bindparam("of_grade"))
_RUNNING = (timers.c.subject_kind == "hazard", timers.c.clock == "due", timers.c.stopped_at.is_(None))
_HEEDING = select(timers.c.subject_id).join_from(timers, hazards, hazards.c.id == timers.c.subject_id).where(*_RUNNING)
_MOVE = update(timers).where(*_RUNNING, timers.c.subject_id == bindparam("case")).values(due_at=bindparam("rings"))


def rungs(connection: Connection, grade: Grade) -> list[Rung]:
    """The rungs of a grade; none where the company has set none."""
    rows = connection.execute(_RUNGS, {"of_grade": str(grade)})
    return [Rung(row.days, tuple(Role(role) for role in row.roles)) for row in rows]


@dataclass(frozen=True)
class LadderRows:
    """The desk of workflow/rungs.py over an open transaction. forget: what was read of the ladders before."""

    connection: Connection
    now: datetime
    session: Session
    forget: Callable[[], None]

    def of(self, grade: Grade) -> list[Rung]:
        return [rung for rung in rungs(self.connection, grade) if rung.roles]

    def put(self, grade: Grade, rungs: Sequence[Rung]) -> None:
        before = self.connection.execute(select(ladder_rungs.c.id).where(ladder_rungs.c.grade == str(grade)))
        rows = [{"id": new_id(), "grade": str(grade), "days": days, "roles": roles} for days, roles in steps_of(rungs)]
        ids = [*before.scalars(), *(row["id"] for row in rows)]
        with right_trail.changing(self.connection, ladder_rungs, ids, self.now):
            self.connection.execute(delete(ladder_rungs).where(ladder_rungs.c.grade == str(grade)))
            for row in rows:
                self.connection.execute(insert(ladder_rungs), row)
        self.forget()

    def heeding(self, grade: Grade) -> list[Hazard]:
        theirs = _HEEDING.where(hazards.c.company_grade == str(grade))
        return list(self.session.execute(select(Hazard).where(hazards.c.id.in_(theirs))).scalars())

    def move(self, hazard_id: str, due_at: datetime) -> None:
        self.connection.execute(_MOVE, {"case": hazard_id, "rings": due_at})


def ladder_now(connection: Connection, viewer: Viewer, grade: Grade) -> dict[str, Any] | None:
    """The steps of a grade as they stand; own: those that the company has set. None where they are not theirs to set.

    cases: how many open ones follow them.
    """
    if not viewer.may(Action.CONFIGURE).company:
        return None
    own = [rung for rung in rungs(connection, grade) if rung.roles]
    heeding = _HEEDING.where(hazards.c.company_grade == str(grade)).subquery()
    return {
        "grade": str(grade),
        "steps": steps_of(own or LADDERS[grade].rungs),
        "own": steps_of(own),
        "cases": connection.execute(select(func.count()).select_from(heeding)).scalar_one(),
    }
