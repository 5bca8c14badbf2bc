"""When a shift ends and when a limit runs out: calendar days at the site's own clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import count
from zoneinfo import ZoneInfo


class DayKind(StrEnum):
    """What a day is that is not as its weekday says: a public holiday, or one that is worked for it."""

    WORK = "work"
    REST = "rest"


SATURDAY = 5  # as date.weekday() counts
DAY_ENDS = time(18)
# A hazard to be put right "this shift" found shortly before its end still leaves somebody this long.
SHORTEST_LIMIT = timedelta(hours=4)


def is_workday(day: date, kind: DayKind | None) -> bool:
    """As the calendar says; where that says nothing of it, Monday to Friday."""
    return day.weekday() < SATURDAY if kind is None else kind is DayKind.WORK


@dataclass(frozen=True)
class Calendar:
    """The site's calendar. Due times run in calendar days: a rest day makes no machine safer."""

    zone: ZoneInfo

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    def due(self, start: datetime, days: int) -> datetime:
        """18:00 local time `days` calendar days after `start`; never less than four hours away."""
        return max(self.end_of(self.local(start).date() + timedelta(days=days)), start + SHORTEST_LIMIT)

    def after_workday(self, start: datetime, works: Callable[[date], bool]) -> datetime:
        """The same time of day one working day later; what begins on a day of rest begins with the next one of work."""
        days = (self.local(start) + timedelta(days=n) for n in count())
        working = (moment for moment in days if works(moment.date()))
        next(working)
        return next(working)

    def end_of(self, day: date) -> datetime:
        """18:00 local time of a day."""
        return datetime.combine(day, DAY_ENDS, self.zone)
