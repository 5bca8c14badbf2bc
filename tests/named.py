"""People by their names, which lie sealed: no condition of a query can be on one."""

from sqlalchemy import ColumnElement, Connection, select

from storage.tables import people


def called(connection: Connection, *names: str) -> ColumnElement[bool]:
    """Who has one of these names, as a condition on `people`."""
    rows = connection.execute(select(people.c.id, people.c.name))
    return people.c.id.in_([row.id for row in rows if row.name in names])
