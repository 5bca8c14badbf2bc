"""Who can let people in and configure: there is always one, and nobody ends as the last of them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from sqlalchemy import Connection, select

from storage.tables import memberships, people
from storage.workbook_errors import WorkbookError
from storage.workbook_pages import Pages, records_of
from workflow.people import Role

End = tuple[str, WorkbookError]  # somebody's code, and how their row is refused


def ends_in(pages: Pages) -> Iterator[End]:
    """The rows of a workbook with which somebody ends as an administrator, or leaves the company."""
    for page, record in records_of(pages, "memberships"):
        code = record.values.get("person")
        if record.values.get("role") is Role.ADMINISTRATOR and record.values.get("until"):
            yield str(code), page.error("last_administrator", record.number, "until", value=str(code))
    for page, record in records_of(pages, "people"):
        code = record.values.get("code")
        if record.values.get("left_on"):
            yield str(code), page.error("last_administrator", record.number, "left_on", value=str(code))


def last_days(connection: Connection) -> dict[str, date]:
    """The last day of everybody who is an administrator, or was, by their codes; date.max where there is no end."""
    held = select(people.c.code, people.c.left_on, memberships.c.until).join(
        memberships, memberships.c.person_id == people.c.id
    )
    found: dict[str, date] = {}
    for row in connection.execute(held.where(memberships.c.role == Role.ADMINISTRATOR)):
        day = min(row.left_on or date.max, row.until or date.max)
        found[row.code] = max(day, found.get(row.code, date.min))
    return found


def ended(before: Mapping[str, date], after: Mapping[str, date], ends: Iterable[End]) -> list[WorkbookError]:
    """The rows by which the last one would end, or end earlier than before; none where somebody else goes on."""
    if max(after.values(), default=date.min) >= max(before.values(), default=date.min):
        return []
    return [error for code, error in ends if after.get(code, date.min) < before.get(code, date.min)]
