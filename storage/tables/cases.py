"""Cases: the hazard, its words, its photographs, its trail, its clocks."""

from sqlalchemy import Boolean, Column, Float, Index, Integer, String, Text, UniqueConstraint, text

from storage.sealed_types import Matched, SealedText
from storage.tables.columns import key, table, to
from storage.types import Coded, Id, Json, Kept, Moment
from workflow.keeps import Major, Money, Plan, Snooze
from workflow.library import Category, Grade
from workflow.lifecycle import OPEN, State

# Of a million cases those that are open lie together: what is asked of all of them is answered from an index.
_OPEN = text(f"state IN ({', '.join(repr(str(state)) for state in sorted(OPEN))})")
_OF_OPEN = (
    *("due_at", "state", "practice", "company_grade", "department_id", "received_at", "due_locked", "danger"),
    *("outside_until", "owner_id", "acceptor_id", "money_with", "asked_until", "extensions"),
    *("helper_department_id", "helper_id", "area_id", "category", "id"),
)
_CAME = ("received_at", "state", "practice", "department_id", "category", "library_code")
_CLOSED = text("closed_at IS NOT NULL")
hazards = table(
    "hazards",
    key(),
    Column("number", String(32), nullable=False, unique=True),
    Column("version", Integer, nullable=False),
    Column("state", Coded(State, 32), nullable=False, index=True),
    Column("category", Coded(Category, 32), nullable=False),
    Column("company_grade", Coded(Grade, 16), nullable=False),
    Column("statutory_grade", Coded(Grade, 16), nullable=False),
    Column("library_code", String(64), nullable=True),
    to("areas", "area_id"),
    Column("area_path", Text, nullable=False, index=True),
    to("equipment", "equipment_id", nullable=True),
    Column("requirement", Text, nullable=False),
    Column("requirement_en", Text, nullable=False),
    Column("law", Text, nullable=False),
    Column("law_en", Text, nullable=False),
    Column("source_kind", String(16), nullable=False),
    Column("source_id", Matched("source"), nullable=True),
    Column("reporter_id", Id, nullable=False, index=True),
    Column("entered_by_id", Id, nullable=True, index=True),  # who typed it in for the reporter
    Column("department_id", Id, nullable=True, index=True),
    Column("owner_id", Id, nullable=True),
    Column("acceptor_id", Id, nullable=True, index=True),
    Column("repairers", Json, nullable=False, default=list),
    Column("passes", Integer, nullable=False, server_default="0"),
    Column("stage", String(32), nullable=True),
    Column("found_at", Moment, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("due_locked", Boolean, nullable=False, server_default=text("false")),
    Column("verified_at", Moment, nullable=True),
    Column("closed_at", Moment, nullable=True),
    Column("practice", Boolean, nullable=False, server_default=text("false")),
    Column("merged_into_id", Id, nullable=True, index=True),
    Column("also_reported_by", Json, nullable=False, default=list, server_default="[]"),  # what goes on in it
    Column("asked_until", Moment, nullable=True),  # how long the owner asks for; none: nothing is asked
    Column("asked_days", Integer, nullable=False, server_default="0"),
    Column("asked_since", Integer, nullable=False, server_default="0"),  # the version that asked
    Column("extensions", Integer, nullable=False, server_default="0"),
    Column("money", Kept(Money), nullable=True),
    Column("money_with", String(24), nullable=False, server_default=""),  # the role that is to approve; empty: nobody
    Column("helper_department_id", Id, nullable=True, index=True),  # asked for help, as long as it has not helped
    Column("helper_id", Id, nullable=True, index=True),
    Column("matrix_gap", Boolean, nullable=False, server_default=text("false")),
    Column("outside_until", Moment, nullable=True),  # by when somebody outside is to answer
    Column("suspended_until", Moment, nullable=True),  # nobody can work on it before
    Column("danger", String(8), nullable=False, server_default=""),  # stopped, running, held; empty: not asked
    Column("major_confirmed_at", Moment, nullable=True),  # by the director
    Column("major", Kept(Major), nullable=True),  # which papers of a major hazard are there
    Column("plan", Kept(Plan), nullable=True),
    Column("measure_until", Moment, nullable=True),  # none: until the repair
    Column("measure_hours", Integer, nullable=False, server_default="24"),  # how often it is looked at
    Column("called", Json, nullable=False, default=list, server_default="[]"),  # to the alarm, in this order
    Column("recheck_asked", Boolean, nullable=False, server_default=text("false")),  # and not answered yet
    Column("snooze", Kept(Snooze), nullable=True),  # its owner has asked to be reminded later
    Index("ix_hazards_owner_state", "owner_id", "state"),
    Index("ix_hazards_open", *_OF_OPEN, sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("ix_hazards_came", *_CAME),
    Index("ix_hazards_closed_at", "closed_at", sqlite_where=_CLOSED, postgresql_where=_CLOSED),
    Index(
        "ix_hazards_authority",
        "source_id",
        sqlite_where=text("source_kind = 'authority'"),
        postgresql_where=text("source_kind = 'authority'"),
    ),
    Index(
        "ix_hazards_recheck_asked",
        "recheck_asked",
        sqlite_where=text("recheck_asked"),
        postgresql_where=text("recheck_asked"),
    ),
    Index(
        "ix_hazards_money_with",
        "money_with",
        sqlite_where=text("money_with <> ''"),
        postgresql_where=text("money_with <> ''"),
    ),
)
events = table(
    "events",  # append-only
    key(),
    Column("subject_kind", String(16), nullable=False),
    Column("subject_id", Id, nullable=False),
    Column("version", Integer, nullable=False),  # of the subject after this event: 1, 2, 3 ...
    Column("kind", String(32), nullable=False, index=True),
    Column("actor_id", Id, nullable=True),  # a party id; none: the clock
    Column("at", Moment, nullable=False),
    Column("facts", Json, nullable=False),  # codes, ids, digests of words; no words, no names
    Column("mac", String(64), nullable=True),  # by whoever wrote it (storage/vouching.py); none: of earlier
    UniqueConstraint("subject_kind", "subject_id", "version"),
)
texts = table(
    "texts",
    key(),
    Column("subject_kind", String(16), nullable=False),
    Column("subject_id", Id, nullable=False, index=True),
    Column("field", String(32), nullable=False),
    Column("body", SealedText("texts.body"), nullable=False),
    Column("salt", SealedText("texts.salt"), nullable=False),
)
media = table(
    "media",
    key(),
    Column("digest", String(64), nullable=False, index=True),
    Column("kind", String(32), nullable=False),
    Column("size", Integer, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("likeness", String(36), nullable=False, server_default=""),  # of the clean copy; empty: too little to see
    Column("at", Moment, nullable=False),
    Column("bare", Boolean, nullable=False, server_default=text("false")),  # the original is not kept
)
attachments = table(
    "attachments",
    key(),
    Column("subject_kind", String(16), nullable=False),
    Column("subject_id", Id, nullable=False),
    Column("role", String(16), nullable=False),  # found, order, progress, after, recheck, receipt, paper, comparison
    Column("person_id", Id, nullable=True),
    to("media", "media_id", nullable=True),
    Column("state", String(16), nullable=False),  # ready, pending, refused
    Column("problem", String(32), nullable=True),
    Column("added_at", Moment, nullable=False),
    Column("taken_at", Moment, nullable=True),
    Column("latitude", Float, nullable=True),
    Column("longitude", Float, nullable=True),
    Column("bot", String(64), nullable=True),
    Column("remote", Text, nullable=True),
    Column("fetch_at", Moment, nullable=True, index=True),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("private", Boolean, nullable=False, server_default=text("false")),  # nothing is kept of who sent it
    Index("ix_attachments_subject", "subject_kind", "subject_id"),
)
timers = table(
    "timers",
    key(),
    Column("subject_kind", String(16), nullable=False),
    Column("subject_id", Id, nullable=False, index=True),
    Column("clock", String(32), nullable=False),
    Column("step", Integer, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("stopped_at", Moment, nullable=True),
    Index(
        "uq_timers_live",
        "subject_kind",
        "subject_id",
        "clock",
        unique=True,
        sqlite_where=text("stopped_at IS NULL"),
        postgresql_where=text("stopped_at IS NULL"),
    ),
    Index(
        "ix_timers_due", "due_at", sqlite_where=text("stopped_at IS NULL"), postgresql_where=text("stopped_at IS NULL")
    ),
)
counters = table("counters", Column("name", String(64), primary_key=True), Column("value", Integer, nullable=False))
