"""Who takes over what is in the hands of somebody who cannot be reached any more: the task, the check, the help."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from workflow.assistance import answering
from workflow.desk import Desk
from workflow.dispatch import acceptor_for
from workflow.events import Event
from workflow.hazard import Act, Hazard
from workflow.lifecycle import WITH_OWNER, State, Verb
from workflow.people import Person, Role

TASK, CHECK, HELP = "task", "check", "help"


@dataclass(frozen=True)
class Handed:
    """A part of a case that went over to somebody else."""

    part: str
    to: str


def hand_over(desk: Desk, hazard: Hazard, gone: Person, at: datetime) -> list[Handed]:
    """Give to others what a person has of a case; what nobody could be found for stays theirs."""
    act = Act(None, at)
    handed = [
        _hand_task(desk, hazard, gone, act) if hazard.owner_id == gone.id else None,
        _hand_check(desk, hazard, gone, act) if _is_to_check(hazard, gone) else None,
        _hand_help(desk, hazard, gone, act) if _is_to_help(hazard, gone) else None,
    ]
    return [each for each in handed if each is not None]


def _hand_task(desk: Desk, hazard: Hazard, gone: Person, act: Act) -> Handed | None:
    to = next((who for who in _heirs(desk, hazard, gone) if _may_take(desk, hazard, who, gone)), None)
    if to is None:
        return None
    if hazard.state in WITH_OWNER:  # whoever repaired it accepts nothing of it
        hazard.acceptor_id = acceptor_for(desk, hazard, act, to.id, gone.id)
    event = hazard.move(Verb.HAND_OVER, act, {"owner": to.id, "from": gone.id, **hazard.helpers})
    hazard.owner_id = to.id
    desk.record(event)  # which seals the case as it is left
    return Handed(TASK, to.id)


def _heirs(desk: Desk, hazard: Hazard, gone: Person) -> Iterable[Person]:
    """The head of the department that has it, or of the person's own; then whoever watches over safety."""
    theirs = {hazard.department_id, *gone.departments_on(desk.today)}
    heads = [p for p in desk.holders(Role.DEPARTMENT_HEAD) if theirs & p.departments_on(desk.today)]
    yield from sorted(heads, key=lambda head: not head.holds(Role.DEPARTMENT_HEAD, hazard.department_id, desk.today))
    for role in (Role.SAFETY_OFFICER, Role.SAFETY_DIRECTOR, Role.EXECUTIVE):
        yield from desk.holders(role)


def _may_take(desk: Desk, hazard: Hazard, person: Person, gone: Person) -> bool:
    """What is repaired already does not go to the one who is to accept it."""
    judges = hazard.state is State.AWAITING_ACCEPTANCE and person.id == hazard.acceptor_id
    return person.id != gone.id and not judges and desk.reachable(person.id)


def _is_to_check(hazard: Hazard, gone: Person) -> bool:
    return hazard.state is State.AWAITING_ACCEPTANCE and hazard.acceptor_id == gone.id


def _hand_check(desk: Desk, hazard: Hazard, gone: Person, act: Act) -> Handed | None:
    passed = [gone.id]
    while (to := acceptor_for(desk, hazard, act, hazard.owner_id, *passed)) is not None and not desk.reachable(to):
        passed.append(to)
    if to is None:
        return None
    event = _replaced(hazard, CHECK, to, gone, act)
    hazard.acceptor_id = to
    desk.record(event)
    return Handed(CHECK, to)


def _is_to_help(hazard: Hazard, gone: Person) -> bool:
    return hazard.helper_department_id is not None and hazard.helper_id == gone.id and hazard.state in WITH_OWNER


def _hand_help(desk: Desk, hazard: Hazard, gone: Person, act: Act) -> Handed | None:
    """Their department is asked again: anybody of it may take it."""
    asked = answering(desk, hazard.helper_department_id or "")
    to = next((who for who in asked if who != gone.id and desk.reachable(who)), None)
    if to is None:
        return None
    event = _replaced(hazard, HELP, to, gone, act)
    hazard.helper_id = None
    desk.record(event)
    return Handed(HELP, to)


def _replaced(hazard: Hazard, part: str, to: str, gone: Person, act: Act) -> Event:
    return hazard.move(Verb.REPLACE, act, {"part": part, "to": to, "from": gone.id})
