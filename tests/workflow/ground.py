"""What every act in the plant of the tests stands on: its desk, its clock, and all that a command leads to."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from tests.workflow.cast import (
    CAST,
    LINE,
    MONDAY,
    PLANT,
    SHANGHAI,
    STAMPING,
    WAREHOUSE,
    YARD,
    entry,
    person,
    row,
)
from tests.workflow.desk import PaperDesk, as_desk
from workflow import leaving, notices, timers
from workflow.actions import perform
from workflow.calendar import Calendar
from workflow.commands import (
    Command,
)
from workflow.desk import Area
from workflow.errors import Refused
from workflow.events import Event
from workflow.hazard import Act, Hazard
from workflow.ids import new_id
from workflow.library import Category, Grade
from workflow.notices import Notice


@dataclass(frozen=True)
class Done:
    """What an act led to."""

    hazard: Hazard | None
    events: list[Event]
    notices: list[Notice]

    @property
    def case(self) -> Hazard:
        """The case that it was done to."""
        assert self.hazard is not None
        return self.hazard

    @property
    def told(self) -> list[tuple[str, str]]:
        """Who was told which topic, in order."""
        return [(notice.recipient_id, notice.topic) for notice in self.notices]


@contextmanager
def refused(reason: str) -> Iterator[None]:
    """What is done inside is turned down for this reason."""
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.reason == reason


class Ground:
    """The company, its clock, and what its people do, each with all its consequences as in a turn."""

    def __init__(self) -> None:
        self.now = MONDAY
        calendar = Calendar(SHANGHAI)
        places = {"plant": PLANT, "stamping": STAMPING, "line": LINE, "warehouse": WAREHOUSE, "yard": YARD}
        known = (
            entry("guard", Category.MECHANICAL, Grade.GENERAL, 2),
            entry("spill", Category.CHEMICAL, Grade.GENERAL, 0),
            entry("crack", Category.CONSTRUCTION_STRUCTURE, Grade.LARGER, 5),
        )
        self.desk = PaperDesk(
            calendar,
            calendar.local(self.now).date(),
            {name: person(name, role, department, area) for name, role, department, area in CAST},
            {name: Area(name, path) for name, path in places.items()},
            {"press2": "line"},
            {e.code: e for e in known},
            [row("R1", "zhang", area=STAMPING), row("R2", "liu", "wang", area=WAREHOUSE)],
        )

    def passes(self, **span: float) -> None:
        self.comes(self.now + timedelta(**span))

    def comes(self, moment: datetime) -> None:
        """It gets so late."""
        self.now = self.desk.now = moment
        self.desk.today = self.desk.calendar.local(moment).date()

    def leaves(self, name: str) -> None:
        """Somebody's last day was yesterday."""
        leaver = self.desk.people[name]
        self.desk.people[name] = replace(leaver, left_on=self.desk.today - timedelta(days=1))

    def act(self, name: str) -> Act:
        return Act(self.desk.person(name), self.now)

    def does(self, name: str, command: Command) -> Done:
        """Carry out a command with its clocks and notices. A refusal leaves the photographs where they were."""
        before, photographs = len(self.desk.events), self.desk.photographs()
        try:
            hazard = perform(as_desk(self.desk), command, self.act(name))
        except Refused:
            self.desk.put_back(photographs)
            raise
        events = self.desk.events[before:]
        if hazard is None:
            return Done(None, events, [])
        return self._told(hazard, events)

    def _told(self, case: Hazard, events: list[Event], rung: Iterable[Notice] = ()) -> Done:
        timers.follow(self.desk, case, events)
        told = [*rung, *(n for event in events for n in notices.of_event(self.desk, case, event))]
        self.desk.notices += [(self.now, notice) for notice in told]
        return Done(case, events, told)

    def loses(self, name: str, case: Hazard) -> Done:
        """Somebody is reached nowhere any more, and what they have of a case goes to others."""
        before = len(self.desk.events)
        self.desk.unreachable.add(name)
        leaving.hand_over(as_desk(self.desk), case, self.desk.people[name], self.now)
        return self._told(case, self.desk.events[before:])

    def draft(self, photos: int = 1) -> str:
        draft = new_id()
        self.desk.drafts[draft] = photos
        return draft

    def day(self, days: int) -> str:
        return (self.desk.today + timedelta(days=days)).isoformat()

    def end_of(self, days: int) -> datetime:
        return self.desk.calendar.end_of(self.desk.today + timedelta(days=days))

    def rings(self, case: Hazard, clock: str, step: int | None = None) -> Done:
        """A clock rings, as handlers/ring.py has it: what it does comes first, and is what is told."""
        before, rung, timer = len(self.desk.events), timers.CLOCK[clock], ("hazard", case.id, clock)
        step = self.desk.rung[timer] if step is None else step
        self.desk.rung[timer] = step + 1
        if rung.most is not None and step + 1 >= rung.most:
            self.desk.live.pop(timer, None)
        else:
            self.desk.live[timer] = rung.rings_next(as_desk(self.desk), case, self.now, step)
        event = rung.does(as_desk(self.desk), case, Act(None, self.now)) if rung.does else None
        if event is not None:
            self.desk.record(event)
        told = [] if event is not None else notices.of_ring(as_desk(self.desk), case, clock, step, "t1")
        return self._told(case, self.desk.events[before:], told)

    def running(self, case: Hazard) -> set[str]:
        """The clocks of a case that run."""
        return {clock for kind, subject, clock in self.desk.live if (kind, subject) == ("hazard", case.id)}

    def rings_at(self, case: Hazard, clock: str) -> datetime:
        return self.desk.live["hazard", case.id, clock]

    def rings_after(self, case: Hazard, clock: str, step: int) -> timedelta:
        """How long after the ring of a step the next one is."""
        return timers.CLOCK[clock].rings_next(as_desk(self.desk), case, self.now, step) - self.now

    def first_rung(self, case: Hazard) -> datetime:
        """When its limit is first spoken of: a day before; of what is larger three days; of a major hazard daily."""
        days = {Grade.GENERAL: (1,), Grade.LARGER: (3, 1)}.get(case.company_grade, range(400, 0, -1))
        moments = (case.due_at - timedelta(days=n) for n in days)
        return next((moment for moment in moments if moment > self.now), case.due_at)

    def kinds(self, case: Hazard) -> list[str]:
        """What happened to a case, in order."""
        return [event.kind for event in self.desk.events if event.subject_id == case.id]
