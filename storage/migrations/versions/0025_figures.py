"""What managers read of a morning: figures kept by the day, how each case counts in them, and when they are told."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

ID = sa.Uuid(as_uuid=False).with_variant(sa.CHAR(36), "sqlite")
ROLLED = ("new", "closed", "open", "major", "due", "late")


def upgrade() -> None:
    op.create_table(
        "daily_figures",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("department", sa.String(36), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False, server_default="0") for name in ROLLED),
        sa.PrimaryKeyConstraint("day", "department", name=op.f("pk_daily_figures")),
    )
    op.create_table(
        "counted_cases",
        sa.Column("hazard_id", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("department_id", ID, nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("is_major", sa.Boolean(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("hazard_id", name=op.f("pk_counted_cases")),
    )
    op.create_table(
        "followers",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("event_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_followers")),
    )
    op.add_column("people", sa.Column("digest_at", sa.Time(), nullable=True))
    op.add_column("people", sa.Column("digest_off", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    for name, few in (("recheck_asked", "recheck_asked"), ("money_with", "money_with <> ''")):
        where = sa.text(few)
        op.create_index(f"ix_hazards_{name}", "hazards", [name], sqlite_where=where, postgresql_where=where)
