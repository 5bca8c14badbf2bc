"""A report may be typed in by one person for another."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0004"
branch_labels = None
depends_on = None

ID = sa.Uuid(as_uuid=False).with_variant(sa.CHAR(36), "sqlite")


def upgrade() -> None:
    op.add_column("hazards", sa.Column("entered_by_id", ID, nullable=True))
    op.create_index("ix_hazards_entered_by_id", "hazards", ["entered_by_id"])
