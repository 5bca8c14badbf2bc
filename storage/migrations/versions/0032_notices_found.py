"""Notices are found by their timer and by what they tell of: at each ring, and at each turn of a case."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, column in (("timer", "timer_id"), ("subject", "subject_id")):
        where = sa.text(f"{column} IS NOT NULL")
        op.create_index(f"ix_notices_{name}", "notices", [column], sqlite_where=where, postgresql_where=where)
