"""Cases that turn out to be no task of their own: no hazard, or the same as another one. Both can be undone."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from workflow.danger import DAILY, RUNNING, end_measure, is_dangerous, is_held, warn
from workflow.desk import Desk
from workflow.dispatch import dispatch
from workflow.errors import Refused
from workflow.events import Event
from workflow.hazard import Act, Hazard, given, own_case
from workflow.lifecycle import IN_HAND, Verb
from workflow.major import is_lower, is_major, is_ordered, is_unconfirmed, measure_at_once
from workflow.people import Person
from workflow.permissions import Action, allowed
from workflow.plan import is_long_term
from workflow.register import limit_given_anew
from workflow.stages import work_is_done


@dataclass(frozen=True)
class MarkInvalid:
    """A person says, with a reason, that there is no hazard; a machine never does."""

    hazard_id: str
    reason: str


@dataclass(frozen=True)
class Merge:
    """The case is the same as another, which is named by its number and goes on."""

    hazard_id: str
    into: str


@dataclass(frozen=True)
class Reinstate:
    """What was set aside is a case of its own after all; it looks for its owner anew."""

    hazard_id: str
    reason: str


def whose(hazard: Hazard) -> Action:
    """The right of whose word it takes: of what is major, or an authority has found, the director's."""
    return Action.JUDGE_MAJOR if is_major(hazard) or hazard.due_locked else Action.SET_ASIDE


def mark_invalid(desk: Desk, hazard: Hazard, command: MarkInvalid, act: Act) -> Event:
    given(command.reason)
    former = hazard.owner_id
    event = hazard.move(Verb.MARK_INVALID, act, {"from": former}, {"reason": command.reason})
    _let_go(hazard)
    return event


def merge(desk: Desk, hazard: Hazard, command: Merge, act: Act) -> Event:
    other = desk.numbered(command.into.strip().upper())
    if other is None:
        raise Refused("merge_unknown", number=command.into)
    if other.id == hazard.id:
        raise Refused("merge_itself")
    if other.state not in IN_HAND:
        raise Refused("merge_closed", number=other.number)
    if hazard.danger == RUNNING:
        raise Refused("merge_running")
    _nothing_is_lost(hazard, other)
    event = hazard.move(Verb.MERGE, act, {"from": hazard.owner_id, "into": other.id, "number": other.number})
    _let_go(hazard)
    hazard.merged_into_id = other.id
    other.also_reported_by = [*other.also_reported_by, *hazard.reporters]
    return event


def reinstate(desk: Desk, hazard: Hazard, command: Reinstate, act: Act) -> Event:
    given(command.reason)
    due_at = limit_given_anew(desk, hazard, act.at)
    event = hazard.move(Verb.REINSTATE, act, {"due_at": due_at.isoformat()}, {"reason": command.reason})
    hazard.due_at = due_at
    _part(desk, hazard)
    hazard.measure_hours = min(hazard.measure_hours, DAILY)  # nobody has looked meanwhile
    return event


def _part(desk: Desk, hazard: Hazard) -> None:
    """It goes on in no other case any more: those of its reporters who have no other part there lose sight of that."""
    into, hazard.merged_into_id = hazard.merged_into_id, None
    while into is not None and (other := desk.hazard(into)) is not None:
        left = Counter(other.also_reported_by) - Counter(hazard.reporters)
        other.also_reported_by = list(left.elements())
        into = other.merged_into_id


def look_for_owner(desk: Desk, hazard: Hazard, act: Act) -> None:
    """What was set aside looks for its owner anew; a danger that nothing holds off is told again."""
    dispatch(desk, hazard, act)
    if is_major(hazard):
        measure_at_once(desk, hazard, act)
        return
    event = warn(hazard, act) if hazard.danger == RUNNING else end_measure(desk, hazard, act)
    if event is not None:
        desk.record(event)


def not_merged(person: Person, hazard: Hazard, on: date) -> Refused | None:
    """Why somebody who may set cases aside does not end this one in another: it is their own, or has gates.

    What is confirmed as major ends by its gates or the director's word; where an authority ordered, by the gates.
    """
    if is_major(hazard) and is_ordered(hazard):
        return Refused("ordered")
    if is_major(hazard) and not is_unconfirmed(hazard) and not _judges(person, hazard, on):
        return Refused("major_aside")
    return own_case(person, hazard, on)


def not_invalid(person: Person, hazard: Hazard, on: date) -> Refused | None:
    """Why they do not say that there is no hazard: of what an authority has found only the director says so."""
    if hazard.due_locked and not _judges(person, hazard, on):
        return not_merged(person, hazard, on) or Refused("authority_aside")
    return not_merged(person, hazard, on)


def _judges(person: Person, hazard: Hazard, on: date) -> bool:
    """True for the director, and for whoever stands in."""
    return allowed(person, Action.JUDGE_MAJOR, hazard, on)


def _nothing_is_lost(hazard: Hazard, into: Hazard) -> None:
    """What goes on is at least as grave, as pressed by an authority, as planned and as dangerous as what ends in it."""
    refusal = _lost(hazard, into)
    if refusal is not None:
        raise Refused("merge_neither", number=into.number) if _lost(into, hazard) else refusal


def _lost(hazard: Hazard, into: Hazard) -> Refused | None:
    """Why a case cannot end in another one."""
    if is_lower(into.company_grade, hazard.company_grade):
        return Refused("merge_grade", number=into.number)
    if _less_pressed(hazard, into):
        return Refused("merge_locked", number=into.number)
    if _less_planned(hazard, into):
        return Refused("merge_plan", number=into.number)
    if is_held(hazard) and not is_held(into):
        return Refused("merge_held", number=into.number)  # or nobody would look after the measure any more
    if is_dangerous(hazard) and not is_dangerous(into):
        return Refused("merge_danger", number=into.number)
    return None


def _less_pressed(hazard: Hazard, into: Hazard) -> bool:
    return hazard.due_locked and not (into.due_locked and into.due_at <= hazard.due_at)


def _less_planned(hazard: Hazard, into: Hazard) -> bool:
    if hazard.plan is None:
        return False
    long_term = is_long_term(hazard) and not is_long_term(into)
    return into.plan is None or long_term or (work_is_done(into) and not work_is_done(hazard))


def _let_go(hazard: Hazard) -> None:
    """It is nobody's task any more."""
    hazard.owner_id = hazard.outside_until = None
    hazard.stage = None
