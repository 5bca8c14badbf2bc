"""A case may be put to rest; questions to like places (举一反三), and scores that were taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

ID = sa.Uuid(as_uuid=False).with_variant(sa.CHAR(36), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("hazards", sa.Column("suspended_until", MOMENT, nullable=True))
    op.add_column("quality_scores", sa.Column("undone_at", MOMENT, nullable=True))
    _elsewhere()


def _elsewhere() -> None:
    op.create_table(
        "elsewhere_rounds",
        sa.Column("id", ID, nullable=False),
        sa.Column("hazard_id", ID, nullable=False),
        sa.Column("asked_by_id", ID, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["hazard_id"], ["hazards.id"], name=op.f("fk_elsewhere_rounds_hazard_id_hazards")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["people.id"], name=op.f("fk_elsewhere_rounds_asked_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_elsewhere_rounds")),
        sa.UniqueConstraint("hazard_id", name=op.f("uq_elsewhere_rounds_hazard_id")),
    )
    op.create_table(
        "elsewhere_answers",
        sa.Column("id", ID, nullable=False),
        sa.Column("round_id", ID, nullable=False),
        sa.Column("area_id", ID, nullable=False),
        sa.Column("asked_id", ID, nullable=False),
        sa.Column("found", sa.Boolean(), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["round_id"], ["elsewhere_rounds.id"], name=op.f("fk_elsewhere_answers_round_id_elsewhere_rounds")
        ),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_elsewhere_answers_area_id_areas")),
        sa.ForeignKeyConstraint(["asked_id"], ["people.id"], name=op.f("fk_elsewhere_answers_asked_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_elsewhere_answers")),
        sa.UniqueConstraint("round_id", "area_id", name=op.f("uq_elsewhere_answers_round_id_area_id")),
    )
    op.create_index(op.f("ix_elsewhere_answers_asked_id"), "elsewhere_answers", ["asked_id"])
