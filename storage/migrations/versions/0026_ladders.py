"""The company's own escalation ladders, and reminders that their owner has put off."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

ID = sa.Uuid(as_uuid=False).with_variant(sa.CHAR(36), "sqlite")
JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "ladder_rungs",
        sa.Column("id", ID, nullable=False),
        sa.Column("grade", sa.String(16), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("roles", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ladder_rungs")),
        sa.UniqueConstraint("grade", "days", name=op.f("uq_ladder_rungs_grade_days")),
    )
    op.add_column("hazards", sa.Column("snooze", JSON, nullable=True))
