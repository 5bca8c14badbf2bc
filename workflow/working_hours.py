"""When people are at work, as officers say: somebody's shift, and whether whoever is off shift is let be."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from workflow.errors import Refused
from workflow.events import Event
from workflow.ids import joint_id, new_id
from workflow.people import Person


@dataclass(frozen=True)
class SetShift:
    """shift: its code; empty: the usual hours. if_now: which it has to be still; else somebody has changed it since."""

    person_id: str
    shift: str
    if_now: str


@dataclass(frozen=True)
class SetQuiet:
    """Whether what is not urgent waits for its reader's shift; none: as is usual. if_now: as in SetShift."""

    quiet: bool | None
    if_now: bool | None


HoursCommand = SetShift | SetQuiet


class WorkingHours(Protocol):
    """Where shifts and quiet time are written down."""

    def is_shift(self, code: str) -> bool: ...
    def shift_of(self, person_id: str) -> str:
        """Its code; empty where somebody has the usual hours."""

    def set_shift(self, person_id: str, code: str) -> None: ...
    def quiet(self) -> bool | None: ...
    def set_quiet(self, quiet: bool | None) -> None: ...


class HoursDesk(Protocol):
    """As much of a desk as is needed here."""

    @property
    def working_hours(self) -> WorkingHours: ...
    def person(self, person_id: str) -> Person | None: ...
    def version_of(self, subject_kind: str, subject_id: str) -> int: ...
    def record(self, event: Event) -> None: ...


def set_shift(desk: HoursDesk, command: SetShift, by: Person, at: datetime) -> None:
    """From now on; what waits already for their next shift goes when it was to go."""
    if desk.person(command.person_id) is None:
        raise Refused("has_left")
    if command.shift and not desk.working_hours.is_shift(command.shift):
        raise Refused("shift_gone")
    if desk.working_hours.shift_of(command.person_id) != command.if_now:
        raise Refused("overtaken")
    desk.working_hours.set_shift(command.person_id, command.shift)
    version = desk.version_of("person", command.person_id) + 1
    facts = {"shift": command.shift, "before": command.if_now}
    desk.record(Event(new_id(), "person", command.person_id, version, "shift_set", by.id, at, facts))


def set_quiet(desk: HoursDesk, command: SetQuiet, by: Person, at: datetime) -> None:
    if desk.working_hours.quiet() != command.if_now:
        raise Refused("overtaken")
    desk.working_hours.set_quiet(command.quiet)
    subject = joint_id("company", "quiet")
    version = desk.version_of("company", subject) + 1
    facts = {"quiet": command.quiet}
    desk.record(Event(new_id(), "company", subject, version, "quiet_set", by.id, at, facts))
