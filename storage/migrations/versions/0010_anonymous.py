"""Of anonymous reports: notices that keep no address, pictures that keep no sender and no original."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, column in (("notices", "private"), ("attachments", "private"), ("media", "bare")):
        op.add_column(table, sa.Column(column, sa.Boolean(), nullable=False, server_default=sa.text("false")))
