"""The numbers of papers, as offices here number theirs: the kind, the day, and which one of it: ZG-20261127-0001."""

from collections.abc import Callable
from datetime import date

from workflow import case_file, inspection, order_papers, period_papers

PREFIXES: dict[str, str] = {
    **case_file.PREFIXES,
    **period_papers.PREFIXES,
    **order_papers.PREFIXES,
    inspection.PACKAGE: "YJ",
    inspection.LEDGER: "TZ",
}
OF_PERIOD = (*period_papers.OfPeriod, inspection.LEDGER, inspection.PACKAGE)


def numbered(made: str, day: date, next_number: Callable[[str], int]) -> str:
    """The next number of a day, by the counters of the company. One that was taken is given to no other paper."""
    counter = counter_of(made, day)
    return f"{counter}-{next_number(counter):04}"


def counter_of(made: str, day: date) -> str:
    return f"{PREFIXES[made]}-{day:%Y%m%d}"


def made_of(number: str) -> str:
    """Which paper a number is of; empty where it is no paper's."""
    return next((made for made, prefix in PREFIXES.items() if number.startswith(f"{prefix}-")), "")
