"""The plan picture of the company, and where its areas lie on it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

ID = sa.Uuid(as_uuid=False).with_variant(sa.CHAR(36), "sqlite")
JSON = sa.JSON().with_variant(JSONB(), "postgresql")
OPEN = sa.text("state IN ('alarm', 'assigned', 'awaiting_acceptance', 'outside', 'planning', 'rectifying', 'reported')")
OF_OPEN = [
    *("due_at", "state", "practice", "company_grade", "department_id", "received_at", "due_locked", "danger"),
    *("outside_until", "owner_id", "acceptor_id", "money_with", "asked_until", "extensions"),
    *("helper_department_id", "helper_id", "area_id", "category", "id"),
]


def upgrade() -> None:
    op.create_table(
        "site_plans",
        sa.Column("id", ID, nullable=False),
        sa.Column("media_id", ID, nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], name=op.f("fk_site_plans_media_id_media")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_plans")),
    )
    op.create_table(
        "area_outlines",
        sa.Column("plan_id", ID, nullable=False),
        sa.Column("area_id", ID, nullable=False),
        sa.Column("points", JSON, nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["site_plans.id"], name=op.f("fk_area_outlines_plan_id_site_plans")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_area_outlines_area_id_areas")),
        sa.UniqueConstraint("plan_id", "area_id", name=op.f("uq_area_outlines_plan_id_area_id")),
    )
    # where an open case lies, and what it is about, is answered from the index too
    op.drop_index("ix_hazards_open", table_name="hazards")
    op.create_index("ix_hazards_open", "hazards", OF_OPEN, sqlite_where=OPEN, postgresql_where=OPEN)
