"""An entry of the hazard library may say whether it hurts whoever comes by now; none: as its category does."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("library_entries", sa.Column("hurts", sa.Boolean(), nullable=True))
