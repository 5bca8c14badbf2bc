"""A transaction of somebody who may do anything, before whom no trigger guards what is on record."""

from sqlalchemy import Connection, Engine, delete, text

from storage.engine import write_transaction
from storage.tables import audit_records


def unguard(connection: Connection) -> None:
    """Put the triggers aside: on SQLite for good, on PostgreSQL until the end of the transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        return
    for (name,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
        connection.execute(text(f"DROP TRIGGER {name}"))


def forget_records(engine: Engine) -> None:
    """Nothing is on record of how the company was settled; what guards the records is there as before."""
    with write_transaction(engine) as connection:
        guards: list[str] = []
        if connection.dialect.name == "sqlite":
            guards = list(connection.execute(text("SELECT sql FROM sqlite_master WHERE type = 'trigger'")).scalars())
        unguard(connection)
        connection.execute(delete(audit_records))
        for guard in guards:
            connection.execute(text(guard))
