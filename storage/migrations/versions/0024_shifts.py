"""The shifts of people, and whether whoever is off shift is let be."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("company", sa.Column("quiet", sa.Boolean(), nullable=True))
    op.create_table(
        "shifts",
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False, server_default=""),
        sa.Column("starts", sa.Time(), nullable=True),
        sa.Column("ends", sa.Time(), nullable=True),
        sa.Column("weekdays", JSON, nullable=False),
        sa.Column("cycle", JSON, nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.UniqueConstraint("code", name=op.f("uq_shifts_code")),
    )
