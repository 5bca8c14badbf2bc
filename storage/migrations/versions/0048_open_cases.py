"""What is asked of all open cases, of those of some days and of those that were closed is answered from indexes."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

OPEN = sa.text("state IN ('alarm', 'assigned', 'awaiting_acceptance', 'outside', 'planning', 'rectifying', 'reported')")
OF_OPEN = [
    *("due_at", "state", "practice", "company_grade", "department_id", "received_at", "due_locked", "danger"),
    *("outside_until", "owner_id", "acceptor_id", "money_with", "asked_until", "extensions"),
    *("helper_department_id", "helper_id", "id"),
]
CAME = ["received_at", "state", "practice", "department_id", "category", "library_code"]
CLOSED = sa.text("closed_at IS NOT NULL")


def upgrade() -> None:
    op.create_index("ix_hazards_open", "hazards", OF_OPEN, sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index("ix_hazards_came", "hazards", CAME)
    op.drop_index("ix_hazards_received_at", table_name="hazards")  # the one above begins with it
    op.create_index("ix_hazards_closed_at", "hazards", ["closed_at"], sqlite_where=CLOSED, postgresql_where=CLOSED)
