"""What is kept of the figures by the day, and what of it changes when a case does: workflow/metrics.py is the rule."""

from collections import Counter
from collections.abc import Hashable, Iterable
from datetime import date
from typing import TypeVar

from workflow.standing import Counted

# What the rollups keep for a day and a department. "open" and "major" stand with the day on which a case was received,
# "due" with that of its limit; "late" and "stock" are by how much the number of overdue and of open cases has changed
# on a day. Of what came in on a day "majors" and "again" are the major and the recurring ones; of the limits of a day
# "limits" are all and "kept" those that were met; "spent" is what the cases closed on a day have cost, in fen.
ROLLED = ("new", "closed", "open", "major", "due", "late", "stock", "majors", "again", "limits", "kept", "spent")
Change = tuple[date, str, str]  # day, department (empty: nobody's), which of them
Place = tuple[date, str, str, str]  # day on which it came in, department, area, category
Took = tuple[date, str, int]  # day on which it was closed, department, whole hours from its report
K = TypeVar("K", bound=Hashable)


def changes(before: Counted | None, after: Counted | None, on: date) -> Counter[Change]:
    """By how much the rollups change when a case changes on a day. none: it does not count.

    What is not late yet stands with its limit as late to come: where it is not put right before, nothing has to happen
    for it to be late.
    """
    return _difference(_stands_with(before, on), _stands_with(after, on))


def places(before: Counted | None, after: Counted | None) -> Counter[Place]:
    """The same of what is new at a place and of a category."""

    def of(case: Counted | None) -> Iterable[tuple[Place, int]]:
        return [((case.received_on, _department(case), case.area_id, case.category), 1)] if case else []

    return _difference(of(before), of(after))


def closings(before: Counted | None, after: Counted | None) -> Counter[Took]:
    """The same of how long cases took that were closed."""

    def of(case: Counted | None) -> Iterable[tuple[Took, int]]:
        if case is None or case.closed_on is None or case.took is None:
            return []
        return [((case.closed_on, _department(case), case.took), 1)]

    return _difference(of(before), of(after))


def _difference(before: Iterable[tuple[K, int]], after: Iterable[tuple[K, int]]) -> Counter[K]:
    changed: Counter[K] = Counter()
    for key, by in after:
        changed[key] += by
    for key, by in before:
        changed[key] -= by
    return Counter({key: by for key, by in changed.items() if by})


def _department(case: Counted) -> str:
    return case.department_id or ""


def _stands_with(case: Counted | None, on: date) -> Iterable[tuple[Change, int]]:
    if case is None:
        return
    for day, name, by in (*_came(case, on), *_went(case, on)):
        if by:
            yield (day, _department(case), name), by


def _came(case: Counted, on: date) -> list[tuple[date, str, int]]:
    came = case.received_on
    return [
        (came, "new", 1),
        (came, "majors", int(case.major)),
        (came, "again", int(case.recurs)),
        (came, "open", int(case.is_open)),
        (came, "major", int(case.is_major)),
        (on, "stock", int(case.is_open)),
    ]


def _went(case: Counted, on: date) -> list[tuple[date, str, int]]:
    closed = [(case.closed_on, "closed", 1), (case.closed_on, "spent", case.spent)] if case.closed_on else []
    due = [(case.due_on, "due", 1), (max(case.due_on, on), "late", 1)] if case.due_on else []
    limit = [(case.limit_on, "limits", 1), (case.limit_on, "kept", int(case.in_time))] if case.limit_on else []
    return [*closed, *due, *limit]
