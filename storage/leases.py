"""What one process at a time may do: a lease has a holder, ends by itself, and counts an epoch up with each new holder.

Whoever has been away too long finds another epoch there and does nothing more. The time is the database's own: the
clocks of several machines differ.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, bindparam, func, or_, select, update

from storage.inbox import insert_or_ignore
from storage.tables import leases

_MINE = (leases.c.name == bindparam("lease"), leases.c.holder == bindparam("mine"))
_RENEW = update(leases).where(*_MINE, leases.c.epoch == bindparam("of"), leases.c.until > bindparam("now"))
_TAKE = (
    update(leases)
    .where(
        leases.c.name == bindparam("lease"),
        or_(leases.c.until <= bindparam("now"), leases.c.holder == bindparam("mine")),
    )
    .values(holder=bindparam("mine"), epoch=leases.c.epoch + 1, until=bindparam("end"))
    .returning(leases.c.epoch)
)
_LOCKED = (
    select(leases.c.epoch)
    .where(leases.c.name == bindparam("lease"), leases.c.epoch == bindparam("of"))
    .with_for_update()
)


def take(connection: Connection, name: str, holder: str, length: timedelta) -> int | None:
    """The epoch of a lease that nobody else holds any more, now this holder's; None while somebody does.

    Who has taken it and never heard so, since the answer was lost or late, takes it anew and need not wait for its end.
    """
    moment = now(connection)
    first = {"name": name, "holder": holder, "epoch": 1, "until": moment + length}
    if connection.execute(insert_or_ignore(connection, leases), first).rowcount == 1:
        return 1
    wanted = {"lease": name, "mine": holder, "now": moment, "end": moment + length}
    return connection.execute(_TAKE, wanted).scalar()


def renew(connection: Connection, name: str, holder: str, epoch: int, length: timedelta) -> bool:
    """Hold a lease on; False when it has run out, or is another's."""
    moment = now(connection)
    wanted = {"lease": name, "mine": holder, "of": epoch, "now": moment}
    return connection.execute(_RENEW.values(until=moment + length), wanted).rowcount == 1


def give_up(connection: Connection, name: str, holder: str) -> None:
    """Let another take it now."""
    ended = update(leases).where(*_MINE).values(until=now(connection))
    connection.execute(ended, {"lease": name, "mine": holder})


def locked(connection: Connection, name: str, epoch: int) -> bool:
    """True while the epoch lasts, which nobody ends before this transaction does."""
    return connection.execute(_LOCKED, {"lease": name, "of": epoch}).scalar() is not None


def is_held(connection: Connection, name: str) -> bool:
    """True while somebody holds it."""
    until = connection.execute(select(leases.c.until).where(leases.c.name == name)).scalar()
    return until is not None and until > now(connection)


def now(connection: Connection) -> datetime:
    """The time as the database has it."""
    if connection.dialect.name == "postgresql":
        moment: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
        return moment
    return datetime.now(UTC)
