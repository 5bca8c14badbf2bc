"""Rules of the sheet of shifts: each has hours or a cycle, and a cycle can be worked."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from storage.workbook_errors import WorkbookError
from storage.workbook_pages import Pages, Record, records_of
from workflow.shifts import Shift, overlapping

_UNREAD = object()  # a cell that has its error already


def _shifts_have_hours_or_a_cycle(pages: Pages) -> Iterator[WorkbookError]:
    for page, record in records_of(pages, "shifts"):
        starts, ends, cycle = (record.values.get(name, _UNREAD) for name in ("starts", "ends", "cycle"))
        if _UNREAD in (starts, ends, cycle):
            continue
        if cycle and (starts or ends):
            yield page.error("cycle_with_hours", record.number, "starts" if starts else "ends")
        elif not cycle and starts is not None and starts == ends:
            yield page.error("same_hours", record.number, "ends", value=f"{ends:%H:%M}")
        elif missing := _missing_of_shift(record, cycle=bool(cycle)):
            yield page.error("missing_value", record.number, missing)


def _missing_of_shift(record: Record, *, cycle: bool) -> str | None:
    needed = ("since",) if cycle else ("starts", "ends")
    return next((name for name in needed if name in record.values and record.values[name] is None), None)


def _cycles_can_be_worked(pages: Pages) -> Iterator[WorkbookError]:
    """They go through shifts that have hours, not only free days, and nobody begins before they have ended."""
    rows = {record.values.get("code"): record.values for _, record in records_of(pages, "shifts")}
    for page, record in records_of(pages, "shifts"):
        cycle = record.values.get("cycle") or ()
        inner = next((code for code in cycle if rows.get(code, {}).get("cycle")), None)
        if inner is not None:
            yield page.error("cycle_in_cycle", record.number, "cycle", value=inner)
        elif cycle and not any(cycle):
            yield page.error("cycle_of_rest", record.number, "cycle")
        elif all(code is None or _hours(rows.get(code)) for code in cycle):
            place = overlapping([_hours(rows.get(code)) for code in cycle])
            if place is not None:
                facts = {"value": cycle[place] or "", "before": cycle[place - 1] or ""}
                yield page.error("cycle_overlaps", record.number, "cycle", **facts)


def _hours(values: Mapping[str, Any] | None) -> Shift | None:
    starts, ends = ((values or {}).get(name) for name in ("starts", "ends"))
    return Shift(starts, ends) if starts is not None and ends is not None else None


SHIFT_CHECKS: tuple[Callable[[Pages], Iterator[WorkbookError]], ...] = (
    _shifts_have_hours_or_a_cycle,
    _cycles_can_be_worked,
)
