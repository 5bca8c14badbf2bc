"""A major hazard is confirmed by the director, and keeps which of its papers are there."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from workflow.ids import new_id

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
ID = sa.Uuid(as_uuid=False).with_variant(sa.CHAR(36), "sqlite")
HAZARDS = sa.table("hazards", sa.column("id", ID), sa.column("company_grade"), sa.column("state"))
TIMERS = sa.table(
    "timers",
    *(sa.column(name, ID) for name in ("id", "subject_id")),
    *(sa.column(name, sa.String) for name in ("subject_kind", "clock")),
    sa.column("step", sa.Integer),
    sa.column("due_at", sa.DateTime(timezone=True)),
)
IN_HAND = ("reported", "assigned", "planning", "rectifying", "outside", "awaiting_acceptance")


def upgrade() -> None:
    op.add_column("hazards", sa.Column("major_confirmed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("hazards", sa.Column("major", JSON, nullable=True))
    _ask_for_confirmation()


def _ask_for_confirmation() -> None:
    """What was graded major before anybody could confirm it waits for the director from now on, like any other."""
    waiting = sa.select(HAZARDS.c.id).where(HAZARDS.c.company_grade == "major", HAZARDS.c.state.in_(IN_HAND))
    asked = {"subject_kind": "hazard", "clock": "confirming", "step": 0, "due_at": datetime.now(UTC)}
    for hazard in op.get_bind().execute(waiting).scalars().all():
        op.execute(TIMERS.insert().values(id=new_id(), subject_id=hazard, **asked))
