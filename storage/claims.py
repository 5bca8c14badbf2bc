"""What the courier has in hand: notices claimed, given back, and looked at once more before they go.

Only the process that holds the courier's lease claims; its epoch is checked with each of these.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, exists, select, text, union, update
from sqlalchemy.sql.dml import ReturningUpdate

from storage import leases
from storage.deliveries import CLAIM, Claimed, claimed_row
from storage.tables import addresses, deliveries, notices
from storage.tables import leases as lease_rows
from workflow.notice import Lane

LEASE = "courier"
_LOCK = 0x48415A


def _claim_statement() -> ReturningUpdate[Any]:
    pending = notices.c.state == "pending"
    # Somebody has one of the same lane, or of one before it, in hand: what comes later waits for that.
    held = notices.alias("held")
    served = exists().where(
        held.c.state == "pending",
        held.c.recipient_id == notices.c.recipient_id,
        held.c.lane <= notices.c.lane,
        held.c.claimed_until >= bindparam("now"),
    )
    # What failed and is tried again later is not overtaken in its own lane; it holds up no other: answers go on.
    failed = notices.alias("failed")
    overtakes = exists().where(
        failed.c.state == "pending",
        failed.c.recipient_id == notices.c.recipient_id,
        failed.c.lane == notices.c.lane,
        failed.c.attempts > 0,
        failed.c.not_before > bindparam("now"),
        failed.c.id < notices.c.id,
    )
    due = select(notices.c.id).where(
        pending,
        notices.c.not_before <= bindparam("now"),
        notices.c.lane <= bindparam("last"),
        ~served,
        ~overtakes,
    )
    chosen = due.order_by(notices.c.lane, notices.c.id).limit(bindparam("most")).scalar_subquery()
    return update(notices).where(notices.c.id.in_(chosen)).values(claimed_until=bindparam("until")).returning(notices)


_CLAIM = _claim_statement()


def claim(
    connection: Connection, now: datetime, limit: int, last: Lane = Lane.BULK, epoch: int | None = None
) -> list[Claimed]:
    """Take up to `limit` due notices, by lane then age, down to the lane `last`, of people whom nothing holds back.

    epoch: of the courier's lease; none are taken when it is over.
    """
    if epoch is not None:
        if not leases.locked(connection, LEASE, epoch):
            return []
    elif connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    wanted = {"now": now, "until": now + CLAIM, "last": int(last), "most": limit}
    rows = connection.execute(_CLAIM, wanted).mappings().all()
    return [claimed_row(row) for row in sorted(rows, key=lambda row: (row["lane"], row["id"]))]


def postpone(
    connection: Connection, notice_ids: Sequence[str], until: datetime, *, counted: bool, epoch: int | None = None
) -> None:
    """Give notices back unsent, not to be tried before `until`; after its epoch a courier has none to give."""
    if epoch is not None and not leases.locked(connection, LEASE, epoch):
        return
    back = update(notices).where(notices.c.id.in_(notice_ids))
    more = 1 if counted else 0
    connection.execute(back.values(claimed_until=None, not_before=until, attempts=notices.c.attempts + more))


def release_all(connection: Connection) -> list[tuple[str, str]]:
    """Let go of every claim of a courier that is no more; where what it was sending may have arrived, each once."""
    held = (notices.c.state == "pending", notices.c.claimed_until.is_not(None))
    named = select(notices.c.bot, notices.c.address).where(*held, notices.c.address.is_not(None))
    known = select(addresses.c.bot, addresses.c.address).join(
        notices, (notices.c.recipient_id == addresses.c.person_id) & notices.c.address.is_(None)
    )
    flying = [(row.bot, row.address) for row in connection.execute(union(named, known.where(*held)))]
    connection.execute(update(notices).where(notices.c.claimed_until.is_not(None)).values(claimed_until=None))
    return flying


def sent_since(connection: Connection, moment: datetime) -> Iterator[tuple[str, str, datetime, int]]:
    """The latest deliveries as (bot, address, at, messages), backwards to a moment."""
    told = (deliveries.c.bot, deliveries.c.address, deliveries.c.at, deliveries.c.messages)
    latest = select(*told).order_by(deliveries.c.id.desc())
    for row in connection.execute(latest.execution_options(yield_per=500)):
        if row.at < moment:
            return
        yield row.bot, row.address, row.at, row.messages


def is_wanted(connection: Connection, notice_id: str, epoch: int | None = None) -> bool:
    """False when a claimed notice has been cancelled since, or the `epoch` of the courier's lease is over."""
    if epoch is None:
        return connection.execute(_STATE, {"notice": notice_id}).scalar() == "pending"
    wanted = {"notice": notice_id, "lease": LEASE, "epoch": epoch}
    return connection.execute(_STATE_AND_EPOCH, wanted).scalar() == "pending"


_STATE = select(notices.c.state).where(notices.c.id == bindparam("notice"))
_STATE_AND_EPOCH = _STATE.where(
    exists().where(lease_rows.c.name == bindparam("lease"), lease_rows.c.epoch == bindparam("epoch"))
)
