"""Every table of the company's database, in the order of a hazard's way: company, chat, cases, and what comes later."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    Time,
    UniqueConstraint,
    text,
)

from storage.types import Id, Json, Kept, Moment
from workflow.keeps import Major, Money, Plan

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _table(name: str, *columns: Column | Index | UniqueConstraint) -> Table:  # type: ignore[type-arg]
    return Table(name, metadata, *columns)


def _id(name: str = "id") -> Column[str]:
    return Column(name, Id, primary_key=True)


def _to(target: str, name: str, *, nullable: bool = False, index: bool = False) -> Column[str]:
    return Column(name, Id, ForeignKey(f"{target}.id"), nullable=nullable, index=index)


def _code() -> Column[str]:
    return Column("code", String(64), nullable=False, unique=True)


def _names() -> tuple[Column[str], Column[str]]:
    return Column("name", Text, nullable=False), Column("name_en", Text, nullable=False, server_default="")


# --- the company: loaded from its workbook, upserted by stable code -------------------------------------------------

company = _table(
    "company",  # one row: one company is one database
    Column("code", String(64), primary_key=True),
    *_names(),
    Column("demo", Boolean, nullable=False, server_default=text("false")),
    Column("number_prefix", String(16), nullable=False, server_default="YH"),
    Column("time_zone", String(64), nullable=False, server_default="Asia/Shanghai"),
    Column("emergency_phone", String(64), nullable=False, server_default=""),
    Column("head_limit", Integer, nullable=True),  # yuan that a department head may approve; none: the usual sum
    Column("director_limit", Integer, nullable=True),
    Column("settings", Json, nullable=False, default=dict),
)
sites = _table("sites", _id(), _code(), *_names(), Column("time_zone", String(64), nullable=False))
departments = _table("departments", _id(), _code(), *_names(), _to("departments", "parent_id", nullable=True))
areas = _table(
    "areas",
    _id(),
    _code(),
    *_names(),
    Column("aliases", Json, nullable=False, default=list),
    _to("sites", "site_id"),
    _to("areas", "parent_id", nullable=True),
    Column("path", Text, nullable=False),  # "/id/id/": ancestors and itself, so that "within" is a prefix
)
area_risks = _table(
    "area_risks",
    _to("areas", "area_id"),
    Column("since", Date, nullable=False),
    Column("colour", String(8), nullable=False),  # red orange yellow blue: the place's risk, not a hazard's grade
    UniqueConstraint("area_id", "since"),
)
contractors = _table(
    "contractors", _id(), _code(), *_names(), Column("host_id", Id, nullable=True), Column("until", Date, nullable=True)
)
people = _table(
    "people",
    _id(),
    _code(),
    *_names(),
    Column("language", String(8), nullable=False, server_default="zh_CN"),
    Column("phone", String(32), nullable=False, server_default=""),
    Column("hired_on", Date, nullable=True),
    Column("left_on", Date, nullable=True),
    Column("shift", String(32), nullable=False, server_default=""),
    _to("contractors", "contractor_id", nullable=True),
    Column("language_chosen", Boolean, nullable=False, server_default=text("false")),  # in chat: survives an import
)
memberships = _table(
    "memberships",
    _id(),
    _to("people", "person_id", index=True),
    Column("role", String(32), nullable=False, index=True),
    _to("departments", "department_id", nullable=True),
    _to("areas", "area_id", nullable=True),
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=True),
    UniqueConstraint("person_id", "role", "department_id", "area_id", "since"),
)
addresses = _table(
    "addresses",
    _id(),
    _to("people", "person_id", index=True),
    Column("bot", String(64), nullable=False),
    Column("address", String(128), nullable=False),
    UniqueConstraint("bot", "address"),
)
equipment = _table(
    "equipment",
    _id(),
    _code(),
    *_names(),
    Column("aliases", Json, nullable=False, default=list),
    _to("areas", "area_id"),
    Column("kind", String(64), nullable=False, server_default=""),
)
equipment_tokens = _table(  # what a QR code carries: context, never permission
    "equipment_tokens",
    _id(),
    _to("equipment", "equipment_id", index=True),
    Column("token_digest", String(64), nullable=False, unique=True),
    Column("made_at", Moment, nullable=False),
    Column("revoked_at", Moment, nullable=True),
)
responsibilities = _table(  # the matrix: the most specific row wins
    "responsibilities",
    _id(),
    _code(),
    _to("equipment", "equipment_id", nullable=True),
    _to("areas", "area_id", nullable=True),
    Column("category", String(32), nullable=True),
    _to("departments", "department_id"),
    _to("people", "owner_id", nullable=True),
    _to("people", "acceptor_id", nullable=True),
)
library_entries = _table(
    "library_entries",
    _id(),
    _code(),
    *_names(),
    Column("aliases", Json, nullable=False, default=list),
    Column("category", String(32), nullable=False),
    Column("grade", String(16), nullable=False),
    Column("requirement", Text, nullable=False),
    Column("requirement_en", Text, nullable=False, server_default=""),
    Column("limit_days", Integer, nullable=False),
    Column("law", Text, nullable=False),
    Column("law_en", Text, nullable=False, server_default=""),
    Column("verified", Boolean, nullable=False, server_default=text("false")),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("retired", Boolean, nullable=False, server_default=text("false")),
)
calendar_days = _table(
    "calendar_days",
    Column("day", Date, primary_key=True),
    Column("kind", String(16), nullable=False),  # work, rest
)
duty_roster = _table(
    "duty_roster",
    _id(),
    Column("day", Date, nullable=False),
    Column("shift", String(32), nullable=False),
    _to("people", "person_id"),
    Column("starts", Time, nullable=True),  # none: the whole day, and the night until 08:00
    Column("ends", Time, nullable=True),
    UniqueConstraint("day", "shift", "person_id"),
)

# --- the chat: what came in, what is being talked about, what goes out ----------------------------------------------

inbox = _table(
    "inbox",
    _id(),
    Column("bot", String(64), nullable=False),
    Column("key", String(128), nullable=False),  # a digest of what its platform calls it
    Column("sender", String(128), nullable=False),  # empty, as the body: erased
    Column("body", Text, nullable=False),  # raw, as it arrived
    Column("received_at", Moment, nullable=False),
    Column("state", String(16), nullable=False),  # new, done, unparsable
    Column("done_at", Moment, nullable=True),
    Column("note", Text, nullable=True),
    # What an edit or a deletion goes by, once answered: the platform's own id, and what the message became part of.
    Column("message_id", String(128), nullable=True),
    Column("part_of", Id, nullable=True, index=True),  # the last part of the album it came in, or itself
    Column("hazard_id", Id, nullable=True),
    Column("of_report", Boolean, nullable=False, server_default=text("false")),
    UniqueConstraint("bot", "key"),
    Index("ix_inbox_message_id", "bot", "sender", "message_id"),
    Index(
        "ix_inbox_waiting",
        "bot",
        "sender",
        "id",
        sqlite_where=text("state = 'new'"),
        postgresql_where=text("state = 'new'"),
    ),
)
conversations = _table(  # one row a person: the stack of open dialogues, and those kept for later
    "conversations",
    Column("person_id", Id, ForeignKey("people.id"), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("stack", Json, nullable=False),
    Column("kept", Json, nullable=False),
)
notices = _table(
    "notices",
    _id(),
    Column("cause", String(128), nullable=False),  # "inbox:<id>", "event:<id>", "timer:<id>:<step>"
    Column("topic", String(64), nullable=False),
    Column("recipient_id", Id, nullable=False),
    Column("facts", Json, nullable=False),
    Column("choices", Json, nullable=False),  # what each button means: the token names this row and a position
    Column("card", Boolean, nullable=False),  # it offers choices
    Column("question", Json, nullable=True),  # dialogue, question and occurrence this asks, if it asks
    Column("subject_kind", String(16), nullable=True),
    Column("subject_id", Id, nullable=True, index=True),
    Column("subject_version", Integer, nullable=True),
    Column("lane", Integer, nullable=False),  # 0 answers, 1 major, 2 notices, 3 bulk
    Column("bot", String(64), nullable=True),  # answers go back to the bot that asked
    Column("address", String(128), nullable=True),
    Column("timer_id", Id, nullable=True),
    Column("replaces", Id, nullable=True),
    Column("created_at", Moment, nullable=False),
    Column("not_before", Moment, nullable=False),
    Column("state", String(16), nullable=False),  # pending, sent, failed, cancelled
    Column("claimed_until", Moment, nullable=True),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("private", Boolean, nullable=False, server_default=text("false")),  # of an anonymous reporter
    UniqueConstraint("cause", "topic", "recipient_id"),
    Index("ix_notices_recipient", "recipient_id", "id"),
    Index(
        "ix_notices_pending",
        "recipient_id",
        "lane",
        sqlite_where=text("state = 'pending'"),
        postgresql_where=text("state = 'pending'"),
    ),
)
deliveries = _table(
    "deliveries",
    _id(),
    _to("notices", "notice_id", index=True),
    Column("bot", String(64), nullable=False),
    Column("address", String(128), nullable=False),
    Column("message_id", String(128), nullable=True),
    Column("response_code", Text, nullable=True),
    Column("state", String(16), nullable=False),  # sent, failed
    Column("at", Moment, nullable=False),
    Column("error", Text, nullable=True),
)
webchat_messages = _table(
    "webchat_messages",
    Column("seq", Integer, primary_key=True, autoincrement=True),
    _to("people", "person_id", index=True),
    Column("direction", String(4), nullable=False),  # in: the person wrote; out: the bot did
    Column("body", Json, nullable=False),
    Column("at", Moment, nullable=False),
    Column("read_at", Moment, nullable=True),
    Column("change", Integer, nullable=False),  # rises with each edit: what a page has not seen yet
    Index("ix_webchat_messages_change", "person_id", "change"),
)
webchat_files = _table(
    "webchat_files",
    _id(),
    _to("people", "person_id"),
    Column("name", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("at", Moment, nullable=False),
)

# --- cases: the hazard, its words, its photographs, its trail -------------------------------------------------------

hazards = _table(
    "hazards",
    _id(),
    Column("number", String(32), nullable=False, unique=True),
    Column("version", Integer, nullable=False),
    Column("state", String(32), nullable=False, index=True),
    Column("category", String(32), nullable=False),
    Column("company_grade", String(16), nullable=False),
    Column("statutory_grade", String(16), nullable=False),
    Column("library_code", String(64), nullable=True),
    _to("areas", "area_id"),
    Column("area_path", Text, nullable=False, index=True),
    _to("equipment", "equipment_id", nullable=True),
    Column("requirement", Text, nullable=False),
    Column("requirement_en", Text, nullable=False),
    Column("law", Text, nullable=False),
    Column("law_en", Text, nullable=False),
    Column("source_kind", String(16), nullable=False),
    Column("source_id", String(128), nullable=True),
    Column("reporter_id", Id, nullable=False, index=True),
    Column("entered_by_id", Id, nullable=True, index=True),  # who typed it in for the reporter
    Column("department_id", Id, nullable=True, index=True),
    Column("owner_id", Id, nullable=True, index=True),
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
    Column("asked_until", Moment, nullable=True),  # how long the owner asks for; none: nothing is asked
    Column("extensions", Integer, nullable=False, server_default="0"),
    Column("money", Kept(Money), nullable=True),
    Column("money_with", String(24), nullable=False, server_default=""),  # the role that is to approve; empty: nobody
    Column("helper_department_id", Id, nullable=True, index=True),  # asked for help, as long as it has not helped
    Column("helper_id", Id, nullable=True, index=True),
    Column("matrix_gap", Boolean, nullable=False, server_default=text("false")),
    Column("outside_until", Moment, nullable=True),  # by when somebody outside is to answer
    Column("danger", String(8), nullable=False, server_default=""),  # stopped, running, held; empty: not asked
    Column("major_confirmed_at", Moment, nullable=True),  # by the director
    Column("major", Kept(Major), nullable=True),  # which papers of a major hazard are there
    Column("plan", Kept(Plan), nullable=True),
    Column("measure_until", Moment, nullable=True),  # none: until the repair
    Column("measure_hours", Integer, nullable=False, server_default="24"),  # how often it is looked at
    Column("called", Json, nullable=False, default=list, server_default="[]"),  # to the alarm, in this order
    Column("recheck_asked", Boolean, nullable=False, server_default=text("false")),  # and not answered yet
)
events = _table(
    "events",  # append-only
    _id(),
    Column("subject_kind", String(16), nullable=False),
    Column("subject_id", Id, nullable=False),
    Column("version", Integer, nullable=False),  # of the subject after this event: 1, 2, 3 ...
    Column("kind", String(32), nullable=False, index=True),
    Column("actor_id", Id, nullable=True),  # a party id; none: the clock
    Column("at", Moment, nullable=False),
    Column("facts", Json, nullable=False),  # codes, ids, digests of words; no words, no names
    UniqueConstraint("subject_kind", "subject_id", "version"),
)
texts = _table(
    "texts",
    _id(),
    Column("subject_kind", String(16), nullable=False),
    Column("subject_id", Id, nullable=False, index=True),
    Column("field", String(32), nullable=False),
    Column("body", Text, nullable=False),
    Column("salt", String(32), nullable=False),
)
media = _table(
    "media",
    _id(),
    Column("digest", String(64), nullable=False, index=True),
    Column("kind", String(32), nullable=False),
    Column("size", Integer, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("likeness", String(36), nullable=False, server_default=""),  # of the clean copy; empty: too little to see
    Column("at", Moment, nullable=False),
    Column("bare", Boolean, nullable=False, server_default=text("false")),  # the original is not kept
)
attachments = _table(
    "attachments",
    _id(),
    Column("subject_kind", String(16), nullable=False),
    Column("subject_id", Id, nullable=False),
    Column("role", String(16), nullable=False),  # found, order, progress, after, recheck, receipt, paper, comparison
    Column("person_id", Id, nullable=True),
    _to("media", "media_id", nullable=True),
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
timers = _table(
    "timers",
    _id(),
    Column("subject_kind", String(16), nullable=False),
    Column("subject_id", Id, nullable=False),
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
counters = _table("counters", Column("name", String(64), primary_key=True), Column("value", Integer, nullable=False))

# --- laid from the start, filled later ------------------------------------------------------------------------------

stages = _table(
    "stages",
    _id(),
    _to("hazards", "hazard_id", index=True),
    Column("position", Integer, nullable=False),
    Column("goal_id", Id, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("done_at", Moment, nullable=True),
)
external_refs = _table(
    "external_refs",
    _id(),
    Column("subject_kind", String(16), nullable=False),
    Column("subject_id", Id, nullable=False),
    Column("system", String(32), nullable=False),
    Column("external_id", String(128), nullable=False),
    UniqueConstraint("system", "external_id"),
)
quality_scores = _table(
    "quality_scores",
    _id(),
    _to("hazards", "hazard_id", index=True),
    Column("score", String(16), nullable=False),
    Column("scorer_id", Id, nullable=False),
    Column("at", Moment, nullable=False),
)
point_entries = _table(
    "point_entries",
    _id(),
    _to("people", "person_id", index=True),
    Column("points", Integer, nullable=False),
    Column("reason", String(32), nullable=False),
    Column("cause", String(128), nullable=False, unique=True),
    Column("at", Moment, nullable=False),
)
pseudonyms = _table(  # an anonymous reporter's party for one case; the link is sealed under a key of its own
    "pseudonyms",
    _id(),
    Column("hazard_id", Id, nullable=False, unique=True),
    Column("sealed", LargeBinary, nullable=False),
)
