"""The row of a case as its last event left it: sealed in the event, so that neither is changed without the other.

What changes a case without an event of its own (another one is merged into it, its area moves) seals it anew, in a
record that names that event.

The seal is keyed: whoever can write to the database but has no key can neither put an event behind a case nor change
the case and the event together.
"""

import hmac
import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select

from storage import audit
from storage.links import canonical
from storage.sealed_types import ring_of
from storage.tables import audit_records, events, hazards
from storage.types import Kept

# A column that comes later makes another form: what was sealed before lacks it.
_FIRST = (
    "id number version state category company_grade statutory_grade library_code area_id area_path equipment_id"
    " requirement requirement_en law law_en source_kind source_id reporter_id entered_by_id department_id owner_id"
    " acceptor_id repairers passes stage found_at received_at due_at due_locked verified_at closed_at practice"
    " merged_into_id also_reported_by asked_until asked_days asked_since extensions money money_with"
    " helper_department_id helper_id matrix_gap outside_until danger major_confirmed_at major plan measure_until"
    " measure_hours called recheck_asked snooze"
)
FORMS = {"1": tuple(_FIRST.split()), "2": (*_FIRST.split(), "suspended_until")}
FORM = "2"


def seal(key: bytes, event_id: str, case: Any, form: str = FORM) -> str:
    """What an event keeps of its case: the form, a colon, and an HMAC-SHA-256 of event and row in hexadecimal.

    case: a hazard, or a row of its table with every column. Raises KeyError for a form that nobody knows.
    """
    texts = [_text(name, getattr(case, name)) for name in FORMS[form]]
    return f"{form}:{hmac.digest(key, canonical(['case', form, event_id, *texts]), 'sha256').hex()}"


def fits(key: bytes, event_id: str, case: Any, sealed: str) -> bool:
    """The row is the one that the event has sealed."""
    form = sealed.partition(":")[0]
    return form in FORMS and hmac.compare_digest(seal(key, event_id, case, form), sealed)


def put(connection: Connection, case: Any, at: datetime) -> None:
    """The case is not as its last event sealed it any more, and rightly so: seal it as it is now.

    One of which no event tells is in doubt whatever is sealed.
    """
    last = (events.c.subject_kind == "hazard", events.c.subject_id == case.id, events.c.version == case.version)
    event_id = connection.execute(select(events.c.id).where(*last)).scalar()
    if event_id is None:
        return
    facts = {"event": event_id, "row": seal(ring_of(connection).key("chain"), event_id, case)}
    audit.record(connection, audit.Kind.CASE, at, subject_kind="hazard", subject_id=case.id, facts=facts)


def sealed_anew(connection: Connection) -> dict[str, str]:
    """Event id -> the last seal of its case, where that is another than the event's own."""
    anew = select(audit_records.c.facts).where(audit_records.c.kind == audit.Kind.CASE).order_by(audit_records.c.id)
    # what somebody wrote past us is in doubt by itself, and need not be in order
    told = ((facts.get("event"), facts.get("row")) for facts in connection.execute(anew).scalars())
    return {event: row for event, row in told if isinstance(event, str) and isinstance(row, str)}


def _text(name: str, value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    kind = hazards.c[name].type
    if isinstance(kind, Kept):
        return json.dumps(kind.dumped(value), sort_keys=True)
    return str(value) if isinstance(value, str) else json.dumps(value)
