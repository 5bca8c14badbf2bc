"""A case keeps its money; every figure of it comes from its events, so that a table of entries is not needed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("hazards", sa.Column("money", JSON, nullable=True))
    op.add_column("hazards", sa.Column("money_with", sa.String(24), nullable=False, server_default=""))
    op.add_column("company", sa.Column("head_limit", sa.Integer(), nullable=True))
    op.add_column("company", sa.Column("director_limit", sa.Integer(), nullable=True))
    op.drop_table("money_entries")
