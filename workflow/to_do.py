"""The list of somebody's work at the start of their shift: who gets one, and what they choose."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from workflow.desk import Desk
from workflow.people import Person

CLOCK = "to_do"  # of a person
MORNING = "to_do.daily"  # what they are told
# Who reads a digest as near as this to the start of their shift gets no list besides: it says what waits for them.
NEAR = timedelta(hours=3)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class ChooseToDo:
    """Whether somebody wants the list of their work at the start of each shift."""

    off: bool


def choose(desk: Desk, command: ChooseToDo, by: Person, at: datetime) -> None:
    """Who wants it again gets their clock with everybody else's."""
    desk.choose_to_do(by.id, off=command.off)
    if command.off:
        desk.stop_timer("person", by.id, CLOCK)


def near(one: time, other: time) -> bool:
    """Whether two times of day are as good as the same, also over midnight."""
    apart = abs(_since_midnight(one) - _since_midnight(other))
    return min(apart, _DAY - apart) <= NEAR


def _since_midnight(moment: time) -> timedelta:
    return timedelta(hours=moment.hour, minutes=moment.minute)
