"""The audit: records beside the events, the chain over both, and triggers that let nobody change what is written.

SQLite drops a table's triggers with the table: a later step that makes one of these anew has to bring them along.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

ID = sa.Uuid(as_uuid=False).with_variant(sa.CHAR(36), "sqlite")
JSON = sa.JSON().with_variant(JSONB(), "postgresql")
KEPT = ("events", "audit_records", "chain")
REFUSED = "what is on record is neither changed nor removed"


def upgrade() -> None:
    op.create_table(
        "audit_records",
        sa.Column("id", ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", ID, nullable=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("subject_kind", sa.String(16), nullable=False),
        sa.Column("subject_id", ID, nullable=True),
        sa.Column("facts", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_records")),
    )
    op.create_index("ix_audit_records_subject_id", "audit_records", ["subject_id"])
    op.create_index("ix_audit_records_actor_id", "audit_records", ["actor_id"])
    op.create_table(
        "chain",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source", sa.String(8), nullable=False),
        sa.Column("source_id", ID, nullable=False),
        sa.Column("link", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_chain")),
        sa.UniqueConstraint("source_id", name=op.f("uq_chain_source_id")),
    )
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgres()
    else:
        _guard_sqlite()


def _guard_postgres() -> None:
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSED}'; END $$"
    )
    for table in KEPT:
        for name, when in (("change", "UPDATE OR DELETE"), ("truncate", "TRUNCATE")):
            each = "STATEMENT" if name == "truncate" else "ROW"
            trigger = f"CREATE TRIGGER refuse_{name} BEFORE {when} ON {table}"
            op.execute(f"{trigger} FOR EACH {each} EXECUTE FUNCTION refuse_change()")


def _guard_sqlite() -> None:
    for table in KEPT:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER refuse_{verb.lower()}_{table} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
            )
