"""What says who and what lies sealed from now on, which is longer; what is there, by `hazardline keys seal`."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

LONGER = {
    "texts": "salt",
    "inbox": "sender",
    "notices": "address",
    "deliveries": "address",
    "flights": "address",
    "addresses": "address",
    "join_requests": "address",
    "groups": "address",
    "people": "phone",
}


def upgrade() -> None:
    if op.get_context().dialect.name == "postgresql":  # SQLite holds nobody to a length
        for table, column in LONGER.items():
            op.alter_column(table, column, type_=sa.Text())
