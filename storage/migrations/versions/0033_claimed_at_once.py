"""What may go out, and what is gathered, is found in the order of its age, however much its reader has been told."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for state, columns in (("pending", ["recipient_id", "lane", "id"]), ("gathered", ["recipient_id", "id"])):
        where = sa.text(f"state = '{state}'")
        op.drop_index(f"ix_notices_{state}", "notices")
        op.create_index(f"ix_notices_{state}", "notices", columns, sqlite_where=where, postgresql_where=where)
    op.drop_index("ix_notices_subject", "notices")  # the same as ix_notices_subject_id
