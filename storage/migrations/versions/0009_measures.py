"""A temporary measure has an end and a rhythm in which it is looked at; the table laid for it is not needed."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("hazards", sa.Column("measure_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("hazards", sa.Column("measure_hours", sa.Integer(), nullable=False, server_default="24"))
    op.drop_table("measures")
