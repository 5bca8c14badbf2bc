"""A workbook that was sent in chat: what it would change, row by row, and all of it done at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from storage import tables
from storage.company_import import bring_to, refuse_another
from storage.company_rows import STEPS, Ids, Step
from storage.queries import Viewer
from storage.sheets import SheetStore
from storage.upsert import Difference, differences
from storage.workbook import Workbook, workbook_in
from storage.workbook_errors import WorkbookError, WorkbookErrors
from storage.workbook_words import headings, titles
from workflow.errors import Refused
from workflow.permissions import Action
from workflow.posts import HIGH

# Table -> the sheet that speaks of it, where that is called otherwise; none: nobody has written it.
_SHEETS = {
    "area_risks": "areas",
    "library_entries": "library",
    "calendar_days": "calendar",
    "duty_roster": "roster",
    "ladder_rungs": "ladder",
    "addresses": "",
}
_MADE = frozenset({"id", "path", "shipped", "version"})  # columns that no cell of a workbook is
SHOWN_CELLS = 3


def preview(connection: Connection, viewer: Viewer, data: bytes) -> dict[str, Any]:
    """What would change: counts, the rows that are added or changed in the order of the sheets, the file's digest.

    Raises WorkbookErrors with all that is wrong, and where it is not the viewer's to change.
    """
    book = workbook_in(data)
    refuse_another(connection, book)
    if not viewer.may(Action.APPOINT).company:
        _check_appoints(connection, book)
    found, unchanged = list[dict[str, Any]](), 0
    ids, english = Ids(connection), viewer.person.language == "en"
    for step in STEPS:
        for each in _differences(connection, step, book, ids):
            if each.old is not None and not each.changed:
                unchanged += 1
            else:
                found.append(_told(step, each, ids, english=english))
    added = sum(row["kind"] == "added" for row in found)
    counts = {"added": added, "changed": len(found) - added, "unchanged": unchanged}
    return {**counts, "rows": found, "digest": book.digest}


def _differences(connection: Connection, step: Step, book: Workbook, ids: Ids) -> Iterator[Difference]:
    if _SHEETS.get(step.table.name, step.table.name):
        yield from differences(connection, step.table, step.key, step.rows(book, ids), step.revise)


def _told(step: Step, each: Difference, ids: Ids, *, english: bool) -> dict[str, Any]:
    """A row in words of its own sheet, with some of its changed cells."""
    sheet = _SHEETS.get(step.table.name, step.table.name)
    old = each.old or {}
    cells = [
        {"name": _heading(sheet, name, english=english), "old": _shown(old[name], ids), "new": _shown(value, ids)}
        for name, value in each.changed.items()
        if name not in _MADE
    ]
    kind, title = "added" if each.old is None else "changed", titles(sheet)[1 if english else 0]
    return {"kind": kind, "sheet": title, "what": _name(step, each.row, ids), "cells": cells[:SHOWN_CELLS]}


def _name(step: Step, row: dict[str, Any], ids: Ids) -> str:
    known = ("code", "name") if "name" in row else step.key
    return " ".join(filter(None, (_shown(row[name], ids) for name in known)))


def _heading(sheet: str, column: str, *, english: bool) -> str:
    """What the column of a field is headed; its own name where no heading is its."""
    try:
        return headings(sheet, column.removesuffix("_id"))[1 if english else 0]
    except KeyError:
        return column


def _shown(value: Any, ids: Ids) -> str:
    if isinstance(value, list | tuple):
        return " ".join(_shown(each, ids) for each in value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return ids.code(value)
    return "" if value is None else str(value)


def _check_appoints(connection: Connection, book: Workbook) -> None:
    """Roles of the whole company, who stands in for their holders and when those leave are not everybody's to write."""
    ids, held = Ids(connection), tables.memberships.c
    high = set(connection.execute(select(held.person_id).where(held.role.in_(sorted(HIGH)))).scalars())
    for step in (step for step in STEPS if step.table in (tables.memberships, tables.people, tables.deputies)):
        for each in _differences(connection, step, book, ids):
            written = each.old is None or each.changed
            given = written and each.row.get("role") in HIGH
            stands_in = step.table is tables.deputies and written and each.row.get("person_id") in high
            if given or stands_in or ("left_on" in each.changed and each.row.get("id") in high):
                title = titles(step.table.name)[0]
                raise WorkbookErrors([WorkbookError("appoints", title, facts={"value": _name(step, each.row, ids)})])


@dataclass(frozen=True)
class Workbooks:
    """The desk of workflow/bulk.py over an open transaction. store: none where nothing can be sent."""

    connection: Connection
    store: SheetStore | None

    def apply(self, sheet_id: str, digest: str, at: datetime, *, appoints: bool) -> tuple[int, int] | None:
        data = self.store.read(sheet_id) if self.store is not None else None
        if data is None:
            return None
        try:
            return self._apply(workbook_in(data), digest, at, appoints=appoints)
        except WorkbookErrors as errors:
            first = errors.errors[0]
            count, row = len(errors.errors), first.row or 0
            raise Refused("sheet_wrong", count=count, sheet=first.sheet or "", row=row) from None

    def _apply(self, book: Workbook, digest: str, at: datetime, *, appoints: bool) -> tuple[int, int] | None:
        if book.digest != digest:
            return None
        refuse_another(self.connection, book)
        if not appoints:
            _check_appoints(self.connection, book)
        report = bring_to(self.connection, book, at)
        return sum(report.added.values()), sum(report.changed.values())
