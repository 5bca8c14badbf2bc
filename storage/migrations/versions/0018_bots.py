"""What processes have to know of a bot together: its silence, its menu; and what a notice became there."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("notices", sa.Column("messages", sa.Integer(), nullable=False, server_default="1"))
    op.create_table(
        "bots",
        sa.Column("bot", sa.String(64), nullable=False),
        sa.Column("silent_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("menu", sa.String(64), nullable=True),
        sa.PrimaryKeyConstraint("bot", name=op.f("pk_bots")),
    )
