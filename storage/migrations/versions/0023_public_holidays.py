"""Public holidays come with the product: which days of the calendar are the company's own."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("calendar_days", sa.Column("shipped", sa.Boolean(), nullable=False, server_default=sa.text("false")))
