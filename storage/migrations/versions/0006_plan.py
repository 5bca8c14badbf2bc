"""A case may need a treatment plan before work goes on."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("hazards", sa.Column("plan", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True))
    op.drop_table("stages")  # a plan holds its own
