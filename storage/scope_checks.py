"""Managers of whom a workbook does not say what they manage.

No workbook is refused for them: they are told, for nobody else would hear of it before the first digest is due.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from storage.workbook_errors import WorkbookError
from storage.workbook_pages import Page, Pages, Record, records_of
from workflow.digest import without_scope
from workflow.people import Language, Membership, Person


def unscoped_in(pages: Pages, today: date) -> Iterator[WorkbookError]:
    """Each by the row of the role that says nothing, as they stand today, or once the last of their roles has begun.

    The pages have been checked: every cell of them could be read.
    """
    theirs: dict[str, list[tuple[Page, Record]]] = defaultdict(list)
    for page, record in records_of(pages, "memberships"):
        theirs[record.values["person"]].append((page, record))
    for code, rows in theirs.items():
        held = [_membership(record.values) for _, record in rows]
        person = Person(code, code, "", Language.ZH_CN, tuple(held))
        nothing = without_scope(person, max(today, *(membership.since for membership in held)))
        if nothing is not None:
            page, record = rows[held.index(nothing)]
            yield page.error("manages_nothing", record.number, "department", value=str(nothing.role))


def _membership(values: dict[str, Any]) -> Membership:
    return Membership(values["role"], values["department"], "", values["since"], values["until"])
