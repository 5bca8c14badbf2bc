"""Rules of the sheet of ladders: each has a step at the limit, and somebody is there to be told."""

from collections.abc import Callable, Iterator
from datetime import date

from storage.workbook_errors import WorkbookError
from storage.workbook_pages import Page, Pages, Record, records_of
from workflow.rungs import LONGEST, ON_LADDERS, Rung, has_step_at_limit, named_from_limit


def _roles_stand_on_ladders(pages: Pages) -> Iterator[WorkbookError]:
    for page, record in records_of(pages, "ladder"):
        for role in record.values.get("roles") or ():
            if role not in ON_LADDERS:
                yield page.error("role_off_ladder", record.number, "roles", value=str(role))


def _each_has_a_step_at_the_limit(pages: Pages) -> Iterator[WorkbookError]:
    for page, records in _ladders(pages):
        rungs = _rungs(records)
        if rungs and not has_step_at_limit(rungs):
            yield page.error("no_step_at_limit", records[0].number, "days", grade=str(records[0].values["grade"]))


def each_tells_somebody_above(pages: Pages, today: date) -> Iterator[WorkbookError]:
    """From the limit on it reaches somebody besides the owner, by the memberships that have not ended."""
    held = {
        record.values.get("role") for _, record in records_of(pages, "memberships") if not _has_ended(record, today)
    }
    for page, records in _ladders(pages):
        rungs = _rungs(records)
        late = [record for record in records if record.values["roles"] and record.values["days"] in range(LONGEST + 1)]
        if late and not named_from_limit(rungs) & held:
            yield page.error("ladder_tells_nobody", late[0].number, "roles", grade=str(late[0].values["grade"]))


def _rungs(records: list[Record]) -> list[Rung]:
    """Without the steps that are dropped again."""
    said = (record.values for record in records if record.values["roles"])
    return [Rung(values["days"], values["roles"]) for values in said]


def _has_ended(record: Record, today: date) -> bool:
    until = record.values.get("until")
    return until is not None and until < today


def _ladders(pages: Pages) -> Iterator[tuple[Page, list[Record]]]:
    """The rows of each grade, those left out that could not be read: they have their error already."""
    grades: dict[str, list[Record]] = {}
    found: Page | None = None
    for page, record in records_of(pages, "ladder"):
        found = page
        if {"grade", "days", "roles"} <= record.values.keys():
            grades.setdefault(record.values["grade"], []).append(record)
    if found is not None:
        yield from ((found, records) for records in grades.values())


LADDER_CHECKS: tuple[Callable[[Pages], Iterator[WorkbookError]], ...] = (
    _roles_stand_on_ladders,
    _each_has_a_step_at_the_limit,
)
