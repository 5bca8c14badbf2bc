"""One sheet of a workbook as read: its columns found by their headings, its rows cell by cell, and what was wrong."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import coordinate_to_tuple, get_column_letter

from storage.workbook_cells import Misread, read_cell
from storage.workbook_errors import Fact, WorkbookError
from storage.workbook_file import Cell, Grid
from storage.workbook_sheets import Sheet
from storage.workbook_words import folded, headings

HEADING_ROW = 1
NOWHERE = 0  # where a column stands that a sheet may do without


@dataclass(frozen=True)
class Record:
    """One filled row; a field whose cell could not be read is missing from `values`."""

    number: int
    values: dict[str, Any]


@dataclass
class Page:
    """A sheet, what stands in it, and the errors of its own cells. `sound`: the columns it needs were found."""

    sheet: Sheet
    grid: Grid
    columns: dict[str, int] = field(default_factory=dict)
    records: list[Record] = field(default_factory=list)
    errors: list[WorkbookError] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.grid.title

    @property
    def sound(self) -> bool:
        return all(name in self.columns or column.optional for name, column in self.sheet.columns.items())

    def error(self, code: str, row: int, name: str, **facts: Fact) -> WorkbookError:
        """An error in the column of a field."""
        column = self.columns[name]
        facts["cell"] = f"{get_column_letter(column)}{row}"
        return WorkbookError(code, self.title, row, str(self.grid.rows[HEADING_ROW][column].value).strip(), facts)


Pages = Mapping[str, Page]


def records_of(pages: Pages, sheet: str) -> Iterator[tuple[Page, Record]]:
    """The filled rows of a sheet, if it is there."""
    if page := pages.get(sheet):
        yield from ((page, record) for record in page.records)


def read_page(sheet: Sheet, grid: Grid) -> Page:
    """Read a sheet; all that is wrong with its headings and its single cells is in the page's errors."""
    page = Page(sheet, grid)
    page.errors.extend(_merged(grid))
    page.errors.extend(_find_columns(page))
    if page.sound:
        for number, cells in grid.rows.items():
            if number > HEADING_ROW and any(column in cells for column in page.columns.values()):
                page.records.append(_record(page, number, cells))
    return page


def _merged(grid: Grid) -> Iterator[WorkbookError]:
    for area in grid.merged:
        row, _ = coordinate_to_tuple(area.split(":")[0])
        yield WorkbookError("merged_cells", grid.title, row, facts={"area": area})


def _find_columns(page: Page) -> Iterator[WorkbookError]:
    """Fill in `page.columns`, and tell which columns are missing or there twice."""
    heads = {column: folded(str(cell.value)) for column, cell in page.grid.rows.get(HEADING_ROW, {}).items()}
    if not heads:
        yield WorkbookError("no_headings", page.title, HEADING_ROW)
        return
    for name, column in page.sheet.columns.items():
        words = headings(page.sheet.name, name)
        here = [place for place, head in heads.items() if head in map(folded, words)]
        if here:
            page.columns[name] = here[0]
        elif not column.optional:
            yield WorkbookError("missing_column", page.title, HEADING_ROW, words[0], {"english": words[1]})
        if len(here) > 1:
            yield page.error("duplicate_column", HEADING_ROW, name, other=get_column_letter(here[1]))


def _record(page: Page, number: int, cells: dict[int, Cell]) -> Record:
    values: dict[str, Any] = {}
    for name, column in page.sheet.columns.items():
        try:
            values[name] = read_cell(column, cells.get(page.columns.get(name, NOWHERE)))
        except Misread as misread:
            page.errors.append(page.error(misread.code, number, name, **misread.facts))
    return Record(number, values)
