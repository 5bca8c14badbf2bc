"""Whoever puts a row on record vouches for it: an HMAC beside each event and record, without which none is linked."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("events", "audit_records"):
        op.add_column(table, sa.Column("mac", sa.String(64), nullable=True))
