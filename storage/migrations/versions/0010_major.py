"""A major hazard is confirmed by the director, and keeps which of its papers are there."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("hazards", sa.Column("major_confirmed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("hazards", sa.Column("major", JSON, nullable=True))
