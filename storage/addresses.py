"""Where people and groups are reached: addresses that are lost, and such that go on under another name."""

from datetime import datetime

from sqlalchemy import Connection, Table, and_, bindparam, select, update

from storage.tables import addresses, groups, notices


def lose(connection: Connection, bot: str, address: str, why: str, now: datetime) -> bool:
    """Nobody is reached at an address any more; False where that was known, or the address nobody's."""
    there = and_(addresses.c.bot == bot, addresses.c.address == address, addresses.c.lost_at.is_(None))
    group = and_(groups.c.bot == bot, groups.c.address == address, groups.c.lost_at.is_(None))
    connection.execute(update(groups).where(group).values(lost_at=now))
    return connection.execute(update(addresses).where(there).values(lost_at=now, lost_why=why)).rowcount == 1


def lost_since(connection: Connection, person_id: str) -> datetime | None:
    """When the last of a person's addresses was lost; None for somebody who never had one, or still has."""
    return connection.execute(_LOST, {"person": person_id}).scalar()


_LOST = (
    select(addresses.c.lost_at)
    .where(addresses.c.person_id == bindparam("person"), addresses.c.lost_at.is_not(None))
    .order_by(addresses.c.lost_at.desc())
    .limit(1)
)


def move(connection: Connection, bot: str, old: str, new: str) -> None:
    """A chat goes on under a new address, and what waits for it follows; an address that is known already stays."""
    for table in (addresses, groups):
        _move(connection, table, bot, old, new)
    waiting = and_(notices.c.state == "pending", notices.c.bot == bot, notices.c.address == old)
    connection.execute(update(notices).where(waiting).values(address=new))


def _move(connection: Connection, table: Table, bot: str, old: str, new: str) -> None:
    known = select(table.c.id).where(table.c.bot == bot, table.c.address == new)
    if connection.execute(known).first() is None:
        connection.execute(update(table).where(table.c.bot == bot, table.c.address == old).values(address=new))
