"""The hand-over of a shift: what its team leader takes over, and who has taken over theirs."""

from dataclasses import dataclass
from typing import Any

from handlers.questions import Open, Option, find
from handlers.replies import Do, Say
from handlers.wanted import HandOver, ShiftsTaken
from workflow.hand_over import LIST, TakeOver

TO_DO = Option("to_do", "to_do", opens=Open("to_do"))
SEE = Option("cases", "shift_cases", opens=Open("open_cases"))


@dataclass(frozen=True)
class Leader:
    id: str


@dataclass(frozen=True)
class Taking:
    """A shift that begins at an ISO moment, as its list told it; without that, there is only the list to be shown."""

    id: str
    starts: str = ""
    cases: int = 0
    measures: int = 0


def options_of(facts: dict[str, Any]) -> tuple[Option, ...]:
    """To take it over, where it is time for that and not done yet, and to see every case."""
    opens = Open("take_over", {"starts": facts["starts"], "cases": facts["total"], "measures": facts["held"]})
    taking = () if facts["taken_at"] or not facts["may_take"] else (Option("taken_over", "taken_over", opens=opens),)
    return (*taking, *((SEE,) if facts["total"] else ()), *((TO_DO,) if facts["waits"] else ()))


async def hand_over(leader: Leader) -> Say:
    """A team leader's own list at any hour; for whoever looks after them, who has taken which shift over."""
    own = await find(HandOver())
    if own is not None:
        return Say(LIST if own["total"] or own["held"] else "shift.nothing", own, options_of(own))
    shifts = await find(ShiftsTaken())
    if shifts is None:
        return Say("shift.not_yours")
    return Say("shift.taken" if shifts["shifts"] else "shift.none_taken", shifts)


async def take_over(taking: Taking) -> Do | Say:
    if not taking.starts:
        return await hand_over(Leader(taking.id))
    command = TakeOver(taking.starts, taking.cases, taking.measures)
    facts = {"cases": taking.cases, "measures": taking.measures}
    return Do(command, "shift.taken_over", facts=facts, options=(SEE,) if taking.cases else ())
