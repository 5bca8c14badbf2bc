"""The audit: what is on record beside the events of cases, and the chain that holds both together."""

from sqlalchemy import Column, Index, Integer, String

from storage.tables.columns import key, table
from storage.types import Id, Json, Moment

audit_records = table(
    "audit_records",  # append-only, as events are
    key(),
    Column("at", Moment, nullable=False),
    Column("actor_id", Id, nullable=True),  # a party id; none: the command line, a clock, or somebody unknown
    Column("kind", String(16), nullable=False),
    Column("subject_kind", String(16), nullable=False),  # empty: about nothing in particular
    Column("subject_id", Id, nullable=True),
    Column("facts", Json, nullable=False),  # codes and ids; no words, no names
    Column("mac", String(64), nullable=True),  # by whoever wrote it (storage/vouching.py); none: of earlier
    Index("ix_audit_records_subject_id", "subject_id"),
    Index("ix_audit_records_actor_id", "actor_id"),
)
chain = table(
    "chain",  # one row for each event and record, in the order in which they were found committed
    Column("position", Integer, primary_key=True, autoincrement=False),  # 1, 2, 3 ... without gaps
    Column("source", String(8), nullable=False),  # event, record
    Column("source_id", Id, nullable=False, unique=True),
    Column("link", String(64), nullable=False),  # HMAC-SHA-256 in hexadecimal: storage/links.py
)
