"""What the processes of a company have to know of one of its bots together: until when it is to be silent, its menu.

The time is the database's own, as with leases.
"""

from datetime import timedelta

from sqlalchemy import Connection, bindparam, or_, select, update

from storage import leases
from storage.inbox import insert_or_ignore
from storage.tables import bots

_SILENCE = (
    update(bots)
    .where(bots.c.bot == bindparam("name"), or_(bots.c.silent_until.is_(None), bots.c.silent_until < bindparam("end")))
    .values(silent_until=bindparam("end"))
)
_SILENT = select(bots.c.silent_until).where(bots.c.bot == bindparam("name"))


def silence(connection: Connection, bot: str, seconds: float) -> None:
    """Nothing is to be sent for so long; what was asked for before, and lasts longer, stands."""
    connection.execute(insert_or_ignore(connection, bots), {"bot": bot})
    end = leases.now(connection) + timedelta(seconds=seconds)
    connection.execute(_SILENCE, {"name": bot, "end": end})


def menu(connection: Connection, bot: str) -> str | None:
    """The digest of everybody's menu as it was offered last; None where it never was."""
    return connection.execute(select(bots.c.menu).where(bots.c.bot == bot)).scalar()


def offered(connection: Connection, bot: str, digest: str) -> None:
    """Write down what everybody's menu is now."""
    connection.execute(insert_or_ignore(connection, bots), {"bot": bot})
    connection.execute(update(bots).where(bots.c.bot == bot).values(menu=digest))


def silent_for(connection: Connection, bot: str) -> float:
    """The seconds for which a bot is to be silent still; 0 where it may speak."""
    until = connection.execute(_SILENT, {"name": bot}).scalar()
    return max((until - leases.now(connection)).total_seconds(), 0.0) if until is not None else 0.0
