"""The web: who is signed in there."""

from sqlalchemy import Column, String

from storage.tables.columns import key, table, to
from storage.types import Moment

web_sessions = table(  # a link that was told in chat; once it was opened, a browser that is its person
    "web_sessions",
    key(),
    to("people", "person_id", index=True),
    Column("link_digest", String(64), nullable=False, unique=True),  # keyed
    Column("link_until", Moment, nullable=False),
    Column("token_digest", String(64), nullable=True, unique=True),  # keyed; of what the browser bears
    Column("opened_at", Moment, nullable=True),
    Column("until", Moment, nullable=True),
    Column("used_at", Moment, nullable=True),
    Column("browser", String(32), nullable=True),  # its make and its system, by codes
    Column("ended_at", Moment, nullable=True),
)
