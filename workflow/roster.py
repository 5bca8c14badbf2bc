"""The duty roster: whose watch it is at a moment of the site's own clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

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
