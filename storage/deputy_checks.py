"""Rules of the sheet of deputies: each stands in for another who is here, for some days, and never in a circle."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from storage.workbook_errors import WorkbookError
from storage.workbook_pages import Pages, records_of
from workflow.deputies import LONGEST, circle
from workflow.people import Deputyship


def _rows(pages: Pages) -> list[tuple[Any, int, Deputyship]]:
    """The rows that could be read, each with its page and number."""
    found = []
    for page, record in records_of(pages, "deputies"):
        values = [record.values.get(name) for name in ("person", "deputy", "since", "until")]
        if all(values):
            found.append((page, record.number, Deputyship(str(record.number), *values)))  # type: ignore[arg-type]
    return found


def _another(pages: Pages) -> Iterator[WorkbookError]:
    for page, number, row in _rows(pages):
        if row.person_id == row.deputy_id:
            yield page.error("deputy_self", number, "deputy", value=row.deputy_id)


def _some_days(pages: Pages) -> Iterator[WorkbookError]:
    for page, number, row in _rows(pages):
        if row.until < row.since:
            yield page.error("ends_before_start", number, "until", value=str(row.until), start=str(row.since))
        elif row.until - row.since > LONGEST:
            yield page.error("deputy_long", number, "until", value=str(row.until), days=LONGEST.days)


def _both_are_here(pages: Pages) -> Iterator[WorkbookError]:
    known = [record.values for _, record in records_of(pages, "people")]
    left: dict[Any, date | None] = {values.get("code"): values.get("left_on") for values in known}
    for page, number, row in _rows(pages):
        for name, code in (("person", row.person_id), ("deputy", row.deputy_id)):
            last = left.get(code)
            if last is not None and last < row.until:
                yield page.error("deputy_left", number, name, value=code, left=str(last))


def _one_at_a_time(pages: Pages) -> Iterator[WorkbookError]:
    rows = _rows(pages)
    for place, (page, number, row) in enumerate(rows):
        for _, first, other in rows[:place]:
            if other.person_id == row.person_id and other.since <= row.until and row.since <= other.until:
                yield page.error("deputy_twice", number, "since", value=row.person_id, first=first)
                break


def _no_circle(pages: Pages) -> Iterator[WorkbookError]:
    """The first row that closes one."""
    rows = [each for each in _rows(pages) if each[2].person_id != each[2].deputy_id]
    for place, (page, number, _) in enumerate(rows):
        if way := circle(row for *_, row in rows[: place + 1]):
            yield page.error("deputy_circle", number, "deputy", way=" → ".join(way))
            return


DEPUTY_CHECKS: tuple[Callable[[Pages], Iterator[WorkbookError]], ...] = (
    _another,
    _some_days,
    _both_are_here,
    _one_at_a_time,
    _no_circle,
)
