"""The message that an edit or a deletion is about, read again as its platform wrote it."""

from collections.abc import Mapping

from sqlalchemy import Engine

from handlers.messages import Earlier, Incoming
from handlers.platform import Platform
from storage import inbox
from storage.engine import read_transaction


def earlier_of(engine: Engine, platforms: Mapping[str, Platform], incoming: Incoming) -> Earlier | None:
    """None where this sender has sent no such message here."""
    with read_transaction(engine) as connection:
        row = inbox.sent_as(connection, incoming.bot, incoming.sender, incoming.edits or "")
        alone = row is not None and inbox.parts_of(connection, row.part_of) == 1
    if row is None:
        return None
    sent = platforms[row.bot].parse(row.body)
    photos = tuple(photo.remote for photo in sent.photos)
    return Earlier(row.part_of, sent.text, photos, row.hazard_id, row.of_report, alone=alone)
