"""Names, codes and numbers lie sealed from now on, which is longer; what is there: by the next start, `keys seal`."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

LONGER = {"people": "code", "company": "emergency_phone", "hazards": "source_id"}
KEPT = {
    "sqlite": "UPDATE webchat_messages SET client_id = json_extract(body, '$.client_id')",
    "postgresql": "UPDATE webchat_messages SET client_id = body->>'client_id'",
}


def upgrade() -> None:
    dialect = op.get_context().dialect.name
    if dialect == "postgresql":  # SQLite holds nobody to a length
        for table, column in LONGER.items():
            op.alter_column(table, column, type_=sa.Text())
    op.add_column("webchat_messages", sa.Column("client_id", sa.String(64), nullable=True))
    op.execute(KEPT[dialect])
