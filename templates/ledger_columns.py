"""The columns of the ledger: the product's, or a company's own, as its template has them.

A template is an Excel sheet: the headings in its first row, and under each the field that stands in that column, as
{number}. A heading without a field is a column that is filled in by hand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from templates.render import label
from workflow.ledger import COLUMNS

MADE = "ledger"  # as templates are kept


@dataclass(frozen=True)
class Column:
    """name: one of `COLUMNS` of workflow/ledger.py; empty: left free."""

    name: str
    heading: str


def usual(language: str) -> tuple[Column, ...]:
    """The columns that inspectors ask for."""
    return tuple(Column(name, label(language, "ledger", name)) for name in COLUMNS)


def sheet_of(columns: Sequence[Column], language: str) -> bytes:
    """A template with these columns, to be changed in Excel."""
    book = Workbook()
    sheet = book.active
    sheet.title = label(language, "ledger", "sheet")
    sheet.append([column.heading for column in columns])
    sheet.append([f"{{{column.name}}}" if column.name else None for column in columns])
    for at in range(1, len(columns) + 1):
        sheet.cell(1, at).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(at)].width = 16
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()
