"""When a shift ends and when a limit runs out: calendar days at the site's own clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

DAY_ENDS = time(18)
# A hazard to be put right "this shift" found shortly before its end still leaves somebody this long.
SHORTEST_LIMIT = timedelta(hours=4)


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
