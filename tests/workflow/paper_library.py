"""The hazard library and its laws, laid out in memory: everything that workflow/entries.py asks for."""

from dataclasses import dataclass, field, replace
from typing import Any

from workflow.entries import Values
from workflow.library import Category, Grade, Law, LibraryEntry


@dataclass
class PaperLibrary:
    """Entries by code, which of them are retired, and laws by code."""

    entries: dict[str, LibraryEntry] = field(default_factory=dict)
    retired: set[str] = field(default_factory=set)
    laws: dict[str, Law] = field(default_factory=dict)

    def is_called(self, name: str) -> bool:
        return any(name == entry.name for code, entry in self.entries.items() if code not in self.retired)

    def law(self, code: str) -> Law | None:
        return self.laws.get(code)

    def citing(self, law_code: str) -> list[LibraryEntry]:
        return [entry for entry in self.entries.values() if law_code and entry.law_code == law_code]

    def add(self, entry_id: str, values: Values) -> str:
        code = f"NEW-{len(self.entries):04}"
        said: dict[str, Any] = {**values, "category": Category(str(values["category"])), "code": code}
        self.entries[code] = LibraryEntry(**{**said, "grade": Grade(str(values["grade"]))})
        return code

    def change(self, code: str, values: Values) -> None:
        said: dict[str, Any] = dict(values)
        if "retired" in said:
            (self.retired.add if said.pop("retired") else self.retired.discard)(code)
        self.entries[code] = replace(self.entries[code], version=self.entries[code].version + 1, **said)

    def enter_law(self, law: Law) -> None:
        self.laws[law.code] = law

    def drop_law(self, code: str) -> None:
        del self.laws[code]
