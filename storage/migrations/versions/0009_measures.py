"""Temporary measures with end and rhythm (the table laid for them is not needed); the recheck of closed cases."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("hazards", sa.Column("measure_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("hazards", sa.Column("measure_hours", sa.Integer(), nullable=False, server_default="24"))
    op.drop_table("measures")
    op.add_column("hazards", sa.Column("recheck_asked", sa.Boolean(), nullable=False, server_default=sa.text("false")))
