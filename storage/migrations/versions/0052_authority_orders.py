"""Re-checks of an authority's orders, and its cases found by the number of their order."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0048"
branch_labels = None
depends_on = None

ID = sa.Uuid(as_uuid=False).with_variant(sa.CHAR(36), "sqlite")
MOMENT = sa.DateTime(timezone=True)
AUTHORITY = sa.text("source_kind = 'authority'")


def upgrade() -> None:
    op.create_table(
        "order_rechecks",
        sa.Column("id", ID, nullable=False),
        sa.Column("hazard_id", ID, nullable=False),
        sa.Column("by_id", ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("cleared", sa.Boolean(), nullable=False),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["hazard_id"], ["hazards.id"], name=op.f("fk_order_rechecks_hazard_id_hazards")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_order_rechecks_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_rechecks")),
    )
    op.create_index(op.f("ix_order_rechecks_hazard_id"), "order_rechecks", ["hazard_id"])
    op.create_index(
        "ix_hazards_authority", "hazards", ["source_id"], sqlite_where=AUTHORITY, postgresql_where=AUTHORITY
    )
