"""Counters: the next number of a series, the same for nobody else, whoever asks at once."""

from sqlalchemy import Connection, bindparam, select, update

from storage.inbox import insert_or_ignore
from storage.tables import counters


def next_number(connection: Connection, name: str) -> int:
    """From 1 on, within an open write transaction. A number whose transaction is undone is given again."""
    number = connection.execute(_NEXT, {"counter": name}).scalar()
    if number is None:
        connection.execute(insert_or_ignore(connection, counters), {"name": name, "value": 0})
        return next_number(connection, name)
    return int(number)


def hold(connection: Connection, name: str) -> None:
    """Keep a series for oneself until the transaction ends."""
    connection.execute(_HOLD, {"counter": name})


_HOLD = select(counters.c.value).where(counters.c.name == bindparam("counter")).with_for_update()
_NEXT = (
    update(counters)
    .where(counters.c.name == bindparam("counter"))
    .values(value=counters.c.value + 1)
    .returning(counters.c.value)
)
