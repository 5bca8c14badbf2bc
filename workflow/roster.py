"""The duty roster: whose watch it is at a moment of the site's own clock."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

# A row that tells no hours is for its whole day and for the night after it, until the morning.
NIGHT_ENDS = time(8)


@dataclass(frozen=True)
class Watch:
    """A row of the roster. With hours it lasts from the one to the other, past midnight where they say so.

    there: False where its person has left by then.
    """

    person_id: str
    day: date
    shift: str
    starts: time | None = None
    ends: time | None = None
    there: bool = True

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
    here = [row for row in rows if row.there and row.covers(local)]
    here.sort(key=lambda row: (row.starts is None, row.day, row.shift))
    return list(dict.fromkeys(row.person_id for row in here))


class Part(StrEnum):
    """Of a day: the night that begins on it, or the daytime where it is a day off, on which nobody else is there."""

    NIGHT = "night"
    PART_OF_NIGHT = "part_of_night"
    DAY_OFF = "day_off"


# Hours that somebody has to be on watch, from the midnight a day begins with: what every plant calls the night, and
# the middle of a day, so that whoever begins at seven or ends at six leaves no hole.
_NIGHT, _DAYTIME = range(22, 30), range(9, 17)
_SMALL_HOURS = range(24, 28)  # whoever has a watch in them watches by night; late and early shifts end and begin here


@dataclass(frozen=True)
class Hole:
    """Days one after another in that part of which nobody is on watch, at least for an hour."""

    part: Part
    first: date
    last: date


def holes(rows: Iterable[Watch], first: date, last: date, is_off: Callable[[date], bool]) -> list[Hole]:
    """Where a roster leaves nights and days off without anybody, from one day to another, in order of their beginning.

    Only of what is watched at other times: where nobody ever is on watch by day, nobody is missing then. A night is
    watched where it is in part; whose person has left, watches nothing, but somebody is missing there.
    """
    plan = _by_day(rows)
    there = {day: [row for row in watches if row.there] for day, watches in plan.items()}
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    found: list[Hole] = []
    if any(_watched(plan, day, _SMALL_HOURS) for day in plan):
        hours = {day: _watched(there, day, _NIGHT) for day in days}
        for nights in _spans([day for day in days if hours[day] < len(_NIGHT)]):
            part = Part.PART_OF_NIGHT if all(hours[day] for day in nights) else Part.NIGHT
            found.append(Hole(part, nights[0], nights[-1]))
    off = [day for day in days if is_off(day)]
    if any(_watched(plan, day, _DAYTIME) == len(_DAYTIME) for day in plan if is_off(day)):
        spans = _spans([day for day in off if _watched(there, day, _DAYTIME) < len(_DAYTIME)])
        found += [Hole(Part.DAY_OFF, span[0], span[-1]) for span in spans]
    return sorted(found, key=lambda hole: (hole.first, hole.part))


def _by_day(rows: Iterable[Watch]) -> dict[date, list[Watch]]:
    found: dict[date, list[Watch]] = defaultdict(list)
    for row in rows:
        found[row.day].append(row)
    return found


def _watched(rows: Mapping[date, Sequence[Watch]], day: date, hours: Sequence[int]) -> int:
    """In how many of these hours of a day somebody is on watch."""
    near = [row for days in (-1, 0, 1) for row in rows.get(day + timedelta(days=days), ())]
    midnight = datetime.combine(day, time.min)
    return sum(any(row.covers(midnight + timedelta(hours=hour)) for row in near) for hour in hours)


def _spans(days: Sequence[date]) -> list[list[date]]:
    """Days that follow one another, together."""
    found: list[list[date]] = []
    for day in days:
        if found and found[-1][-1] == day - timedelta(days=1):
            found[-1].append(day)
        else:
            found.append([day])
    return found
