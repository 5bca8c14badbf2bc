"""Who was at work at a moment, worked out from the tables of shifts, holidays and watches."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from storage.tables import calendar_days, duty_roster, people, shifts

USUAL = (time(8), time(18), frozenset(range(5)))
DAY = timedelta(days=1)
FARTHEST = 20  # days that nobody works in a row


@dataclass
class Presence:
    """Of every person when their shift of a day lasts, and who had the watch; times in UTC."""

    zone: ZoneInfo
    plain: Mapping[str, tuple[time, time, frozenset[int]]]
    rotating: Mapping[str, tuple[list[str | None], date]]
    kinds: Mapping[date, str]
    shift_of: Mapping[str, str]
    watches: Mapping[str, list[tuple[datetime, datetime]]]

    def at_work(self, person: str, moment: datetime) -> bool:
        """On shift, or on watch by the roster."""
        day = moment.astimezone(self.zone).date()
        spans = [self._span(self.shift_of.get(person, ""), each) for each in (day - DAY, day)]
        return any(begins <= moment < ends for begins, ends in [*filter(None, spans), *self.watches.get(person, ())])

    def shift_before(self, person: str, moment: datetime) -> datetime:
        """The moment itself where they are on shift then, else when the last shift began before it."""
        if self.at_work(person, moment):
            return moment
        day = moment.astimezone(self.zone).date()
        spans = (self._span(self.shift_of.get(person, ""), day - n * DAY) for n in range(FARTHEST))
        return next((span[0] for span in spans if span is not None and span[0] <= moment), moment)

    def _span(self, code: str, day: date) -> tuple[datetime, datetime] | None:
        if code in self.rotating:
            cycle, since = self.rotating[code]
            today = cycle[(day - since).days % len(cycle)]
            return None if today is None else self._clock(day, *self.plain[today][:2])
        begins, ends, weekdays = self.plain.get(code, USUAL)
        works = {"work": True, "rest": False}.get(self.kinds.get(day, ""), day.weekday() in weekdays)
        return self._clock(day, begins, ends) if works else None

    def _clock(self, day: date, begins: time, ends: time) -> tuple[datetime, datetime]:
        last = day if ends > begins else day + DAY
        return tuple(datetime.combine(*at, self.zone).astimezone(UTC) for at in ((day, begins), (last, ends)))  # type: ignore[return-value]


def presence(connection: Connection, zone: ZoneInfo) -> Presence:
    """As the tables have it now."""
    rows = connection.execute(shifts.select()).all()
    plain = {
        row.code: (row.starts, row.ends, frozenset(row.weekdays) or USUAL[2]) for row in rows if row.starts is not None
    }
    rotating = {row.code: (row.cycle, row.since) for row in rows if row.cycle}
    kinds = {row.day: str(getattr(row.kind, "value", row.kind)) for row in connection.execute(calendar_days.select())}
    shift_of = {row.id: row.shift for row in connection.execute(people.select())}
    found = Presence(zone, plain, rotating, kinds, shift_of, {})
    watches: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    for row in connection.execute(duty_roster.select()):
        if row.starts is not None and row.ends is not None:
            watches[row.person_id].append(found._clock(row.day, row.starts, row.ends))
    found.watches = watches
    return found
