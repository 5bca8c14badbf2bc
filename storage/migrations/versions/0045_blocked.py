"""Who is shut out, and which areas and departments are chosen no more, and since when."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("areas", sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("departments", sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True))
