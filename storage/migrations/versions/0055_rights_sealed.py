"""Rows that say who may what are on record by keyed digests: with a salt in each that says who somebody is.

The keys are not there yet: the rows go on record as they stand when these are first opened (storage/right_trail.py).
"""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0052"
branch_labels = None
depends_on = None

RANDOM = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "replace(gen_random_uuid()::text, '-', '')"}


def upgrade() -> None:
    random = RANDOM[op.get_context().dialect.name]
    for table in ("people", "addresses"):
        op.add_column(table, sa.Column("salt", sa.String(32), nullable=True))
        op.execute(f"UPDATE {table} SET salt = {random}")  # noqa: S608 - names of our own
