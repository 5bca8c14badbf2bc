"""The timers of a case are found at once, those too that have stopped, however many cases are open."""

from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_timers_subject_id"), "timers", ["subject_id"])
