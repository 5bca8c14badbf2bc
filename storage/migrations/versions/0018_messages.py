"""A delivery says how many messages of the platform it became: whoever takes over has to keep within its limits."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("deliveries", sa.Column("messages", sa.Integer(), nullable=False, server_default=sa.text("1")))
