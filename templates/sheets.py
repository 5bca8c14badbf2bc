"""Plain sheets: a heading and lines of words, which are never a formula; always the same bytes for the same."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from templates.ledger_book import AS_FORMULA, text
from templates.word import steady

WIDTH = 28


def write(file: Path, name: str, heads: Sequence[str], lines: Iterable[Sequence[str]], made_at: datetime) -> int:
    """Write a workbook of one sheet; how many lines it has. Raises OSError."""
    book, count = Workbook(write_only=True), 0
    sheet = book.create_sheet(name)
    for number in range(len(heads)):
        sheet.column_dimensions["ABCDEFGHIJ"[number]].width = WIDTH
    sheet.freeze_panes, sheet.print_title_rows = "A2", "1:1"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    head_cells = [text(WriteOnlyCell(sheet), head) for head in heads]
    for cell in head_cells:
        cell.font = Font(bold=True)
    sheet.append(head_cells)
    for line in lines:
        sheet.append([_cell(sheet, words) for words in line])
        count += 1
    book.save(file)
    file.write_bytes(steady(file.read_bytes(), made_at))
    return count


def _cell(sheet: object, words: str) -> Any:
    if not words:
        return None
    cell = text(WriteOnlyCell(sheet), words)
    cell.alignment, cell.quotePrefix = Alignment(wrap_text=True, vertical="top"), words.startswith(AS_FORMULA)
    return cell
