"""Requests of two people to learn who is behind an anonymous report."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0036"
branch_labels = None
depends_on = None

ID = sa.Uuid(as_uuid=False).with_variant(sa.CHAR(36), "sqlite")


def upgrade() -> None:
    op.create_table(
        "unsealings",
        sa.Column("id", ID, nullable=False),
        sa.Column("hazard_id", ID, nullable=False),
        sa.Column("asked_by_id", ID, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("settled_by_id", ID, nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["hazard_id"], ["hazards.id"], name=op.f("fk_unsealings_hazard_id_hazards")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["people.id"], name=op.f("fk_unsealings_asked_by_id_people")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["people.id"], name=op.f("fk_unsealings_settled_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unsealings")),
    )
    op.create_index(op.f("ix_unsealings_hazard_id"), "unsealings", ["hazard_id"])
