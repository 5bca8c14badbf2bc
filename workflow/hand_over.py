"""The hand-over of a shift 交接班: who takes which one over, and when it counts as not taken over."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from workflow.desk import Desk
from workflow.errors import Refused
from workflow.people import Person
from workflow.permissions import Action, reach
from workflow.reach import Reach

CLOCK = "shift"  # of a person: it rings when a shift of theirs begins
LIST = "shift.list"  # what a team leader takes over
TAKEN_WITHIN = timedelta(hours=1)  # after that it stands among those that nobody took over
KEPT_IN_SIGHT = timedelta(days=3)


@dataclass(frozen=True)
class TakeOver:
    """A team leader has taken a shift over, which begins at an ISO moment, with so many open cases and measures."""

    starts: str
    cases: int
    measures: int


def leads(person: Person, on: date) -> Reach | None:
    """The areas whose open cases somebody takes over with their shift; None where they lead none."""
    right = reach(person, Action.HAND_OVER, on)
    return right if right.area_paths else None


def take_over(desk: Desk, command: TakeOver, by: Person, at: datetime) -> None:
    """The first tap counts; one more changes nothing."""
    if leads(by, desk.today) is None:
        raise Refused("not_yours")
    desk.take_over(by.id, datetime.fromisoformat(command.starts), command.cases, command.measures)
