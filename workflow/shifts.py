"""Who is at work when: shifts by the days of the week or in rotation, at the clock of a person's own site."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from workflow.calendar import SATURDAY, DayKind

MONDAY_TO_FRIDAY = frozenset(range(SATURDAY))
# How far the next shift is looked for: no plant rests longer and comes back to its shifts.
FARTHEST = timedelta(days=366)


@dataclass(frozen=True)
class Shift:
    """From one time of day to another, past midnight where that is no later; on some days of the week (Monday is 0)."""

    starts: time
    ends: time
    weekdays: frozenset[int] = MONDAY_TO_FRIDAY

    def on(self, day: date, kind: DayKind | None) -> "Shift | None":
        """Public holidays are free, and the days worked for them are not."""
        works = day.weekday() in self.weekdays if kind is None else kind is DayKind.WORK
        return self if works else None

    @property
    def lasts(self) -> timedelta:
        """By the clock on the wall."""
        span = datetime.combine(date.min, self.ends) - datetime.combine(date.min, self.starts)
        return span if span > timedelta() else span + timedelta(days=1)


@dataclass(frozen=True)
class Rotation:
    """One shift a day, or none, over and over from a day on; a public holiday is a day like any other."""

    cycle: Sequence[Shift | None]
    since: date

    def on(self, day: date, kind: DayKind | None) -> Shift | None:
        return self.cycle[(day - self.since).days % len(self.cycle)]


# The hours of whoever has no shift.
USUAL = Shift(time(8), time(18))


@dataclass(frozen=True)
class Hours:
    """When a person is at work; `kinds` are the days that the calendar sets apart."""

    zone: ZoneInfo
    kinds: Mapping[date, DayKind]
    pattern: Shift | Rotation = USUAL

    def works(self, day: date) -> bool:
        """True where a shift of theirs begins on this day."""
        return self.pattern.on(day, self.kinds.get(day)) is not None

    def on_shift(self, moment: datetime) -> bool:
        """True from the start of a shift until its end, which belongs to it no more."""
        today = moment.astimezone(self.zone).date()
        spans = (self._span(day) for day in (today - timedelta(days=1), today))
        return any(span is not None and span[0] <= moment < span[1] for span in spans)

    def started(self, moment: datetime) -> datetime | None:
        """When the shift began that lasts at a moment; none between two."""
        today = moment.astimezone(self.zone).date()
        spans = (self._span(day) for day in (today, today - timedelta(days=1)))
        return next((span[0] for span in spans if span is not None and span[0] <= moment < span[1]), None)

    def next_start(self, moment: datetime) -> datetime:
        """When the first shift after a moment begins; that moment itself where none does within a year."""
        today = moment.astimezone(self.zone).date()
        spans = (self._span(today + timedelta(days=n)) for n in range(FARTHEST.days))
        return next((span[0] for span in spans if span is not None and span[0] > moment), moment)

    def last_start(self, moment: datetime) -> datetime:
        """When the last shift before a moment began; that moment itself where none did within a year."""
        today = moment.astimezone(self.zone).date()
        spans = (self._span(today - timedelta(days=n)) for n in range(FARTHEST.days))
        return next((span[0] for span in spans if span is not None and span[0] < moment), moment)

    def _span(self, day: date) -> tuple[datetime, datetime] | None:
        """From when to when the shift of a day lasts, by the clock on the wall, also on the night when it changes."""
        shift = self.pattern.on(day, self.kinds.get(day))
        if shift is None:
            return None
        last = day if shift.ends > shift.starts else day + timedelta(days=1)
        starts = datetime.combine(day, shift.starts, self.zone)
        return starts.astimezone(UTC), datetime.combine(last, shift.ends, self.zone).astimezone(UTC)


def overlapping(cycle: Sequence[Shift | None]) -> int | None:
    """The place in a cycle, from 0, of a shift that begins before that of the day before has ended, if there is one."""
    for place, shift in enumerate(cycle):
        before = cycle[place - 1]
        if shift is not None and before is not None and _into_next_day(before) > _since_midnight(shift.starts):
            return place
    return None


def _into_next_day(shift: Shift) -> timedelta:
    return _since_midnight(shift.starts) + shift.lasts - timedelta(days=1)


def _since_midnight(moment: time) -> timedelta:
    return timedelta(hours=moment.hour, minutes=moment.minute)
