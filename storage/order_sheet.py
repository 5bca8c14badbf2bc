"""The findings of an authority's order as a workbook: a row each, every one of them read or all that is wrong said."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from openpyxl.utils import get_column_letter

from storage.workbook_errors import WorkbookError, WorkbookErrors
from storage.workbook_file import read_grids
from storage.workbook_pages import HEADING_ROW, Page, read_page
from storage.workbook_sheets import Column, Kind, Sheet
from storage.workbook_words import titles
from workflow.findings import MOST_TOGETHER

NAME = "order_items"
_WORDS = Column(Kind.TEXT, required=True, limit=200)


@dataclass(frozen=True)
class ItemRow:
    """What was found where, what is wanted done, and by when where that is not the day of the order."""

    place: Annotated[str, _WORDS]
    words: Annotated[str, _WORDS]
    requirement: Annotated[str, Column(Kind.TEXT, optional=True, limit=200, blank="")]
    until: Annotated[date | None, Column(Kind.DAY, optional=True)]


def items_in(data: bytes, today: date) -> list[ItemRow] | None:
    """None where the workbook has no such sheet. Raises WorkbookErrors with all that is wrong."""
    grids = read_grids(data, set(titles(NAME)))
    if not grids:
        return None
    page = read_page(Sheet(NAME, ItemRow), grids[0])
    errors = [*page.errors, *_strange_columns(page), *_formulas(page), *_past(page, today), *_count(page)]
    if errors:
        raise WorkbookErrors(sorted(errors, key=lambda error: error.row or 0))
    return [ItemRow(**record.values) for record in page.records]


def _strange_columns(page: Page) -> Iterator[WorkbookError]:
    """What nobody would read is not passed over: it may be the limit under another name."""
    known = set(page.columns.values())
    for place, cell in page.grid.rows.get(HEADING_ROW, {}).items():
        if place not in known:
            facts = {"cell": f"{get_column_letter(place)}{HEADING_ROW}"}
            yield WorkbookError("strange_column", page.title, HEADING_ROW, str(cell.value).strip(), facts)


def _formulas(page: Page) -> Iterator[WorkbookError]:
    """What a formula says may have changed since the paper was written."""
    for number, cells in page.grid.rows.items():
        for name, place in page.columns.items():
            if place in cells and cells[place].formula and cells[place].value is not None:
                yield page.error("formula", number, name)


def _past(page: Page, today: date) -> Iterable[WorkbookError]:
    rows = ((record.number, record.values.get("until")) for record in page.records)
    return [page.error("past_day", row, "until", value=day.isoformat()) for row, day in rows if day and day < today]


def _count(page: Page) -> Iterator[WorkbookError]:
    if len(page.records) > MOST_TOGETHER:
        yield WorkbookError("too_many_rows", page.title, facts={"limit": MOST_TOGETHER})
    if not page.records and not page.errors:
        yield WorkbookError("no_rows", page.title)
