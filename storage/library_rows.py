"""The rows of the hazard library and of the laws as officers change them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select, update

from storage import directory
from storage.counters import next_number
from storage.shipped_library import blank_entry, shipped
from storage.tables import laws, library_entries
from workflow.entries import Values
from workflow.library import Law, LawKind, LibraryEntry

_KEPT_APART = frozenset({"id", "version", "shipped"})  # columns that say nothing of the hazard itself


@dataclass(frozen=True)
class LibraryRows:
    """The desk of workflow/entries.py over an open transaction."""

    connection: Connection

    def is_called(self, name: str) -> bool:
        called = or_(library_entries.c.name == name, library_entries.c.name_en == name)
        in_use = select(library_entries.c.id).where(called, ~library_entries.c.retired)
        return self.connection.execute(in_use).first() is not None

    def law(self, code: str) -> Law | None:
        return law(self.connection, code)

    def citing(self, law_code: str) -> list[LibraryEntry]:
        return directory.entries_citing(self.connection, law_code)

    def add(self, entry_id: str, values: Values) -> str:
        code = self._new_code()
        self.connection.execute(insert(library_entries), {**blank_entry(), **values, "id": entry_id, "code": code})
        return code

    def change(self, code: str, values: Values) -> None:
        named = library_entries.c.code == code
        raised = {**values, "version": library_entries.c.version + 1}
        self.connection.execute(update(library_entries).where(named).values(raised))
        row = self.connection.execute(select(library_entries).where(named)).one()
        self.connection.execute(update(library_entries).where(named).values(shipped=_is_as_shipped(row._asdict())))

    def enter_law(self, law: Law) -> None:
        values = {**asdict(law), "kind": law.kind.value, "shipped": shipped().laws.get(law.code) == law}
        known = update(laws).where(laws.c.code == law.code).values(values)
        if self.connection.execute(known).rowcount == 0:
            self.connection.execute(insert(laws), values)

    def drop_law(self, code: str) -> None:
        self.connection.execute(delete(laws).where(laws.c.code == code))

    def _new_code(self) -> str:
        """NEW-0001: no code that a workbook would give."""
        code = f"NEW-{next_number(self.connection, 'library'):04}"
        taken = self.connection.execute(select(library_entries.c.id).where(library_entries.c.code == code)).first()
        return self._new_code() if taken is not None else code


def law(connection: Connection, code: str) -> Law | None:
    row = connection.execute(select(laws).where(laws.c.code == code)).one_or_none()
    return as_law(row) if row is not None else None


def known_laws(connection: Connection) -> dict[str, Law]:
    return {row.code: as_law(row) for row in connection.execute(select(laws).order_by(laws.c.code))}


def as_law(row: Any) -> Law:
    named = (row.code, row.name, row.name_en, LawKind(row.kind))
    return Law(*named, row.since, row.until, row.replaced_by or None, row.verified)


def _is_as_shipped(row: Mapping[str, Any]) -> bool:
    """Said as it is shipped, an entry is a shipped one, and goes on with new releases."""
    known = next((values for values in shipped().entries if values["code"] == row["code"]), None)
    return known is not None and all(row[name] == known[name] for name in known if name not in _KEPT_APART)
