"""Rules of the sheet of ladders: each has a step at the limit, and somebody is there to be told.

Who is there today is told and no more: no workbook is refused for a director who begins next week.
"""

from collections.abc import Callable, Iterator
from datetime import date

from storage.workbook_errors import WorkbookError
from storage.workbook_pages import Page, Pages, Record, records_of
from workflow.escalation import LADDERS
from workflow.library import Grade
from workflow.people import Role
from workflow.rungs import LONGEST, ON_LADDERS, Rung, first_told, has_step_at_limit, named_from_limit

SOON = 30  # days from the limit: the usual ladders have told everybody after three


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


def nobody_above_in(pages: Pages, today: date) -> Iterator[WorkbookError]:
    """Grades of which nobody above the owner hears once they are overdue, as people stand today, or only much later.

    The pages have been checked: every cell of them could be read.
    """
    held = _held(pages, today)
    own = [(page, records) for page, records in _ladders(pages) if _rungs(records)]
    for page, records in own:
        first = first_told(_rungs(records), held)
        if first is None or first > SOON:
            code = "ladder_without_holders" if first is None else "ladder_tells_late"
            row = next(record for record in records if record.values["roles"] and record.values["days"] == (first or 0))
            yield page.error(code, row.number, "roles", grade=str(row.values["grade"]), days=first)
    usual = [grade for grade in Grade if grade not in {records[0].values["grade"] for _, records in own}]
    if untold := [grade for grade in usual if first_told(LADDERS[grade].rungs, held) is None]:
        named = {role for grade in untold for role in named_from_limit(LADDERS[grade].rungs)}
        facts = {"grades": [str(grade) for grade in untold], "roles": [str(r) for r in ON_LADDERS if r in named]}
        yield WorkbookError("nobody_above", pages["memberships"].title, facts=facts)


def _held(pages: Pages, today: date) -> set[Role]:
    """The roles that somebody has today who is still there."""
    people = (record.values for _, record in records_of(pages, "people"))
    gone = {person["code"] for person in people if person["left_on"] is not None and person["left_on"] < today}
    rows = (record for _, record in records_of(pages, "memberships") if not _has_ended(record, today))
    return {row.values["role"] for row in rows if row.values["since"] <= today and row.values["person"] not in gone}


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
