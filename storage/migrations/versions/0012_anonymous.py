"""Of anonymous reports: notices keep no address, pictures no sender and no original, messages no name."""

from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, column in (("notices", "private"), ("attachments", "private"), ("media", "bare")):
        op.add_column(table, sa.Column(column, sa.Boolean(), nullable=False, server_default=sa.text("false")))
    # what platforms call their messages, as it is kept from now on: a redelivery of an old one is still known
    inbox = sa.table("inbox", sa.column("bot"), sa.column("key"))
    for bot, key in op.get_bind().execute(sa.select(inbox.c.bot, inbox.c.key)).all():
        as_kept = sa.update(inbox).where(inbox.c.bot == bot, inbox.c.key == key)
        op.execute(as_kept.values(key=sha256(key.encode()).hexdigest()))
