"""A company's own Word templates: the one in use of each paper and language, and those of before."""

import hashlib
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from storage import audit, right_trail
from storage.audit import Kind
from storage.tables import report_templates
from workflow.ids import new_id

WHAT = "report_template"


def take(connection: Connection, made: str, language: str, document: bytes, now: datetime) -> None:
    """Have papers made with this template from now on. It must have been checked: templates/word_check.py."""
    digest = hashlib.sha256(document).hexdigest()
    _drop(connection, made, language, now)
    row = {"id": new_id(), "made": made, "language": language, "digest": digest, "document": document, "taken_at": now}
    with right_trail.changing(connection, report_templates, [str(row["id"])], now):
        connection.execute(insert(report_templates).values(row))
    _on_record(connection, made, language, digest, now)


def drop(connection: Connection, made: str, language: str, now: datetime) -> bool:
    """Have papers made with the product's template again; False where they are."""
    dropped = _drop(connection, made, language, now)
    if dropped:
        _on_record(connection, made, language, "", now)
    return dropped


def _drop(connection: Connection, made: str, language: str, now: datetime) -> bool:
    named = connection.execute(_NAMED, {"of": made, "spoken": language}).scalars().all()
    with right_trail.changing(connection, report_templates, named, now):
        connection.execute(update(report_templates).where(report_templates.c.id.in_(named)).values(dropped_at=now))
    return bool(named)


def _on_record(connection: Connection, made: str, language: str, digest: str, now: datetime) -> None:
    told = {"made": made, "language": language, "sha256": digest}
    audit.record(connection, Kind.SETTING, now, subject_kind=WHAT, facts=dict(told))


def in_use(connection: Connection, made: str, language: str) -> bytes | None:
    """The company's own; none where the product's is used."""
    return connection.execute(_IN_USE, {"of": made, "spoken": language}).scalar()


def kept(connection: Connection, digest: str) -> bytes | None:
    """One of the company's own, in use or not, by its digest."""
    return connection.execute(_KEPT, {"digest": digest}).scalar()


_OF = (
    report_templates.c.made == bindparam("of"),
    report_templates.c.language == bindparam("spoken"),
    report_templates.c.dropped_at.is_(None),
)
_NAMED = select(report_templates.c.id).where(*_OF)
_IN_USE = select(report_templates.c.document).where(*_OF)
_KEPT = select(report_templates.c.document).where(report_templates.c.digest == bindparam("digest")).limit(1)
