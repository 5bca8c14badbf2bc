"""What departments, areas, people and machines are called where figures are told apart by them."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from storage.queries import Viewer
from storage.tables import areas, departments, equipment, people
from workflow.indicators import Dimension
from workflow.people import in_words

_NAMED = {
    Dimension.DEPARTMENT: departments,
    Dimension.AREA: areas,
    Dimension.PERSON: people,
    Dimension.EQUIPMENT: equipment,
}


def called(connection: Connection, viewer: Viewer, by: Dimension, keys: Collection[str]) -> dict[str, str]:
    """Names by their ids, in the viewer's language; of a code, which has its label, nothing."""
    table = _NAMED.get(by)
    if table is None:
        return {}
    named = select(table.c.id, table.c.name, table.c.name_en).where(table.c.id.in_([key for key in keys if key]))
    return {row.id: in_words(row.name, row.name_en, viewer.person.language) for row in connection.execute(named)}
