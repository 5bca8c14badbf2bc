"""What the courier has in hand: notices claimed, given back, and looked at once more before they go.

Only the process that holds the courier's lease claims; its epoch is checked with each of these.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    CompoundSelect,
    Connection,
    bindparam,
    delete,
    exists,
    insert,
    or_,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from storage import leases
from storage.deliveries import CLAIM, Claimed, claimed_row
from storage.late import AFTER, LATE, weigh_anew
from storage.tables import addresses, deliveries, flights, groups, notices, timers
from storage.tables import leases as lease_rows
from workflow.ids import new_id
from workflow.notice import Lane

LEASE = "courier"
# So long what a clock told waits for what it has to tell next; a clock that cannot ring holds up nothing for longer.
RINGING = timedelta(minutes=5)
_LOCK = 0x48415A


class Went(NamedTuple):
    """So many messages went to an address, or may have; `at`: when that was written down."""

    bot: str
    address: str
    messages: int
    at: datetime


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
    # Its clock is about to say more, in place of this: whoever starts their shift hears one of the two.
    ringing = exists().where(
        notices.c.cause.startswith("timer:"),
        timers.c.id == notices.c.timer_id,
        timers.c.stopped_at.is_(None),
        timers.c.due_at.between(bindparam("since"), bindparam("now")),
    )
    due = select(notices.c.id).where(
        pending,
        notices.c.not_before <= bindparam("now"),
        notices.c.lane <= bindparam("last"),
        ~served,
        ~overtakes,
        ~ringing,
        ~LATE,
    )
    chosen = due.order_by(notices.c.lane, notices.c.id).limit(bindparam("most")).scalar_subquery()
    return update(notices).where(notices.c.id.in_(chosen)).values(claimed_until=bindparam("until")).returning(notices)


_CLAIM = _claim_statement()


def claim(
    connection: Connection, now: datetime, limit: int, last: Lane = Lane.BULK, epoch: int | None = None
) -> list[Claimed]:
    """Take up to `limit` due notices, by lane then age, down to the lane `last`, of people whom nothing holds back.

    What is late is weighed anew before it goes: it may be night by now.
    epoch: of the courier's lease; none are taken when it is over.
    """
    if epoch is not None:
        if not leases.locked(connection, LEASE, epoch):
            return []
    elif connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    if last >= Lane.NOTICE:
        weigh_anew(connection, now)
    times = {"now": now, "since": now - RINGING, "until": now + CLAIM, "late": now - AFTER}
    wanted = {**times, "last": int(last), "most": limit}
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


def becomes(connection: Connection, notice_id: str, messages: int) -> None:
    """Write down how many of its platform's messages a notice is about to become."""
    connection.execute(update(notices).where(notices.c.id == notice_id).values(messages=messages))


def release_all(connection: Connection, now: datetime, since: datetime) -> list[Went]:
    """Let go of every claim of a courier that is no more; where what it was sending, or others since, may have arrived.

    That of what failed may have arrived, too, in whole or in part. What may have arrived is kept: its notice goes out
    again, and when that courier is killed as well, the third has to know of both.
    """
    flying = [{"id": new_id(), **row, "at": now} for row in connection.execute(_FLYING).mappings()]
    connection.execute(delete(flights).where(flights.c.at < since))
    if flying:
        connection.execute(insert(flights), flying)
    connection.execute(update(notices).where(notices.c.claimed_until.is_not(None)).values(claimed_until=None))
    return [Went(*row) for row in connection.execute(select(*(flights.c[name] for name in Went._fields)))]


def _flying_statement() -> CompoundSelect[Any]:
    tried = or_(notices.c.claimed_until.is_not(None), notices.c.attempts > 0)
    held = (notices.c.state == "pending", tried)
    named = select(notices.c.bot, notices.c.address, notices.c.messages).where(*held, notices.c.address.is_not(None))
    unnamed = (*held, notices.c.address.is_(None))
    of_people = select(addresses.c.bot, addresses.c.address, notices.c.messages).where(
        *unnamed, notices.c.recipient_id == addresses.c.person_id
    )
    of_groups = select(groups.c.bot, groups.c.address, notices.c.messages).where(
        *unnamed, notices.c.recipient_id == groups.c.id
    )
    return union_all(named, of_people, of_groups)


_FLYING = _flying_statement()


def sent_since(connection: Connection, moment: datetime) -> Iterator[Went]:
    """The latest deliveries, backwards to a moment."""
    wanted = (deliveries.c.bot, deliveries.c.address, notices.c.messages, deliveries.c.at)
    latest = select(*wanted).join_from(deliveries, notices).order_by(deliveries.c.id.desc())
    for row in connection.execute(latest.execution_options(yield_per=500)):
        if row.at < moment:
            return
        yield Went(*row)


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
