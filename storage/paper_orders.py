"""Papers that were asked for in chat: how each stands, and who has signed it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from storage import directory, paper_register
from storage.tables import events
from workflow.desk import OrderedPaper
from workflow.paper_orders import KIND
from workflow.paper_signing import SIGNED
from workflow.people import Person

_EVENTS = (
    select(events.c.kind, events.c.actor_id, events.c.at, events.c.facts)
    .where(events.c.subject_kind == KIND, events.c.subject_id == bindparam("order"))
    .order_by(events.c.version)
)
_SIGNED = select(events.c.actor_id, events.c.at, events.c.facts).where(events.c.kind == SIGNED)


@dataclass(frozen=True)
class Signature:
    """Who has signed a paper and when; sha256: of the paper that they had before them."""

    by: Person
    at: datetime
    sha256: str


def ordered(connection: Connection, order_id: str) -> OrderedPaper | None:
    """None where nobody has ordered anything under this id."""
    rows = connection.execute(_EVENTS, {"order": order_id}).all()
    if not rows:
        return None
    first = rows[0]
    made, number, period = (str(first.facts[name]) for name in ("made", "number", "period"))
    entered = paper_register.entered(connection, number)
    digest = entered.sha256 if entered else ""
    return OrderedPaper(order_id, made, number, period, first.actor_id, first.at, digest, rows[-1].kind, len(rows))


def signature(connection: Connection, number: str) -> Signature | None:
    """None while a paper is not signed."""
    for row in connection.execute(_SIGNED):
        if row.facts["number"] == number and (by := directory.person(connection, row.actor_id)) is not None:
            return Signature(by, row.at, str(row.facts["sha256"]))
    return None
