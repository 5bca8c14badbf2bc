"""The duty roster: whose watch it is at a moment of the site's own clock."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

# A row that tells no hours is for its whole day and for the night after it, until the morning.
NIGHT_ENDS = time(8)


@dataclass(frozen=True)
class Watch:
    """A row of the roster. With hours it lasts from the one to the other, past midnight where they say so."""

    person_id: str
    day: date
    shift: str
    starts: time | None = None
    ends: time | None = None

    def covers(self, local: datetime) -> bool:
        """True while it lasts; `local` is what the clock at the site shows."""
        starts, ends = datetime.combine(self.day, self.starts or time.min), datetime.combine(self.day, self._last)
        if ends <= starts or not self._told:
            ends += timedelta(days=1)
        return starts <= local.replace(tzinfo=None) < ends

    @property
    def _told(self) -> bool:
        return self.starts is not None and self.ends is not None

    @property
    def _last(self) -> time:
        return self.ends if self.ends is not None and self._told else NIGHT_ENDS


def on_watch(rows: Iterable[Watch], local: datetime) -> list[str]:
    """Whose watch it is: those whose hours are told go first, then the row of the earlier day; each person once."""
    here = [row for row in rows if row.covers(local)]
    here.sort(key=lambda row: (row.starts is None, row.day, row.shift))
    return list(dict.fromkeys(row.person_id for row in here))


class Part(StrEnum):
    """Of a day: the night that begins on it, or the daytime where it is a day off, on which nobody else is there."""

    NIGHT = "night"
    DAY_OFF = "day_off"


# Hours that somebody has to be on watch, from the midnight a day begins with: what every plant calls the night, and
# the middle of a day, so that whoever begins at seven or ends at six leaves no hole.
_HOURS = {Part.NIGHT: range(22, 30), Part.DAY_OFF: range(9, 17)}


@dataclass(frozen=True)
class Hole:
    """Days one after another in that part of which nobody is on watch, at least for an hour."""

    part: Part
    first: date
    last: date


def holes(rows: Iterable[Watch], first: date, last: date, is_off: Callable[[date], bool]) -> list[Hole]:
    """Where a roster leaves nights and days off without anybody, from one day to another, in order of their beginning.

    Only of what is watched at other times: where nobody ever is on watch by day, nobody is missing then.
    """
    known = list(rows)
    found = [hole for part in Part for hole in _merged(part, _unwatched(part, known, first, last, is_off))]
    return sorted(found, key=lambda hole: (hole.first, hole.part))


def _unwatched(
    part: Part, rows: Sequence[Watch], first: date, last: date, is_off: Callable[[date], bool]
) -> list[date]:
    by_day: dict[date, list[Watch]] = defaultdict(list)
    for row in rows:
        by_day[row.day].append(row)

    def watched(day: date) -> bool:
        near = [row for days in (-1, 0, 1) for row in by_day.get(day + timedelta(days=days), ())]
        midnight = datetime.combine(day, time.min)
        return all(any(row.covers(midnight + timedelta(hours=hour)) for row in near) for hour in _HOURS[part])

    def wanted(day: date) -> bool:
        return part is Part.NIGHT or is_off(day)

    if not any(watched(day) for day in by_day if wanted(day)):
        return []
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if wanted(day) and not watched(day)]


def _merged(part: Part, days: Sequence[date]) -> list[Hole]:
    found: list[Hole] = []
    for day in days:
        if found and found[-1].last == day - timedelta(days=1):
            found[-1] = Hole(part, found[-1].first, day)
        else:
            found.append(Hole(part, day, day))
    return found
