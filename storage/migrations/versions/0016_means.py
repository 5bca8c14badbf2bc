"""An entry of the hazard library may say by what means people are kept from it; none: by those of its category."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("library_entries", sa.Column("means", sa.String(16), nullable=True))
