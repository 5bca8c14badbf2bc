"""The register of cases: the next number, and how long a case of its kind may take."""

from datetime import datetime

from workflow.desk import Desk
from workflow.hazard import Act, Hazard
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


def limit_from(desk: Desk, hazard: Hazard, at: datetime, grade: Grade | None = None) -> datetime:
    """The limit of work that begins at a moment; an authority's stands, also where it is over by then."""
    if hazard.due_locked:
        return hazard.due_at
    entry = desk.entry(hazard.library_code) if hazard.library_code else None
    return desk.calendar.due(at, limit_days(grade or hazard.company_grade, entry))


def limit_given_anew(desk: Desk, hazard: Hazard, at: datetime) -> datetime:
    """Whoever gets a case that was out of the house's hands has the time its kind takes; a plan's days stand."""
    planned = hazard.plan is not None and hazard.plan.approved_at is not None
    return hazard.due_at if planned else max(hazard.due_at, limit_from(desk, hazard, at))
