"""What nobody could send for hours, of a process that was killed or a database that was away.

It heeds the rest and the budget of its reader as if it were written now: at half past eleven at night nobody wants the
reminder of ten in the morning, and what three days had room for comes as a list.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, literal_column, select, update

from storage.budget import gather
from storage.quiet import hold_back
from storage.tables import notices
from workflow.digest import DIGESTS

AFTER = timedelta(hours=1)
# A digest that is older gives way to the next one, which tells all of it.
STALE = timedelta(hours=12)
BATCH = 500  # a second's work
# What has been tried keeps its place: it may be with its reader already. Literal, as the index has it.
LATE = and_(
    notices.c.state == literal_column("'pending'"),
    notices.c.lane >= literal_column("2"),
    notices.c.not_before < bindparam("late", type_=notices.c.not_before.type),
    notices.c.attempts == 0,
    notices.c.claimed_until.is_(None),
    notices.c.replaces.is_(None),
    ~notices.c.private,
    ~notices.c.to_group,
)
# As the index goes, by reader.
_SOME = select(notices.c.id).where(LATE).order_by(notices.c.recipient_id, notices.c.lane, notices.c.id).limit(BATCH)
# Out of the way for as long as they are weighed: they take up no room in their own reader's day.
_TAKE_OUT = update(notices).where(notices.c.id.in_(_SOME.scalar_subquery())).values(state="late").returning(notices)
_PUT_BACK = (
    update(notices)
    .where(notices.c.id == bindparam("notice"))
    .values(state=bindparam("becomes"), not_before=bindparam("goes"))
)


def weigh_anew(connection: Connection, now: datetime) -> None:
    """Give what is late the hour that it would have if it were written now; a batch at most."""
    found = connection.execute(_TAKE_OUT, {"late": now - AFTER}).mappings().all()
    rows = [{**row, "state": "pending", "not_before": now} for row in found]
    if not rows:
        return
    hold_back(connection, rows, now)
    for row in rows:
        row["state"] = "cancelled" if _is_passed_over(row, now) else "pending"
    gather(connection, [row for row in rows if row["state"] == "pending"], now)
    weighed = [{"notice": row["id"], "becomes": row["state"], "goes": row["not_before"]} for row in rows]
    connection.execute(_PUT_BACK, weighed)


def _is_passed_over(row: Mapping[str, Any], now: datetime) -> bool:
    """A digest whose reader is not at work just now, or is about to read the next one."""
    return row["topic"] in DIGESTS and (row["not_before"] > now or now - row["created_at"] > STALE)
