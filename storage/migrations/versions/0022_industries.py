"""What a company makes: a clause of another trade needs more than one sign before anybody is asked about it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    codes = sa.JSON().with_variant(JSONB(), "postgresql")
    op.add_column("company", sa.Column("industries", codes, nullable=False, server_default="[]"))
