"""The company's own escalation ladders, as its workbook has set them."""

from sqlalchemy import Connection, bindparam, select

from storage.tables import ladder_rungs
from workflow.library import Grade
from workflow.people import Role
from workflow.rungs import Rung

_RUNGS = select(ladder_rungs.c.days, ladder_rungs.c.roles).where(ladder_rungs.c.grade == bindparam("of_grade"))


def rungs(connection: Connection, grade: Grade) -> list[Rung]:
    """The rungs of a grade; none where the company has set none."""
    rows = connection.execute(_RUNGS, {"of_grade": str(grade)})
    return [Rung(row.days, tuple(Role(role) for role in row.roles)) for row in rows]
