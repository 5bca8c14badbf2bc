"""WeCom and Telegram: where people are reached, who asks to come in, chats of several, and what one process holds."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

ID = sa.Uuid(as_uuid=False).with_variant(sa.CHAR(36), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("addresses", sa.Column("used_at", MOMENT, nullable=True))
    op.add_column("addresses", sa.Column("lost_at", MOMENT, nullable=True))
    op.add_column("addresses", sa.Column("lost_why", sa.Text(), nullable=True))
    op.add_column("addresses", sa.Column("menu", sa.Text(), nullable=True))
    op.add_column("notices", sa.Column("to_group", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    op.add_column("inbox", sa.Column("album", sa.String(128), nullable=True))
    op.add_column("inbox", sa.Column("shown_at", MOMENT, nullable=True))
    unread = sa.text("state = 'unparsable' AND shown_at IS NULL")
    op.create_index("ix_inbox_unparsable", "inbox", ["bot"], sqlite_where=unread, postgresql_where=unread)
    of_albums = sa.text("album IS NOT NULL")
    columns = ["bot", "sender", "album"]
    op.create_index("ix_inbox_album", "inbox", columns, sqlite_where=of_albums, postgresql_where=of_albums)
    _people_who_come_in()
    _groups()
    _what_one_process_holds()


def _people_who_come_in() -> None:
    op.create_table(
        "join_requests",
        sa.Column("id", ID, nullable=False),
        *_address(),
        sa.Column("name", sa.Text(), nullable=False, server_default=""),
        _to("join_requests", "departments", "department_id", nullable=True),
        sa.Column("language", sa.String(8), nullable=False, server_default="zh_CN"),
        sa.Column("message_id", ID, nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        _to("join_requests", "people", "decided_by_id", nullable=True),
        _to("join_requests", "people", "person_id", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_requests")),
        sa.UniqueConstraint("bot", "address", name=op.f("uq_join_requests_bot_address")),
    )
    op.create_table(
        "invitations",
        sa.Column("id", ID, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        _to("invitations", "departments", "department_id", nullable=True),
        _to("invitations", "people", "person_id", nullable=True),
        _to("invitations", "people", "made_by_id", nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("digest", name=op.f("uq_invitations_digest")),
    )


def _groups() -> None:
    op.create_table(
        "groups",
        sa.Column("id", ID, nullable=False),
        *_address(),
        _to("groups", "areas", "area_id", nullable=False),
        sa.Column("language", sa.String(8), nullable=False, server_default="zh_CN"),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("lost_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_groups")),
        sa.UniqueConstraint("bot", "address", name=op.f("uq_groups_bot_address")),
    )


def _what_one_process_holds() -> None:
    op.create_table(
        "leases",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("holder", sa.String(64), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    op.create_table(
        "access_tokens",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("renew_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("fetching_until", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_access_tokens")),
    )


def _address() -> tuple[sa.Column[str], sa.Column[str]]:
    return sa.Column("bot", sa.String(64), nullable=False), sa.Column("address", sa.String(128), nullable=False)


def _to(table: str, target: str, name: str, *, nullable: bool) -> sa.Column[str]:
    key = sa.ForeignKey(f"{target}.id", name=op.f(f"fk_{table}_{name}"))
    return sa.Column(name, ID, key, nullable=nullable)
