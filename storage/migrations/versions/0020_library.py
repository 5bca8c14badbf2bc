"""The shipped library: the laws with their dates, and what makes an entry grave, rests on and leads to."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
NO, NOTHING = sa.text("false"), ""


def upgrade() -> None:
    op.create_table(
        "laws",
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False, server_default=NOTHING),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("replaced_by", sa.String(64), nullable=True),
        sa.Column("verified", sa.Boolean(), nullable=False, server_default=NO),
        sa.Column("shipped", sa.Boolean(), nullable=False, server_default=NO),
        sa.UniqueConstraint("code", name=op.f("uq_laws_code")),
    )
    for name in ("condition", "condition_en", "fact", "fact_en", "clause"):
        op.add_column("library_entries", sa.Column(name, sa.Text(), nullable=False, server_default=NOTHING))
    for name in ("accidents_1986", "accidents_2025"):
        op.add_column("library_entries", sa.Column(name, JSON, nullable=False, server_default="[]"))
    op.add_column("library_entries", sa.Column("otherwise", sa.String(16), nullable=True))
    op.add_column("library_entries", sa.Column("law_code", sa.String(64), nullable=False, server_default=NOTHING))
    op.add_column("library_entries", sa.Column("cause", sa.Integer(), nullable=True))
    op.add_column("library_entries", sa.Column("industry", sa.String(32), nullable=True))
    op.add_column("library_entries", sa.Column("shipped", sa.Boolean(), nullable=False, server_default=NO))
