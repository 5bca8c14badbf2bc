"""The register of cases: the next number, and how long a case of its kind may take."""

from workflow.desk import Desk
from workflow.hazard import Act
from workflow.library import DEFAULT_LIMIT_DAYS, Grade, LibraryEntry


def next_number(desk: Desk, act: Act) -> str:
    """Prefix, day at the site, and a counter of that day: YH-20261123-0007."""
    day = f"{desk.calendar.local(act.at):%Y%m%d}"
    return f"{desk.number_prefix}-{day}-{desk.next_number(f'hazard:{day}'):04d}"


def limit_days(grade: Grade, entry: LibraryEntry | None) -> int:
    """The entry's limit goes before the grade's; a case graded higher than its entry gets the shorter of the two."""
    if entry is None:
        return DEFAULT_LIMIT_DAYS[grade]
    raised = list(Grade).index(grade) > list(Grade).index(entry.grade)
    return min(entry.limit_days, DEFAULT_LIMIT_DAYS[grade]) if raised else entry.limit_days
