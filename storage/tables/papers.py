"""Papers: how a company's own look."""

from sqlalchemy import Column, LargeBinary, String

from storage.tables.columns import key, table
from storage.types import Moment

report_templates = table(  # kept when others take their place: papers that were made with them can be made again
    "report_templates",
    key(),
    Column("made", String(16), nullable=False),  # of which paper
    Column("language", String(8), nullable=False),
    Column("digest", String(64), nullable=False, index=True),  # sha256, hexadecimal
    Column("document", LargeBinary, nullable=False),
    Column("taken_at", Moment, nullable=False),
    Column("dropped_at", Moment, nullable=True),
)
