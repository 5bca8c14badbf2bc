"""From which day until which a case was counted as what, its steps, and who belonged where; all is counted again."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

ID = sa.Uuid(as_uuid=False).with_variant(sa.CHAR(36), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    for column in (
        sa.Column("grade", sa.String(16), nullable=False, server_default="general"),
        sa.Column("owner_id", ID, nullable=True),
        sa.Column("equipment_id", ID, nullable=True),
        sa.Column("returns", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("state", sa.String(24), nullable=False, server_default=""),
        sa.Column("step_since", MOMENT, nullable=True),
    ):
        op.add_column("counted_cases", column)
    _intervals()
    _steps_and_staff()
    for counted in ("daily_figures", "daily_places", "closing_times", "counted_cases"):
        op.execute(sa.text(f"DELETE FROM {counted}"))  # noqa: S608 - four names of our own
    op.execute(sa.text("DELETE FROM followers WHERE name = 'figures'"))


def _intervals() -> None:
    op.create_table(
        "case_intervals",
        sa.Column("hazard_id", ID, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Date(), nullable=True) for name in ("closed_on", "limit_on", "due_on", "done_on")),
        sa.Column("department_id", ID, nullable=True),
        sa.Column("area_id", sa.String(36), nullable=False),
        sa.Column("category", sa.String(32), nullable=False),
        sa.Column("grade", sa.String(16), nullable=False),
        sa.Column("owner_id", ID, nullable=True),
        sa.Column("equipment_id", ID, nullable=True),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("recurs", sa.Boolean(), nullable=False),
        sa.Column("returns", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("hazard_id", "since", name=op.f("pk_case_intervals")),
    )
    for day in ("received_on", "closed_on", "limit_on"):
        op.create_index(f"ix_case_intervals_{day}", "case_intervals", [day, "until"])
    op.create_index("ix_case_intervals_is_open", "case_intervals", ["is_open", "until", "since"])


def _steps_and_staff() -> None:
    op.create_table(
        "case_steps",
        sa.Column("hazard_id", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(16), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("owner_id", ID, nullable=True),
        sa.Column("department_id", ID, nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("hazard_id", "version", name=op.f("pk_case_steps")),
    )
    op.create_index(op.f("ix_case_steps_ended_on"), "case_steps", ["ended_on"])
    op.create_table(
        "staff_intervals",
        sa.Column("person_id", ID, nullable=False),
        sa.Column("department", sa.String(36), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "department", "since", name=op.f("pk_staff_intervals")),
    )
