"""Which photographs a case has, on record: each is put there as it becomes part of it, with the digest of its original.

The rows of photographs change (a draft's belong to a case later, some go back, an anonymous one is stripped), so they
are no part of the chain themselves; the last record of each says what its row and its files have to be.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, exists, select

from storage.audit import Kind, record
from storage.tables import attachments, audit_records, media

SUBJECT = "photo"  # its id is that of the attachment
AT_ONCE = 2000

# media id, digest, whether its original is not kept, whether it is on record -> whether its files are the right ones
Look = Callable[[str, str, bool, bool], bool]


def put(connection: Connection, pictures: Sequence[str], at: datetime) -> None:
    """Photographs have become part of a case, or its files have come. pictures: attachment ids; others are let be."""
    for row in connection.execute(_OF_CASES.where(attachments.c.id.in_(list(pictures)))):
        record(connection, Kind.PHOTO, at, subject_kind=SUBJECT, subject_id=row.id, facts=_facts(row))


def put_out(connection: Connection, pictures: Sequence[str], at: datetime) -> None:
    """Photographs are no part of a case any more."""
    for picture in pictures:
        record(connection, Kind.PHOTO, at, subject_kind=SUBJECT, subject_id=picture, facts={})


def _facts(row: Any) -> dict[str, Any]:
    return {"case": row.subject_id, "media": row.media_id, "digest": row.digest, "bare": row.bare}


_OF_CASES = (
    select(attachments.c.id, attachments.c.subject_id, attachments.c.media_id, media.c.digest, media.c.bare)
    .join_from(attachments, media, media.c.id == attachments.c.media_id)
    .where(attachments.c.subject_kind == "hazard")
    .order_by(attachments.c.id)
)
_OF_PHOTO = (audit_records.c.kind == Kind.PHOTO, audit_records.c.subject_kind == SUBJECT)
_FIRST = select(audit_records.c.id).where(*_OF_PHOTO).order_by(audit_records.c.id).limit(1)


def doubtful(connection: Connection, look: Look, step: Callable[[int], object]) -> Iterator[tuple[str, str]]:
    """What is not as it is on record: ("photo", media id) or ("attached", attachment id), as verify.Doubt has them."""
    first = connection.execute(_FIRST).scalar()
    on_record = (audit_records.c.subject_id == attachments.c.id) & _OF_PHOTO[0] & _OF_PHOTO[1]
    rows = _OF_CASES.add_columns(audit_records.c.facts).join(audit_records, on_record, isouter=True)
    in_order = rows.order_by(audit_records.c.id).execution_options(yield_per=AT_ONCE)
    for _, of_one in groupby(connection.execute(in_order), lambda row: row.id):
        *_, row = of_one
        expected = first is not None and row.id > first
        if row.facts != _facts(row) if row.facts is not None or expected else False:
            yield "attached", row.id
        elif not look(row.media_id, row.digest, row.bare, row.facts is not None):
            yield "photo", row.media_id
        step(1)
    yield from (("attached", id_) for id_ in _gone(connection))


def _gone(connection: Connection) -> Iterator[str]:
    """Photographs that are part of a case by their last record, and of no case by their row."""
    has = exists().where(attachments.c.id == audit_records.c.subject_id, attachments.c.subject_kind == "hazard")
    without = select(audit_records.c.subject_id, audit_records.c.facts).where(*_OF_PHOTO, ~has)
    in_order = without.order_by(audit_records.c.subject_id, audit_records.c.id).execution_options(yield_per=AT_ONCE)
    for id_, of_one in groupby(connection.execute(in_order), lambda row: row.subject_id):
        *_, last = of_one
        if last.facts:
            yield id_
