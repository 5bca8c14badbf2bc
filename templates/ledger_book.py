"""The ledger as an Excel workbook: streamed row by row, ready to be filtered, printed and handed to an inspector."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.worksheet import Worksheet

from templates.ledger_columns import Column, usual
from templates.render import label, labels
from workflow.ledger import Entry

MOST_SIGNS = 32_767  # Excel takes no more in a cell
AS_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a sheet that is saved as CSV and opened again would calculate
WIDTHS = {"words": 36, "requirement": 36, "measures": 36, "law": 28, "number": 19, "received_at": 16, "found_at": 16}
WIDTHS |= {"due_at": 16, "closed_at": 16, "place": 18, "equipment": 16, "order": 18}
USUAL_WIDTH = 12
_DATES = frozenset({"found_at", "received_at", "due_at", "closed_at"})
_YUAN = frozenset({"budget", "spent"})
_LABELS = {"source": "source", "category": "category", "grade": "grade", "statutory_grade": "grade", "stands": "state"}
_HEAD = PatternFill("solid", fgColor="1F3864")
_LIGHTS = {"red": PatternFill("solid", fgColor="F8CBAD"), "yellow": PatternFill("solid", fgColor="FFE699")}


@dataclass(frozen=True)
class Title:
    """What stands above the columns: whose ledger, of which days, who had it made and when."""

    company: str
    first: date
    last: date
    made_for: str
    made_at: datetime
    of: str = ""  # the list that it is of; empty: the ledger of those days


def write(
    entries: Iterable[Entry],
    file: Path | BinaryIO,
    title: Title,
    language: str,
    zone: tzinfo,
    columns: Sequence[Column] = (),
) -> int:
    """Write the workbook; how many cases it has. Moments stand as they were at the site. Raises OSError.

    columns: the company's own; none: the product's.
    """
    columns = columns or usual(language)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(label(language, "ledger", "sheet"))
    _set_up(sheet, columns)
    sheet.append([_bold(sheet, _above(title, language, zone))])
    sheet.append([_head(sheet, column.heading) for column in columns])
    row, count = _Row(sheet, language, zone, [column.name for column in columns]), 0
    for entry in entries:
        sheet.append(row.of(entry))
        count += 1
    sheet.auto_filter.ref = f"A2:{get_column_letter(len(columns))}{count + 2}"
    book.save(file)
    return count


def _set_up(sheet: WriteOnlyWorksheet, columns: Sequence[Column]) -> None:
    """As wide as its words, the headings always in sight and on each page, a page as wide as all its columns."""
    for number, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS.get(column.name, USUAL_WIDTH)
    sheet.freeze_panes = "B3"
    sheet.print_title_rows = "1:2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A3
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _above(title: Title, language: str, zone: tzinfo) -> str:
    made_at = title.made_at.astimezone(zone)
    return label(language, "ledger", "list_title" if title.of else "title").format(
        of=title.of,
        company=title.company,
        first=title.first.isoformat(),
        last=title.last.isoformat(),
        made_for=title.made_for,
        made_at=f"{made_at:%Y-%m-%d %H:%M}",
    )


def _bold(sheet: WriteOnlyWorksheet, words: str) -> WriteOnlyCell:
    cell = text(WriteOnlyCell(sheet), words)
    cell.font = Font(bold=True, size=14)
    return cell


def _head(sheet: WriteOnlyWorksheet, words: str) -> WriteOnlyCell:
    cell = text(WriteOnlyCell(sheet), words)
    cell.font, cell.fill = Font(bold=True, color="FFFFFF"), _HEAD
    cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    return cell


def text(cell: WriteOnlyCell, words: str) -> WriteOnlyCell:
    """Words stay words, whatever they begin with: never a formula."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", words)[:MOST_SIGNS] or None
    if cell.value is not None:
        cell.data_type = "s"
    return cell


class _Row:
    """The cells of one row after another: each is written out before the next takes its place.

    A style that has been written out must not change any more, so each kind of cell there can be is made beforehand:
    `_quoted` for words that would be calculated where the sheet is saved as CSV and opened again, `_due` by its light.
    """

    def __init__(self, sheet: WriteOnlyWorksheet, language: str, zone: tzinfo, names: Sequence[str]) -> None:
        self._sheet, self._zone, self._names = sheet, zone, names
        self._words: dict[str, Any] = labels(language)
        self._plain = {name: self._cell(name) for name in names}
        self._quoted = {name: self._cell(name, quoted=True) for name in names}
        self._due = {light: self._cell("due_at", fill) for light, fill in _LIGHTS.items()}

    def of(self, entry: Entry) -> list[Any]:
        return [self._filled(name, getattr(entry, name), entry) if name else None for name in self._names]

    def _cell(self, name: str, fill: PatternFill | None = None, *, quoted: bool = False) -> WriteOnlyCell:
        cell = WriteOnlyCell(self._sheet)
        cell.alignment, cell.quotePrefix = Alignment(wrap_text=True, vertical="top"), quoted
        if name in _DATES:
            cell.number_format = "yyyy-mm-dd hh:mm"
        elif name in _YUAN:
            cell.number_format = "#,##0.00"
        if fill is not None:
            cell.fill = fill
        return cell

    def _filled(self, name: str, value: Any, entry: Entry) -> Any:
        """None where there is nothing: that takes no time and no room."""
        if value is None:
            return None
        if name in _DATES:
            cell = self._due.get(entry.light, self._plain[name]) if name == "due_at" else self._plain[name]
            return _valued(cell, value.astimezone(self._zone).replace(tzinfo=None, second=0, microsecond=0))
        if name in _YUAN:
            return _valued(self._plain[name], value / 100)
        said = self._said(name, value, entry)
        if not said:
            return None
        return text((self._quoted if said.startswith(AS_FORMULA) else self._plain)[name], said)

    def _said(self, name: str, value: Any, entry: Entry) -> str:
        if name == "finder" and entry.anonymous:
            return str(self._words["ledger"]["nobody"])
        if name == "cause":
            return str(self._words["ledger"]["causes"][str(value)]) if value else ""
        return str(self._words[_LABELS[name]][value]) if name in _LABELS else str(value)


def _valued(cell: WriteOnlyCell, value: datetime | float) -> WriteOnlyCell:
    cell.value = value
    return cell
