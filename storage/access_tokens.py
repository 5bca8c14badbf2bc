"""What a platform lends a bot to act with, kept once for all processes; one of them at a time fetches a new one."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, or_, select, update

from storage.inbox import insert_or_ignore
from storage.tables import access_tokens

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Lent:
    """An access token. `renew_at`: when it is to be asked for anew; `version`: how often that has been done."""

    token: str
    renew_at: datetime
    version: int


NOTHING = Lent("", _LONG_AGO, 0)


def held(connection: Connection, name: str) -> Lent:
    """What is held under a name; NOTHING where it was never fetched."""
    row = connection.execute(select(access_tokens).where(access_tokens.c.name == name)).one_or_none()
    return Lent(row.token, row.renew_at, row.version) if row else NOTHING


def claim(connection: Connection, name: str, version: int, now: datetime, until: datetime) -> bool:
    """Take on to fetch the one after `version`; False while somebody else is at it, or has done it."""
    first = {"name": name, "token": "", "renew_at": _LONG_AGO, "version": 0, "fetching_until": None}
    connection.execute(insert_or_ignore(connection, access_tokens), first)
    free = or_(access_tokens.c.fetching_until.is_(None), access_tokens.c.fetching_until < now)
    mine = update(access_tokens).where(access_tokens.c.name == name, access_tokens.c.version == version, free)
    return connection.execute(mine.values(fetching_until=until)).rowcount == 1


def keep(connection: Connection, name: str, token: str, renew_at: datetime) -> Lent:
    """Keep what was fetched, for everybody."""
    mine = update(access_tokens).where(access_tokens.c.name == name)
    fetched = {"token": token, "renew_at": renew_at, "version": access_tokens.c.version + 1, "fetching_until": None}
    connection.execute(mine.values(fetched))
    return held(connection, name)


def give_up(connection: Connection, name: str) -> None:
    """It could not be fetched: the next one may try."""
    connection.execute(update(access_tokens).where(access_tokens.c.name == name).values(fetching_until=None))
