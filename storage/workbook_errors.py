"""What can be wrong with a company's workbook, said by sheet, row and column."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Fact = str | int | list[str] | list[list[str]] | None


@dataclass(frozen=True)
class WorkbookError:
    """One thing to put right. `code` names a block of the template `workbook`; `column` is the heading as it stands.

    Without a row it concerns the whole sheet, without a sheet the whole file.
    """

    code: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)

    @property
    def topic(self) -> str:
        return f"workbook.{self.code}"

    @property
    def told(self) -> dict[str, Fact]:
        """Every fact the template may name: the place, and what this kind of error adds."""
        return {"sheet": self.sheet, "row": self.row, "column": self.column, **self.facts}


class WorkbookErrors(Exception):
    """The workbook was refused as a whole; `errors` lists all that was found, in the order of sheets and rows."""

    def __init__(self, errors: Iterable[WorkbookError]) -> None:
        self.errors = tuple(errors)
        super().__init__("; ".join(f"{e.code} at {e.sheet} row {e.row} {e.column}" for e in self.errors[:5]))
