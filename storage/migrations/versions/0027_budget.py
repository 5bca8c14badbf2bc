"""How many notices a person is pushed on one day, and whether they want their work listed at the start of a shift."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("company", sa.Column("notices_a_day", sa.Integer(), nullable=True))
    op.add_column("people", sa.Column("to_do_off", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    of_notices = (
        ("pushed", ["recipient_id", "not_before"], "lane >= 2"),
        ("gathered", ["recipient_id"], "state = 'gathered'"),
    )
    for name, columns, which in of_notices:
        where = sa.text(which)
        op.create_index(f"ix_notices_{name}", "notices", columns, sqlite_where=where, postgresql_where=where)
    op.drop_index("ix_hazards_owner_id", "hazards")
    op.create_index("ix_hazards_owner_state", "hazards", ["owner_id", "state"])
