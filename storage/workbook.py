"""Reading a company's workbook: every row typed and checked, or every error by sheet, row and column."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from storage.administrators import End, ends_in
from storage.ladder_checks import nobody_above_in
from storage.law_checks import doubtful_in
from storage.roster_checks import holes_in
from storage.scope_checks import unscoped_in
from storage.workbook_checks import check
from storage.workbook_errors import WorkbookError, WorkbookErrors
from storage.workbook_file import Grid, read_bytes, read_grids
from storage.workbook_pages import Page, read_page
from storage.workbook_sheets import (
    SHEETS,
    AreaRow,
    CompanyRow,
    ContractorRow,
    DayRow,
    DepartmentRow,
    DeputyRow,
    EquipmentRow,
    LawRow,
    LibraryRow,
    MembershipRow,
    PersonRow,
    ResponsibilityRow,
    RosterRow,
    RungRow,
    Sheet,
    ShiftRow,
    SiteRow,
)
from storage.workbook_words import titles


@dataclass(frozen=True)
class Workbook:
    """A company as one workbook tells it: complete in itself, every code it refers to is one of its own."""

    digest: str  # sha256 of the file
    company: CompanyRow
    sites: tuple[SiteRow, ...]
    areas: tuple[AreaRow, ...]
    departments: tuple[DepartmentRow, ...]
    contractors: tuple[ContractorRow, ...]
    people: tuple[PersonRow, ...]
    memberships: tuple[MembershipRow, ...]
    equipment: tuple[EquipmentRow, ...]
    responsibilities: tuple[ResponsibilityRow, ...]
    library: tuple[LibraryRow, ...]
    calendar: tuple[DayRow, ...]
    roster: tuple[RosterRow, ...]
    laws: tuple[LawRow, ...] = ()
    shifts: tuple[ShiftRow, ...] = ()
    ladder: tuple[RungRow, ...] = ()
    deputies: tuple[DeputyRow, ...] = ()
    warnings: tuple[WorkbookError, ...] = ()  # what is to be looked at, and is imported as it stands
    ends: tuple[End, ...] = ()  # with which somebody may end as the last administrator

    @property
    def rows(self) -> int:
        """How many it has, in all its sheets."""
        return sum(len(getattr(self, each.name)) for each in fields(self) if each.name not in ("digest", "company"))


def read_workbook(path: Path) -> Workbook:
    """Read and check a workbook, its laws as they are in force today.

    Raises WorkbookErrors with all that is wrong, a missing file included.
    """
    return workbook_in(read_bytes(path))


def workbook_in(data: bytes) -> Workbook:
    """The same, of the bytes of a file. Raises WorkbookErrors."""
    today = date.today()
    grids = read_grids(data, {title for sheet in SHEETS for title in titles(sheet.name)})
    pages, errors = _pages(grids)
    errors = [*errors, *(error for page in pages.values() for error in page.errors), *check(pages, today)]
    if errors:
        raise WorkbookErrors(_in_order(errors, grids))
    rows = {name: _rows(page) for name, page in pages.items()}
    warnings = (
        *doubtful_in(pages, today),
        *unscoped_in(pages, today),
        *holes_in(pages, today),
        *nobody_above_in(pages, today),
    )
    return Workbook(digest(data), rows.pop("company")[0], **rows, warnings=warnings, ends=tuple(ends_in(pages)))


def digest(data: bytes) -> str:
    """By which a workbook is known again."""
    return hashlib.sha256(data).hexdigest()


def _pages(grids: Iterable[Grid]) -> tuple[dict[str, Page], list[WorkbookError]]:
    """Each known sheet read, and what is to be said of sheets that are not there or there twice."""
    by_title = {grid.title: grid for grid in grids}
    pages: dict[str, Page] = {}
    errors: list[WorkbookError] = []
    for sheet in SHEETS:
        here = [by_title[title] for title in titles(sheet.name) if title in by_title]
        errors.extend(_not_one(sheet, here))
        if here:
            pages[sheet.name] = read_page(sheet, here[0])
    return pages, errors


def _not_one(sheet: Sheet, here: list[Grid]) -> Iterator[WorkbookError]:
    usual, english = titles(sheet.name)[:2]
    if not here and not sheet.optional:
        yield WorkbookError("missing_sheet", usual, facts={"english": english})
    for other in here[1:]:
        yield WorkbookError("duplicate_sheet", here[0].title, facts={"other": other.title})


def _in_order(errors: Iterable[WorkbookError], grids: Iterable[Grid]) -> list[WorkbookError]:
    """As somebody goes through the file: what is missing, then sheet by sheet from the top."""
    order: Mapping[str | None, int] = {grid.title: number for number, grid in enumerate(grids)}
    return sorted(errors, key=lambda error: (order.get(error.sheet, -1), error.row or 0))


def _rows(page: Page) -> tuple[Any, ...]:
    return tuple(page.sheet.row(**record.values) for record in page.records)
