"""The company itself: loaded from its workbook, upserted by stable code."""

from sqlalchemy import Boolean, Column, Date, Integer, String, Text, Time, UniqueConstraint, text

from storage.sealed_types import Matched, SealedText
from storage.tables.columns import code, key, names, salt, table, to
from storage.types import Id, Json, Moment

company = table(
    "company",  # one row: one company is one database
    Column("code", String(64), primary_key=True),
    *names(),
    Column("demo", Boolean, nullable=False, server_default=text("false")),
    Column("number_prefix", String(16), nullable=False, server_default="YH"),
    Column("time_zone", String(64), nullable=False, server_default="Asia/Shanghai"),
    Column("emergency_phone", SealedText("company.emergency_phone", "code"), nullable=False, server_default=""),
    Column("head_limit", Integer, nullable=True),  # yuan that a department head may approve; none: the usual sum
    Column("director_limit", Integer, nullable=True),
    Column("industries", Json, nullable=False, default=list, server_default="[]"),  # none named: any of them
    Column("quiet", Boolean, nullable=True),  # whoever is off shift is let be; none: they are, but not in a demo
    Column("notices_a_day", Integer, nullable=True),  # pushed to a person; none: the usual number, but not in a demo
    Column("settings", Json, nullable=False, default=dict),
)
sites = table("sites", key(), code(), *names(), Column("time_zone", String(64), nullable=False))
departments = table(
    "departments",
    key(),
    code(),
    *names(),
    to("departments", "parent_id", nullable=True),
    Column("retired_at", Moment, nullable=True),  # since then it is chosen no more
)
areas = table(
    "areas",
    key(),
    code(),
    *names(),
    Column("aliases", Json, nullable=False, default=list),
    to("sites", "site_id"),
    to("areas", "parent_id", nullable=True),
    Column("retired_at", Moment, nullable=True),  # since then it is chosen no more
    Column("path", Text, nullable=False),  # "/id/id/": ancestors and itself, so that "within" is a prefix
)
area_risks = table(
    "area_risks",
    to("areas", "area_id"),
    Column("since", Date, nullable=False),
    Column("colour", String(8), nullable=False),  # red orange yellow blue: the place's risk, not a hazard's grade
    UniqueConstraint("area_id", "since"),
)
contractors = table(
    "contractors", key(), code(), *names(), Column("host_id", Id, nullable=True), Column("until", Date, nullable=True)
)
people = table(
    "people",
    key(),
    Column("code", Matched("code"), nullable=False, unique=True),
    Column("name", SealedText("people.name", remembered=True), nullable=False),
    Column("name_en", SealedText("people.name_en", remembered=True), nullable=False, server_default=""),
    Column("language", String(8), nullable=False, server_default="zh_CN"),
    Column("phone", Matched("phone"), nullable=False, server_default=""),
    Column("hired_on", Date, nullable=True),
    Column("left_on", Date, nullable=True),
    Column("shift", String(32), nullable=False, server_default=""),  # a code of shifts; older workbooks have any words
    to("contractors", "contractor_id", nullable=True),
    Column("language_chosen", Boolean, nullable=False, server_default=text("false")),  # in chat: survives an import
    Column("digest_at", Time, nullable=True),  # when they read the figures of the day; none: at the usual hour
    Column("digest_off", Boolean, nullable=False, server_default=text("false")),
    Column("blocked_at", Moment, nullable=True),  # shut out since: they have no right, and are told nothing
    Column("to_do_off", Boolean, nullable=False, server_default=text("false")),  # no list of their work at shift start
    salt(),
)
memberships = table(
    "memberships",
    key(),
    to("people", "person_id", index=True),
    Column("role", String(32), nullable=False, index=True),
    to("departments", "department_id", nullable=True),
    to("areas", "area_id", nullable=True),
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=True),
    UniqueConstraint("person_id", "role", "department_id", "area_id", "since"),
)
addresses = table(
    "addresses",
    key(),
    to("people", "person_id", index=True),
    Column("bot", String(64), nullable=False),
    Column("address", Matched("address"), nullable=False),
    Column("used_at", Moment, nullable=True),  # when its person began to write here: the latest is where they are told
    Column("lost_at", Moment, nullable=True),  # nobody is reached here since: blocked, unsubscribed, removed
    Column("lost_why", SealedText("addresses.lost_why"), nullable=True),
    Column("menu", Text, nullable=True),  # what was last put into its person's own menu; none: they have everybody's
    salt(),
    UniqueConstraint("bot", "address"),
)
deputies = table(  # who stands in for somebody who is away
    "deputies",
    key(),
    to("people", "person_id"),
    to("people", "deputy_id"),
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=False, index=True),
    Column("ended_at", Moment, nullable=True),  # before its last day: they came back, or the deputy could not
)
join_requests = table(  # somebody unknown asks to be taken into the company
    "join_requests",
    key(),
    Column("bot", String(64), nullable=False),
    Column("address", Matched("address"), nullable=False),
    Column("name", SealedText("join_requests.name"), nullable=False, server_default=""),  # as the platform calls them
    to("departments", "department_id", nullable=True),
    Column("language", String(8), nullable=False, server_default="zh_CN"),
    Column("message_id", Id, nullable=True),  # the message of theirs that is to become a report
    Column("made_at", Moment, nullable=False),
    Column("state", String(16), nullable=False),  # open, granted, declined
    Column("decided_at", Moment, nullable=True),
    to("people", "decided_by_id", nullable=True),
    to("people", "person_id", nullable=True),  # who they have become
    UniqueConstraint("bot", "address"),
)
invitations = table(  # a one-time code: into a department, or, of a person, to one more platform of theirs
    "invitations",
    key(),
    Column("digest", String(64), nullable=False, unique=True),
    to("departments", "department_id", nullable=True),
    to("people", "person_id", nullable=True),
    to("people", "made_by_id"),
    Column("made_at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("used_at", Moment, nullable=True),
)
groups = table(  # a chat of several that belongs to an area
    "groups",
    key(),
    Column("bot", String(64), nullable=False),
    Column("address", Matched("address"), nullable=False),
    to("areas", "area_id"),
    Column("language", String(8), nullable=False, server_default="zh_CN"),
    Column("since", Moment, nullable=False),
    Column("lost_at", Moment, nullable=True),
    UniqueConstraint("bot", "address"),
)
equipment = table(
    "equipment",
    key(),
    code(),
    *names(),
    Column("aliases", Json, nullable=False, default=list),
    to("areas", "area_id"),
    Column("kind", String(64), nullable=False, server_default=""),
)
equipment_tokens = table(  # what a QR code carries: context, never permission
    "equipment_tokens",
    key(),
    to("equipment", "equipment_id", index=True),
    Column("token_digest", String(64), nullable=False, unique=True),
    Column("made_at", Moment, nullable=False),
    Column("revoked_at", Moment, nullable=True),
)
responsibilities = table(  # the matrix: the most specific row wins
    "responsibilities",
    key(),
    code(),
    to("equipment", "equipment_id", nullable=True),
    to("areas", "area_id", nullable=True),
    Column("category", String(32), nullable=True),
    to("departments", "department_id"),
    to("people", "owner_id", nullable=True),
    to("people", "acceptor_id", nullable=True),
)
laws = table(
    "laws",
    code(),
    *names(),
    Column("kind", String(16), nullable=False),
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=True),
    Column("replaced_by", String(64), nullable=True),
    Column("verified", Boolean, nullable=False, server_default=text("false")),
    Column("shipped", Boolean, nullable=False, server_default=text("false")),
)
library_entries = table(
    "library_entries",
    key(),
    code(),
    *names(),
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
    Column("hurts", Boolean, nullable=True),  # whoever comes by now; none: as its category does
    Column("means", String(16), nullable=True),  # by which people are kept from it; none: those of its category
    Column("condition", Text, nullable=False, server_default=""),
    Column("condition_en", Text, nullable=False, server_default=""),
    Column("fact", Text, nullable=False, server_default=""),
    Column("fact_en", Text, nullable=False, server_default=""),
    Column("otherwise", String(16), nullable=True),
    Column("law_code", String(64), nullable=False, server_default=""),
    Column("clause", Text, nullable=False, server_default=""),
    Column("cause", Integer, nullable=True),
    Column("accidents_1986", Json, nullable=False, default=list, server_default="[]"),
    Column("accidents_2025", Json, nullable=False, default=list, server_default="[]"),
    Column("industry", String(32), nullable=True),
    Column("shipped", Boolean, nullable=False, server_default=text("false")),  # else the company's own
)
ladder_rungs = table(  # the company's own escalation ladders; of a grade that has none here the usual one counts
    "ladder_rungs",
    key(),
    Column("grade", String(16), nullable=False),
    Column("days", Integer, nullable=True),  # from the limit, before it negative; none: every day until it
    Column("roles", Json, nullable=False, default=list),  # none: this step is dropped
    UniqueConstraint("grade", "days"),
)
