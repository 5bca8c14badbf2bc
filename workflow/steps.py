"""The steps of a case that somebody has to take: when each begins, when it is done, and how long it took.

Time runs by the calendar, as limits do: a night counts. For whoever is given a task that nobody took it begins anew.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from workflow.lifecycle import State
from workflow.standing import Standing


class Step(StrEnum):
    """What somebody has to do next."""

    TAKE = "take"  # the owner, once they have been given the case
    REPAIR = "repair"  # the owner, until it is handed in; the making of a plan is a part of it
    ACCEPTANCE = "acceptance"  # the acceptor, until they have signed it off or sent it back


_OF = {
    State.ASSIGNED: Step.TAKE,
    State.PLANNING: Step.REPAIR,
    State.RECTIFYING: Step.REPAIR,
    State.AWAITING_ACCEPTANCE: Step.ACCEPTANCE,
}
# In which state a case is once the step is done; any other end of it was none: given to another, set aside, outside.
_DONE_IN = {
    Step.TAKE: (State.RECTIFYING, State.PLANNING),
    Step.REPAIR: (State.AWAITING_ACCEPTANCE,),
    Step.ACCEPTANCE: (State.CLOSED, State.RECTIFYING),
}


@dataclass(frozen=True)
class Running:
    """A step that is not done yet: since when, by whose task, and of which department."""

    step: Step
    since: datetime
    owner_id: str | None
    department_id: str | None


@dataclass(frozen=True)
class Taken:
    """A step that is done: by whose task, of which department, and, of an acceptance, whether it was passed."""

    step: Step
    ended_at: datetime
    minutes: int
    owner_id: str | None
    department_id: str | None
    passed: bool | None


def running(state: State | None, since: datetime | None, owner: str | None, department: str | None) -> Running | None:
    """What runs in a state; none: nobody has to do anything, or it is not known since when."""
    step = _OF.get(state) if state else None
    return Running(step, since, owner, department) if step and since else None


def step_on(before: Running | None, after: Standing, at: datetime) -> tuple[Running | None, Taken | None]:
    """What runs after an event, and what that event has done."""
    step = _OF.get(after.state)
    goes_on = before and before.step is step and (step is not Step.TAKE or before.owner_id == after.owner_id)
    since = before.since if before and goes_on else at
    taken = _taken(before, after, at) if before and not goes_on else None
    return running(after.state, since, after.owner_id, after.department_id), taken


def _taken(before: Running, after: Standing, at: datetime) -> Taken | None:
    if after.state not in _DONE_IN[before.step]:
        return None
    passed = after.state is State.CLOSED if before.step is Step.ACCEPTANCE else None
    return Taken(before.step, at, _minutes(before.since, at), before.owner_id, before.department_id, passed)


def _minutes(since: datetime, until: datetime) -> int:
    return max((until - since) // timedelta(minutes=1), 0)


def taken_of(steps: Sequence[tuple[datetime, Standing]]) -> Iterator[Taken]:
    """The same by looking back from each event for where its step began: the rule that `step_on` is checked by."""
    for n, (at, after) in enumerate(steps[1:], start=1):
        before = steps[n - 1][1]
        step = _OF.get(before.state)
        if step is None or after.state not in _DONE_IN[step] or _OF.get(after.state) is step:
            continue
        began = n - 1
        while began and _same(steps[began - 1][1], before, step):
            began -= 1
        passed = after.state is State.CLOSED if step is Step.ACCEPTANCE else None
        yield Taken(step, at, _minutes(steps[began][0], at), before.owner_id, before.department_id, passed)


def _same(earlier: Standing, later: Standing, step: Step) -> bool:
    return _OF.get(earlier.state) is step and (step is not Step.TAKE or earlier.owner_id == later.owner_id)
