"""What a workbook that was sent would change, a page of rows at a time, or a page of what is wrong with it."""

from functools import partial
from typing import Any

from sqlalchemy import Connection

from handlers.admin.wanted import OrderSheet, WouldChange
from handlers.tools import Tools
from storage import bulk
from storage.order_sheet import items_in
from storage.queries import Viewer
from storage.workbook_errors import WorkbookErrors

ROWS_PAGE = 5
ERRORS_SHOWN = 5
Found = dict[str, Any]


def would_change(tools: Tools, connection: Connection, viewer: Viewer, asked: WouldChange) -> Found | None:
    """None where it lies there no more. errors: as sentences in the viewer's language; then there are no rows."""
    data = tools.sheets.read(asked.sheet) if tools.sheets is not None else None
    if data is None:
        return None
    try:
        found = bulk.preview(connection, viewer, data)
    except WorkbookErrors as errors:
        return _wrong(tools, viewer, errors)
    first = asked.page * ROWS_PAGE
    rows = found.pop("rows")
    shown = rows[first : first + ROWS_PAGE]
    counted = {"total": len(rows), "first": first, "more": len(rows) > first + len(shown)}
    return {**found, **counted, "rows": shown, "errors": []}


def order_sheet(tools: Tools, connection: Connection, viewer: Viewer, asked: OrderSheet) -> Found | None:
    """None where it lies there no more, or is none of an order. errors: as sentences; then there are no rows."""
    data = tools.sheets.read(asked.sheet) if tools.sheets is not None else None
    try:
        items = items_in(data, viewer.today) if data is not None else None
    except WorkbookErrors as errors:
        return {"rows": [], **_wrong(tools, viewer, errors)}
    if items is None:
        return None
    rows = [{**vars(item), "until": item.until.isoformat() if item.until else ""} for item in items]
    return {"rows": rows, "errors": [], "total": len(rows)}


def _wrong(tools: Tools, viewer: Viewer, errors: WorkbookErrors) -> Found:
    reader, shown = viewer.person, errors.errors[:ERRORS_SHOWN]
    render = partial(tools.renderer.render, reader.language, now=viewer.now, zone=reader.zone)
    told = [render(error.topic, error.told) for error in shown]
    return {"errors": told, "total": len(errors.errors)}
