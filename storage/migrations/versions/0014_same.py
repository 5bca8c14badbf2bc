"""Whoever reported what was merged into a case is kept with it: they see how it goes on."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ID = sa.Uuid(as_uuid=False).with_variant(sa.CHAR(36), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("hazards", sa.Column("also_reported_by", JSON, nullable=False, server_default="[]"))
    names = ("id", "reporter_id", "entered_by_id", "merged_into_id")
    hazards = sa.table("hazards", *(sa.column(name, ID) for name in names), sa.column("also_reported_by", JSON))
    merged = sa.select(*hazards.c[names]).where(hazards.c.merged_into_id.is_not(None)).order_by(hazards.c.id)
    rows: dict[str, Any] = {row.id: row for row in op.get_bind().execute(merged)}
    also: dict[str, list[str]] = {}
    for row in rows.values():
        into = row.merged_into_id
        while into is not None:
            also.setdefault(into, []).extend(who for who in (row.reporter_id, row.entered_by_id) if who)
            into = rows[into].merged_into_id if into in rows else None
    for case, who in also.items():
        op.execute(sa.update(hazards).where(hazards.c.id == case).values(also_reported_by=who))
