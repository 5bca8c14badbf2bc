"""More time: how many days were asked for and by which version; what outlived its owner's work is asked no more."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in ("asked_days", "asked_since"):
        op.add_column("hazards", sa.Column(column, sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE hazards SET asked_until = NULL WHERE state NOT IN ('assigned', 'rectifying')")
    # the days of what is still asked are in nobody's row: three are what is asked for most
    op.execute("UPDATE hazards SET asked_days = 3 WHERE asked_until IS NOT NULL")
