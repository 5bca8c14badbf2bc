"""What people, departments, places and entries of the library on a board are called, in the viewer's language."""

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import Connection, select

from storage.queries import Viewer
from storage.tables import areas, departments, library_entries, people


def names_of(connection: Connection, viewer: Viewer, ids: Iterable[str], codes: Collection[str] = ()) -> dict[str, str]:
    """By id, and by code for entries; what is no id, as a role, has no name here, nor has an id of nothing."""
    wanted = sorted({each for each in ids if _is_id(each)})
    found = {}
    for table in (people, departments, areas) if wanted else ():
        rows = connection.execute(select(table.c.id, table.c.name, table.c.name_en).where(table.c.id.in_(wanted)))
        found.update({row.id: viewer.named(row.name, row.name_en) for row in rows})
    entry = library_entries.c
    entries = select(entry.code, entry.name, entry.name_en).where(entry.code.in_(sorted(codes)))
    if codes:
        found.update({row.code: viewer.named(row.name, row.name_en) for row in connection.execute(entries)})
    return found


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
