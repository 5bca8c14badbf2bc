"""A photograph is known again after a chat has made it smaller."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("media", sa.Column("likeness", sa.String(36), nullable=False, server_default=""))
