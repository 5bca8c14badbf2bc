"""A case may lie with somebody outside, from whom an answer is expected."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("hazards", sa.Column("outside_until", sa.DateTime(timezone=True), nullable=True))
