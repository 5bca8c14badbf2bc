"""What processes have to know of a bot together: how many messages a notice became, until when it is to be silent."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("notices", sa.Column("messages", sa.Integer(), nullable=False, server_default="1"))
