"""Which backups are kept: the newest of each of the last days, weeks and months that have one."""

from collections.abc import Callable, Hashable, Mapping
from datetime import datetime

DAYS, WEEKS, MONTHS = 7, 5, 12

_SPANS: tuple[tuple[int, Callable[[datetime], Hashable]], ...] = (
    (DAYS, lambda moment: moment.date()),
    (WEEKS, lambda moment: moment.isocalendar()[:2]),
    (MONTHS, lambda moment: (moment.year, moment.month)),
)


def kept(made: Mapping[str, datetime]) -> set[str]:
    """The names of those to keep, of all there are with when they were made, in one time zone.

    A day without a backup takes no place: after a month in which none was made, the seven before it are there still.
    """
    newest_first = sorted(made, key=lambda name: (made[name], name), reverse=True)
    stay: set[str] = set()
    for most, span in _SPANS:
        seen: dict[Hashable, str] = {}
        for name in newest_first:
            seen.setdefault(span(made[name]), name)
        stay |= set(list(seen.values())[:most])
    return stay
