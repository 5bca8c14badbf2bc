"""Where people are reached: who writes from where, what is lost, and what goes on under another name."""

from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, exists, or_, select, update

from storage import right_trail
from storage.directory import BY_ADDRESS, folded
from storage.sealed_types import in_row
from storage.tables import addresses, notices
from workflow.people import Person

_elsewhere = addresses.alias("elsewhere")
_SENDER = BY_ADDRESS.add_columns(
    addresses.c.lost_at,
    exists()
    .where(
        _elsewhere.c.person_id == addresses.c.person_id,
        _elsewhere.c.id != addresses.c.id,
        or_(addresses.c.used_at.is_(None), _elsewhere.c.used_at > addresses.c.used_at),
    )
    .label("was_elsewhere"),
)


def sender_at(connection: Connection, bot: str, address: str) -> tuple[Person, bool] | None:
    """Whose address this is, and whether that is news: they were told elsewhere, or were not to be reached here."""
    rows = connection.execute(_SENDER, {"bot": bot, "address": address}).all()
    return (folded(rows)[0], bool(rows[0].lost_at or rows[0].was_elsewhere)) if rows else None


def arrive(connection: Connection, bot: str, address: str, now: datetime) -> datetime | None:
    """From now on a person is told at this address; since when they had not been reached there."""
    here = (addresses.c.bot == bot, addresses.c.address == address)
    lost_at: datetime | None = connection.execute(select(addresses.c.lost_at).where(*here)).scalar()
    connection.execute(update(addresses).where(*here).values(used_at=now, lost_at=None, lost_why=None))
    return lost_at


def lose(connection: Connection, bot: str, address: str, why: str, now: datetime) -> str | None:
    """Nobody is reached at an address any more: whose it was; None where that was known, or it is nobody's."""
    here = (addresses.c.bot == bot, addresses.c.address == address, addresses.c.lost_at.is_(None))
    row = connection.execute(select(addresses.c.id, addresses.c.person_id).where(*here)).one_or_none()
    if row is None:
        return None
    lost = update(addresses).where(addresses.c.id == row.id, addresses.c.lost_at.is_(None))
    told = connection.execute(lost.values(lost_at=now, **in_row(row.id, {"lost_why": why[:500]})))
    return row.person_id if told.rowcount else None


def lost_since(connection: Connection, person_id: str) -> datetime | None:
    """When the last of a person's addresses was lost; None for somebody who never had one, or still has."""
    return connection.execute(_LOST, {"person": person_id}).scalar()


_LOST = (
    select(addresses.c.lost_at)
    .where(addresses.c.person_id == bindparam("person"), addresses.c.lost_at.is_not(None))
    .order_by(addresses.c.lost_at.desc())
    .limit(1)
)


def _id_of(connection: Connection, bot: str, address: str) -> str | None:
    here = (addresses.c.bot == bot, addresses.c.address == address)
    return connection.execute(select(addresses.c.id).where(*here)).scalar()


def move(connection: Connection, bot: str, old: str, new: str, now: datetime) -> None:
    """A chat goes on under a new address, and what waits follows; where that is known already, the old one is lost."""
    known = _id_of(connection, bot, new)
    row = _id_of(connection, bot, old)
    if row is not None:
        gone = update(addresses).where(addresses.c.id == row)
        with right_trail.changing(connection, addresses, [row], now):
            connection.execute(gone.values(lost_at=now) if known else gone.values(address=new))
    waiting = and_(notices.c.state == "pending", notices.c.bot == bot, notices.c.address == old)
    connection.execute(update(notices).where(waiting).values(address=new))
