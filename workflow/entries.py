"""What may be ordered about the hazard library and the laws it rests on, and the desk at which it is written down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from workflow.library import Category, Grade, Law, LawKind, LibraryEntry

Value = str | int | bool | Sequence[str]
Values = Mapping[str, Value]


class Field(StrEnum):
    """What of an entry is changed in one go."""

    GRADE = "grade"
    LIMIT = "limit"
    REQUIREMENT = "requirement"
    ALIASES = "aliases"
    LAW = "law"


# Field -> the columns of an entry that it stands in. Those of a law are printed anew where only the first two are said.
COLUMNS: dict[Field, tuple[str, ...]] = {
    Field.GRADE: ("grade",),
    Field.LIMIT: ("limit_days",),
    Field.REQUIREMENT: ("requirement", "requirement_en"),
    Field.ALIASES: ("aliases",),
    Field.LAW: ("law_code", "clause", "law", "law_en", "verified"),
}


@dataclass(frozen=True)
class AddEntry:
    """An entry of the company's own. `entry_id`: under which it is kept, so that it is added once."""

    entry_id: str
    category: Category
    name: str
    grade: Grade
    requirement: str
    limit_days: int
    aliases: Sequence[str] = ()
    law_code: str = ""
    clause: str = ""


@dataclass(frozen=True)
class ChangeEntry:
    """values: column -> what it is to say, of one Field. version: as it was seen; else somebody has changed it since.

    The same command with what stood there takes a change back.
    """

    code: str
    version: int
    field: Field
    values: Values


@dataclass(frozen=True)
class RetireEntry:
    """Nothing is judged by it any more; cases that were keep it. back: it is used again."""

    code: str
    version: int
    back: bool = False


@dataclass(frozen=True)
class BringLaw:
    """A law, or a new version of one, that is in force from an ISO date on.

    replaces: the code of the one that it takes the place of; empty: of none. carry: the entries that cite it from now
    on in place of that one, code -> version as it was seen.
    """

    code: str
    name: str
    kind: LawKind
    since: str
    replaces: str = ""
    carry: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class TakeBackLaw:
    """That undone. added: the law was not known before.

    until, successor: how the old one stood: until which ISO date it was in force, and by what it was replaced.
    carried: the entries that went over, code -> version since. verified: those whose clause had been confirmed.
    """

    code: str
    added: bool
    replaces: str = ""
    until: str = ""
    successor: str = ""
    carried: Mapping[str, int] = field(default_factory=dict)
    verified: Sequence[str] = ()


LibraryCommand = AddEntry | ChangeEntry | RetireEntry | BringLaw | TakeBackLaw


class Library(Protocol):
    """Where entries and laws are written down."""

    def is_called(self, name: str) -> bool:
        """True where an entry that is in use is called so."""

    def law(self, code: str) -> Law | None: ...
    def citing(self, law_code: str) -> list[LibraryEntry]:
        """The entries that rest on a law, by code; retired ones too."""

    def add(self, entry_id: str, values: Values) -> str:
        """An entry with these columns; the code it is known by."""

    def change(self, code: str, values: Values) -> None:
        """It rises by a version, and stands before the shipped one unless it says the same."""

    def enter_law(self, law: Law) -> None:
        """Add a law, or have one of its code say this."""

    def drop_law(self, code: str) -> None: ...
