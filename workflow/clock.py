"""A clock of a case: what starts and stops it, when it rings, what it does. Which there are: workflow/timers.py."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter

from workflow.desk import Desk
from workflow.escalation import settled
from workflow.events import Event
from workflow.hazard import Act, Hazard
from workflow.rings import RINGS

FirstRing = Callable[[Hazard, datetime], datetime]
OnLadder = Callable[[Desk, Hazard, datetime], datetime]


@dataclass(frozen=True)
class Clock:
    """A clock of a case. `again` is the time between later rings.

    `starts`, `pauses`, `resumes` and `stops` are event kinds. A paused clock does not run, as a stopped one; what it
    waits for is named. One that resumes reckons from there, or from the limit, as `first` says: a pause moves no limit.
    """

    name: str
    starts: frozenset[str]
    stops: frozenset[str]
    first: FirstRing
    again: timedelta
    pauses: frozenset[str] = frozenset()
    resumes: frozenset[str] = frozenset()
    only: Callable[[Hazard], bool] = lambda hazard: True  # of which cases, as they stand after the event
    runs: Callable[[Hazard], bool] = attrgetter(
        "is_open"
    )  # for how long: it stops at the first ring where this is over
    most: int | None = None  # how often it rings; none: until it is stopped
    does: Callable[[Desk, Hazard, Act], Event | None] | None = None  # what happens to the case at a ring, by nobody
    again_at: FirstRing | None = None  # when it rings again, where that hangs on the case
    climbs: bool = False  # each ring tells more people; once all have been told, it repeats at the ladder's rhythm
    ladder: tuple[OnLadder, OnLadder] | None = None  # first and next, where the limit and its grade's ladder say when
    goes_on: OnLadder | None = None  # when it rings after a pause, where that is not as it begins
    concerns: Callable[[Event], bool] = lambda event: True  # which of the events that it names

    @property
    def sets_going(self) -> frozenset[str]:
        return self.starts | self.resumes

    @property
    def halts(self) -> frozenset[str]:
        return self.stops | self.pauses

    def set_by(self, desk: Desk, hazard: Hazard, event: Event) -> datetime:
        """When it rings that an event has set going."""
        if self.goes_on is not None and event.kind in self.resumes:
            return self.goes_on(desk, hazard, event.at)
        return self.rings_first(desk, hazard, event.at)

    def rings_first(self, desk: Desk, hazard: Hazard, now: datetime) -> datetime:
        return self.ladder[0](desk, hazard, now) if self.ladder else self.first(hazard, now)

    def rings_next(self, desk: Desk, hazard: Hazard, now: datetime, step: int) -> datetime:
        """When it rings after the ring of a step, which counts from 0."""
        if self.ladder:
            return self.ladder[1](desk, hazard, now)
        if self.again_at:
            return self.again_at(hazard, now)
        at_the_top = self.climbs and step + 1 >= len(RINGS[self.name])
        return now + (settled(hazard.company_grade) if at_the_top else self.again)


def after(delay: timedelta) -> FirstRing:
    return lambda hazard, now: now + delay
