"""What a week and a month are told by. All that was counted is counted again, in the background, from its events."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0028"
branch_labels = None
depends_on = None

ROLLED = ("stock", "majors", "again", "limits", "kept")


def upgrade() -> None:
    for name in ROLLED:
        op.add_column("daily_figures", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.add_column("daily_figures", sa.Column("spent", sa.BigInteger(), nullable=False, server_default="0"))
    op.create_table(
        "daily_places",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("department", sa.String(36), nullable=False),
        sa.Column("area", sa.String(36), nullable=False),
        sa.Column("category", sa.String(32), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("day", "department", "area", "category", name=op.f("pk_daily_places")),
    )
    op.create_table(
        "closing_times",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("department", sa.String(36), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("day", "department", "hours", name=op.f("pk_closing_times")),
    )
    for column in (
        sa.Column("area_id", sa.String(36), nullable=False, server_default=""),
        sa.Column("category", sa.String(32), nullable=False, server_default=""),
        sa.Column("major", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.Column("recurs", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.Column("limit_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("took", sa.Integer(), nullable=True),
        sa.Column("spent", sa.BigInteger(), nullable=False, server_default="0"),
    ):
        op.add_column("counted_cases", column)
    op.create_index("ix_hazards_received_at", "hazards", ["received_at"])
    for counted in ("daily_figures", "counted_cases", "followers"):
        op.execute(sa.text(f"DELETE FROM {counted}"))  # noqa: S608 - three names of our own
