"""A company's own Word templates of papers."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

ID = sa.Uuid(as_uuid=False).with_variant(sa.CHAR(36), "sqlite")


def upgrade() -> None:
    op.create_table(
        "report_templates",
        sa.Column("id", ID, nullable=False),
        sa.Column("made", sa.String(16), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_templates")),
    )
    op.create_index(op.f("ix_report_templates_digest"), "report_templates", ["digest"])
