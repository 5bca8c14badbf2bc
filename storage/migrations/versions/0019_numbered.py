"""Which cards were shown with numbers in place of buttons, and what in the inbox is an event and no word of anybody."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, column in (("deliveries", "numbered"), ("inbox", "event")):
        op.add_column(table, sa.Column(column, sa.Boolean(), nullable=False, server_default=sa.text("false")))
