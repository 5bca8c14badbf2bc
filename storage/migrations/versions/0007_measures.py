"""Measures with end and rhythm (their old table goes), the recheck, who was called to an alarm, hours of watches."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("hazards", sa.Column("measure_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("hazards", sa.Column("measure_hours", sa.Integer(), nullable=False, server_default="24"))
    op.drop_table("measures")
    op.add_column("hazards", sa.Column("recheck_asked", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    called = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.add_column("hazards", sa.Column("called", called, nullable=False, server_default="[]"))
    op.add_column("duty_roster", sa.Column("starts", sa.Time(), nullable=True))
    op.add_column("duty_roster", sa.Column("ends", sa.Time(), nullable=True))
