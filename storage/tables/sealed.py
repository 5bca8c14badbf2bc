"""The one list of what says who and what, and how each of it lies; and why everything else lies open.

A test fails where a column that can hold words stands in neither. docs/encryption.md says what that is worth.
"""

from enum import StrEnum
from typing import Final


class State(StrEnum):
    """How a column lies. SEALED: AES-256-GCM, bound to its row. MATCHED: AES-256-SIV, equal values look equal."""

    SEALED = "sealed"
    MATCHED = "matched"


# "table.column" -> how it lies.
SEALED: Final[dict[str, State]] = {
    # what people have said: descriptions, remarks, reasons, plans, measures, papers
    "texts.body": State.SEALED,
    "texts.salt": State.SEALED,
    "inbox.body": State.SEALED,
    "conversations.stack": State.SEALED,
    "conversations.kept": State.SEALED,
    "notices.facts": State.SEALED,
    "notices.choices": State.SEALED,  # names on buttons
    "inbox.note": State.SEALED,  # why a message could not be read
    "deliveries.error": State.SEALED,  # what a platform answered
    "addresses.lost_why": State.SEALED,
    "webchat_messages.body": State.SEALED,
    "webchat_files.name": State.SEALED,
    # who they are on their platforms
    "addresses.address": State.MATCHED,
    "inbox.sender": State.MATCHED,
    "notices.address": State.MATCHED,
    "deliveries.address": State.MATCHED,
    "flights.address": State.MATCHED,
    "join_requests.address": State.MATCHED,
    "groups.address": State.MATCHED,
    "people.phone": State.MATCHED,
    "company.emergency_phone": State.SEALED,
    # what they are called: looked through for a part of a name (storage/names.py), and sorted by it, in Python
    "people.name": State.SEALED,
    "people.name_en": State.SEALED,
    "people.code": State.MATCHED,
    "join_requests.name": State.SEALED,
    "hazards.source_id": State.MATCHED,  # the number of an authority's order, among others
}

# Why -> the columns. Codes, ids and digests tell nothing of what was said; names of places are on every sign there.
OPEN: Final[dict[str, tuple[str, ...]]] = {
    "a code of ours: a state, a kind, a topic, a clock": (
        *("access_tokens.name", "attachments.subject_kind", "attachments.role", "attachments.state"),
        *("attachments.problem", "addresses.menu", "bots.menu", "calendar_days.kind", "counted_cases.category"),
        *("daily_places.category", "data_keys.purpose", "deliveries.state", "events.subject_kind", "events.kind"),
        *("external_refs.subject_kind", "followers.name", "counters.name", "groups.language", "hazards.library_code"),
        *("hazards.source_kind", "hazards.stage", "hazards.money_with", "hazards.danger", "inbox.state"),
        *("join_requests.language", "join_requests.state", "ladder_rungs.grade", "ladder_rungs.roles", "leases.name"),
        *("memberships.role", "notices.topic", "notices.subject_kind", "notices.state", "people.language"),
        *("people.shift", "point_entries.reason", "quality_scores.score", "responsibilities.category"),
        *("texts.subject_kind", "texts.field", "timers.subject_kind", "timers.clock", "webchat_messages.direction"),
        *("area_risks.colour", "media.kind", "audit_records.kind", "audit_records.subject_kind", "chain.source"),
        *("backup_nights.outcome", "unsealings.state", "web_sessions.browser"),
        *("counted_cases.grade", "counted_cases.state", "case_intervals.category", "case_intervals.grade"),
        "case_steps.step",
        *("report_templates.made", "report_templates.language"),
    ),
    "an id of ours, or several": (
        *("areas.path", "closing_times.department", "counted_cases.area_id", "daily_figures.department"),
        *("daily_places.department", "daily_places.area", "hazards.area_path", "hazards.repairers"),
        *("hazards.also_reported_by", "hazards.called", "hazards.number", "leases.holder", "notices.cause"),
        *("notices.question", "point_entries.cause", "webchat_messages.client_id"),
        *("case_intervals.area_id", "staff_intervals.department"),
    ),
    "codes, ids and moments, and digests of words whose salt is sealed": (
        *("events.facts", "audit_records.facts", "hazards.money", "hazards.major", "hazards.plan", "hazards.snooze"),
    ),
    "a digest that is keyed, or of something nobody can guess": (
        *("equipment_tokens.token_digest", "inbox.key", "invitations.digest", "media.digest", "chain.link"),
        *("events.mac", "audit_records.mac"),
        *("web_sessions.link_digest", "web_sessions.token_digest"),
    ),
    "random, and tells nothing": ("people.salt", "addresses.salt"),
    "of a company's Word template, which lies in clear beside it and names nobody": ("report_templates.digest",),
    "a rough likeness of a picture, by which alike ones are found: 64 shades of grey": ("media.likeness",),
    "which bot, and what its platform calls a message or a file there": (
        *("addresses.bot", "attachments.bot", "attachments.remote", "bots.bot", "deliveries.bot", "flights.bot"),
        *("deliveries.message_id", "deliveries.response_code", "groups.bot", "inbox.bot", "inbox.message_id"),
        *("inbox.album", "join_requests.bot", "notices.bot", "external_refs.system", "external_refs.external_id"),
    ),
    "lent by a platform for two hours": ("access_tokens.token",),
    "the company itself and its settings": (
        *("company.code", "company.name", "company.name_en", "company.number_prefix", "company.time_zone"),
        *("company.industries", "company.settings"),
    ),
    "places, machines, departments, shifts: they are on signs, and are looked through for a part of a name": (
        *("areas.code", "areas.name", "areas.name_en", "areas.aliases", "sites.code", "sites.name", "sites.name_en"),
        *("sites.time_zone", "departments.code", "departments.name", "departments.name_en", "contractors.code"),
        *("contractors.name", "contractors.name_en", "equipment.code", "equipment.name", "equipment.name_en"),
        *("equipment.aliases", "equipment.kind", "shifts.code", "shifts.name", "shifts.name_en", "shifts.weekdays"),
        *("shifts.cycle", "duty_roster.shift", "responsibilities.code"),
    ),
    "the library and the laws, which are published": (
        *("hazards.requirement", "hazards.requirement_en", "hazards.law", "hazards.law_en"),
        *("laws.code", "laws.name", "laws.name_en", "laws.kind", "laws.replaced_by"),
        *("library_entries.code", "library_entries.name", "library_entries.name_en", "library_entries.aliases"),
        *("library_entries.category", "library_entries.grade", "library_entries.requirement"),
        *("library_entries.requirement_en", "library_entries.law", "library_entries.law_en", "library_entries.means"),
        *("library_entries.condition", "library_entries.condition_en", "library_entries.fact"),
        *("library_entries.fact_en", "library_entries.otherwise", "library_entries.law_code", "library_entries.clause"),
        *("library_entries.accidents_1986", "library_entries.accidents_2025", "library_entries.industry"),
    ),
}
