"""A case may ask another department for help, and show that the responsibility matrix has a gap."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ID = sa.Uuid(as_uuid=False).with_variant(sa.CHAR(36), "sqlite")


def upgrade() -> None:
    op.add_column("hazards", sa.Column("helper_department_id", ID, nullable=True))
    op.add_column("hazards", sa.Column("helper_id", ID, nullable=True))
    op.add_column("hazards", sa.Column("matrix_gap", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    op.create_index("ix_hazards_helper_department_id", "hazards", ["helper_department_id"])
    op.create_index("ix_hazards_helper_id", "hazards", ["helper_id"])
