"""A transaction of somebody who may do anything, before whom no trigger guards what is on record."""

from sqlalchemy import Connection, text


def unguard(connection: Connection) -> None:
    """Put the triggers aside: on SQLite for good, on PostgreSQL until the end of the transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        return
    for (name,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
        connection.execute(text(f"DROP TRIGGER {name}"))
