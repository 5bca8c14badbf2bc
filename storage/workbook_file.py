"""Opening an Excel file that somebody hands in: bounded in size, never executed, read cell by cell."""

import warnings
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

from storage.workbook_errors import WorkbookError, WorkbookErrors

MEBIBYTE = 1024 * 1024
MAX_FILE_BYTES = 10 * MEBIBYTE
MAX_UNPACKED_BYTES = 64 * MEBIBYTE  # some hundred thousand filled cells; a bomb has gigabytes
MAX_ROWS = 50_000  # filled rows of one sheet
MAX_COLUMNS = 100


@dataclass(frozen=True)
class Cell:
    """A filled cell: text, number, truth or moment. `formula` without a value has never been calculated."""

    value: Any
    formula: bool = False
    error: bool = False  # #REF!, #N/A and their like


@dataclass(frozen=True)
class Grid:
    """One sheet as it stands: filled cells by row and column (from 1), and the ranges that were merged."""

    title: str
    rows: dict[int, dict[int, Cell]]
    merged: tuple[str, ...] = ()


class _Parser(WorkSheetParser):  # type: ignore[misc]
    """openpyxl's own reader, which alone tells a formula never calculated from an empty cell.

    It hands out filled cells only: going through its worksheets would make up all the empty ones between them.
    """

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell: dict[str, Any] = super().parse_cell(element)
        cell["formula"] = element.find(FORMULA_TAG) is not None
        return cell


def read_bytes(path: Path) -> bytes:
    """The file, if it is there and of a size that a workbook may have. Raises WorkbookErrors."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as fault:
        raise _refused("no_file", path=str(path)) from fault
    if len(data) > MAX_FILE_BYTES:
        raise _refused("too_large", limit=MAX_FILE_BYTES // MEBIBYTE)
    return data


def read_grids(data: bytes, titles: Collection[str]) -> list[Grid]:
    """The sheets of these titles, in the file's order. Raises WorkbookErrors when it is no workbook or too large."""
    _check_archive(data)
    try:
        return _grids(data, titles)
    except WorkbookErrors:
        raise
    except Exception as fault:  # a damaged file makes the library fail in any way; none of them is the operator's
        raise _refused("not_workbook") from fault


def _check_archive(data: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            # zipfile never unpacks more of a member than it declares, so the declared sizes bind.
            unpacked = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as fault:
        raise _refused("not_workbook") from fault
    if unpacked > MAX_UNPACKED_BYTES:
        raise _refused("unpacks_too_large", limit=MAX_UNPACKED_BYTES // MEBIBYTE)


def _grids(data: bytes, titles: Collection[str]) -> list[Grid]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions, which no row depends on
        workbook = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            return [_grid(workbook, sheet) for sheet in workbook.worksheets if sheet.title.strip() in titles]
        finally:
            workbook.close()


def _grid(workbook: Any, sheet: Any) -> Grid:
    title = sheet.title.strip()
    rows: dict[int, dict[int, Cell]] = {}
    with sheet._get_source() as source:
        parser = _Parser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=workbook.epoch,
            date_formats=workbook._date_formats,
            timedelta_formats=workbook._timedelta_formats,
        )
        for number, cells in parser.parse():
            if filled := {cell["column"]: _cell(cell) for cell in cells if _is_filled(cell)}:
                rows[number] = filled
            if len(rows) > MAX_ROWS:
                raise _refused("too_many_rows", title, limit=MAX_ROWS)
    merged = parser.merged_cells.mergeCell if parser.merged_cells else ()
    return Grid(title, rows, tuple(area.ref for area in merged))


def _is_filled(cell: dict[str, Any]) -> bool:
    return bool(cell["column"] <= MAX_COLUMNS and (cell["value"] is not None or cell["formula"]))


def _cell(cell: dict[str, Any]) -> Cell:
    return Cell(cell["value"], cell["formula"], cell["data_type"] == "e")


def _refused(code: str, sheet: str | None = None, **facts: int | str) -> WorkbookErrors:
    return WorkbookErrors([WorkbookError(code, sheet, facts=facts)])
