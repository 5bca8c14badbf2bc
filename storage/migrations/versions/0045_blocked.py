"""Who is shut out, and since when."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=True))
