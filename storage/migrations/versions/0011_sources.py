"""A report may be typed in by one person for another; a message is found again when it is edited or deleted."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

ID = sa.Uuid(as_uuid=False).with_variant(sa.CHAR(36), "sqlite")


def upgrade() -> None:
    op.add_column("hazards", sa.Column("entered_by_id", ID, nullable=True))
    op.create_index("ix_hazards_entered_by_id", "hazards", ["entered_by_id"])
    op.add_column("inbox", sa.Column("message_id", sa.String(128), nullable=True))
    op.add_column("inbox", sa.Column("part_of", ID, nullable=True))
    op.add_column("inbox", sa.Column("hazard_id", ID, nullable=True))
    op.add_column("inbox", sa.Column("of_report", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    op.create_index("ix_inbox_message_id", "inbox", ["bot", "sender", "message_id"])
    op.create_index("ix_inbox_part_of", "inbox", ["part_of"])
