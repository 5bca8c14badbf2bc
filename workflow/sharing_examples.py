"""The rules of example cases: what is closed, once, and not any more where it was opened again."""

from datetime import datetime

from workflow.desk import Desk
from workflow.errors import Refused
from workflow.events import Event, Fact
from workflow.example_cases import (
    CHOSEN,
    CLOCK,
    COUNTER,
    DONE,
    HOUR,
    KIND,
    MOST_SIGNS,
    TOLD,
    WITHDRAWN,
    WORDS,
    ChooseExample,
    WithdrawExample,
    next_monday,
    of_case,
)
from workflow.hazard import Hazard
from workflow.ids import new_id
from workflow.lifecycle import State
from workflow.people import Person
from workflow.permissions import Action, allowed


def choose(desk: Desk, command: ChooseExample, by: Person, at: datetime) -> None:
    hazard = desk.hazard(command.hazard_id)
    if hazard is None or not allowed(by, Action.SEE, hazard, desk.today):
        raise Refused("unknown_case")
    if hazard.state is not State.CLOSED:
        raise Refused("example_open", number=hazard.number)
    words, done = command.words.strip(), command.done.strip()
    if not words or not done or max(len(words), len(done)) > MOST_SIGNS:
        raise Refused("example_long", most=MOST_SIGNS)
    desk.next_number(COUNTER)  # two officers at once: the second waits, and takes the Monday after
    known = desk.examples.all()
    before = of_case(known, hazard.id)
    if before is not None and not before.withdrawn:
        raise Refused("example_chosen", number=hazard.number, on=before.on.isoformat())
    on = next_monday(desk.today, (example.on for example in known if example.waits))
    facts: dict[str, Fact] = {"on": on.isoformat(), "category": hazard.category}
    _record(desk, hazard.id, CHOSEN, by.id, at, facts, {WORDS: words, DONE: done})
    desk.start_timer(KIND, hazard.id, CLOCK, datetime.combine(on, HOUR, desk.calendar.zone))


def withdraw(desk: Desk, command: WithdrawExample, by: Person, at: datetime) -> None:
    example = of_case(desk.examples.all(), command.hazard_id)
    if example is None or not example.waits:
        raise Refused("example_over")
    _record(desk, command.hazard_id, WITHDRAWN, by.id, at)
    desk.stop_timer(KIND, command.hazard_id, CLOCK)


def tell(desk: Desk, hazard: Hazard | None, hazard_id: str, at: datetime) -> bool:
    """Its Monday has come. False where the case is not closed any more: then it is withdrawn, for it was no success."""
    is_good = hazard is not None and hazard.state is State.CLOSED
    _record(desk, hazard_id, TOLD if is_good else WITHDRAWN, None, at)
    return is_good


def _record(
    desk: Desk,
    hazard_id: str,
    kind: str,
    by: str | None,
    at: datetime,
    facts: dict[str, Fact] | None = None,
    words: dict[str, str] | None = None,
) -> None:
    version = desk.version_of(KIND, hazard_id) + 1
    desk.record(Event(new_id(), KIND, hazard_id, version, kind, by, at, facts or {}, words or {}))
