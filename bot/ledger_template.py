"""A company's own columns of the ledger: which are in use, and what a template of them may hold."""

import hashlib

from sqlalchemy import Connection

from storage import report_templates
from storage.workbook_errors import WorkbookErrors
from storage.workbook_file import Grid, read_grids
from templates.ledger_columns import MADE, Column, usual
from templates.render import LANGUAGES, label
from templates.word_check import MOST_BYTES, BadTemplate
from workflow.ledger import COLUMNS

MOST_COLUMNS = 60
HEADINGS, FIELDS = 1, 2  # rows


def in_use(connection: Connection, language: str) -> tuple[Column, ...]:
    """The columns of the ledger in a language: the company's own, or the product's."""
    document = report_templates.in_use(connection, MADE, language)
    return usual(language) if document is None else columns_of(document)


def digest_in_use(connection: Connection, language: str) -> str:
    """The sha256 of the company's own template; empty: the product's columns are in use."""
    document = report_templates.in_use(connection, MADE, language)
    return "" if document is None else hashlib.sha256(document).hexdigest()


def kept(connection: Connection, digest: str, language: str) -> tuple[Column, ...]:
    """Those of a template that was in use once; of none, the product's."""
    document = report_templates.kept(connection, digest) if digest else None
    return usual(language) if document is None else columns_of(document)


def columns_of(document: bytes) -> tuple[Column, ...]:
    """What a template says. Raises BadTemplate: not_sheet, too_large, columns, unknown."""
    grid = _grid(document)
    headings, fields = grid.rows.get(HEADINGS, {}), grid.rows.get(FIELDS, {})
    last = max([0, *headings, *fields])
    if not fields or last > MOST_COLUMNS or any(row > FIELDS for row in grid.rows) or grid.merged:
        raise BadTemplate("columns", str(MOST_COLUMNS), COLUMNS)
    told = [(_words(headings.get(at)), _words(fields.get(at))) for at in range(1, last + 1)]
    unknown = [field for _, field in told if field and _name(field) not in COLUMNS]
    if unknown:
        raise BadTemplate("unknown", ", ".join(dict.fromkeys(unknown)), COLUMNS)
    return tuple(Column(_name(field), heading) for heading, field in told)


def _grid(document: bytes) -> Grid:
    if len(document) > MOST_BYTES:
        raise BadTemplate("too_large")
    try:
        grids = read_grids(document, {label(language, "ledger", "sheet") for language in LANGUAGES})
    except WorkbookErrors as error:
        raise BadTemplate("not_sheet") from error
    if len(grids) != 1:
        raise BadTemplate("not_sheet")
    return grids[0]


def _words(cell: object) -> str:
    value = getattr(cell, "value", None)
    return str(value).strip() if value is not None else ""


def _name(field: str) -> str:
    return field.removeprefix("{").removesuffix("}").strip()
