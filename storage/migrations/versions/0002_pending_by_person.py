"""Find what waits for one person without reading all that waits."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

PENDING = {"sqlite_where": sa.text("state = 'pending'"), "postgresql_where": sa.text("state = 'pending'")}


def upgrade() -> None:
    op.drop_index("ix_notices_pending", "notices")
    op.create_index("ix_notices_pending", "notices", ["recipient_id", "lane"], **PENDING)  # type: ignore[arg-type]
