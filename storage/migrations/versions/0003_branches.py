"""A case may go on in another one, be a danger that was not stopped, and be given more time."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.Uuid(as_uuid=False).with_variant(sa.CHAR(36), "sqlite")


def upgrade() -> None:
    op.add_column("hazards", sa.Column("merged_into_id", ID, nullable=True))
    op.add_column("hazards", sa.Column("danger", sa.String(8), nullable=False, server_default=""))
    op.add_column("hazards", sa.Column("asked_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("hazards", sa.Column("extensions", sa.Integer(), nullable=False, server_default="0"))
    op.create_index("ix_hazards_merged_into_id", "hazards", ["merged_into_id"])
