"""Put to rest 挂起: nobody can work on it for a time, the line stands or the machine is away; a named pause.

What can hurt somebody now, is major, or has a limit that an authority set is not put to rest. As the limit moves by it,
it is granted as more time is, and counts as such. When it is over, the time that was left goes on.
"""

from dataclasses import dataclass
from datetime import datetime

from workflow.danger import RUNNING
from workflow.desk import Desk
from workflow.errors import Refused
from workflow.events import Event, Fact
from workflow.extension import is_asked
from workflow.hazard import Act, Hazard, as_seen, given
from workflow.library import Grade
from workflow.lifecycle import Verb
from workflow.outside import day_said
from workflow.stages import has_days, in_hand

MOST_DAYS = 90  # what rests longer needs a plan, or is among the long-standing ones


@dataclass(frozen=True)
class Suspend:
    """Until a day, in ISO 8601 or as a number of days from today; `seen_version` is the case as it was seen."""

    hazard_id: str
    seen_version: int
    until: str
    reason: str


@dataclass(frozen=True)
class Resume:
    """It can be worked on again, earlier than was thought."""

    hazard_id: str


def is_suspended(hazard: Hazard) -> bool:
    return hazard.suspended_until is not None


def may_rest(hazard: Hazard) -> bool:
    return may_not_rest(hazard) is None


def may_not_rest(hazard: Hazard) -> Refused | None:
    """Why a case is not put to rest."""
    if hazard.company_grade is Grade.MAJOR or hazard.danger == RUNNING:
        return Refused("rest_danger")
    if hazard.due_locked:
        return Refused("due_locked")
    if is_suspended(hazard):
        return Refused("limit_rests")
    if is_asked(hazard):
        return Refused("limit_asked")
    return has_days(hazard) if in_hand(hazard) else None


def suspend(desk: Desk, hazard: Hazard, command: Suspend, act: Act) -> Event:
    """What is late already is not hidden by it: more time is granted first, or refused."""
    given(command.reason)
    as_seen(hazard, command.seen_version)
    if hazard.due_at <= act.at:
        raise Refused("rest_late")
    days = (day_said(desk, command.until) - desk.today).days
    if not 1 <= days <= MOST_DAYS:
        raise Refused("rest_day", most=MOST_DAYS)
    until = desk.calendar.due(act.at, days)
    due = _whole_days_on(desk, until, act.at, hazard.due_at)
    facts: dict[str, Fact] = {"from": hazard.due_at.isoformat(), "until": until.isoformat(), "due_at": due.isoformat()}
    event = hazard.move(Verb.SUSPEND, act, facts, {"reason": command.reason})
    hazard.suspended_until, hazard.due_at = until, due
    hazard.extensions += 1
    return event


def resume(desk: Desk, hazard: Hazard, command: Resume, act: Act) -> Event:
    return _go_on(desk, hazard, act)


def end_rest(desk: Desk, hazard: Hazard, act: Act) -> Event | None:
    """The pause is over: the clock ends it by itself."""
    return _go_on(desk, hazard, act) if is_suspended(hazard) else None


def rests_until(hazard: Hazard, now: datetime) -> datetime:
    return hazard.suspended_until or now


def _go_on(desk: Desk, hazard: Hazard, act: Act) -> Event:
    """As many days are left as there were when it was put to rest."""
    due = _whole_days_on(desk, act.at, hazard.suspended_until or act.at, hazard.due_at)
    event = hazard.move(Verb.RESUME, act, {"due_at": due.isoformat()})
    hazard.suspended_until, hazard.due_at = None, due
    return event


def _whole_days_on(desk: Desk, start: datetime, since: datetime, due: datetime) -> datetime:
    """At the end of the day that lies as far from one moment as a limit lies from another: nobody repairs at night."""
    left = desk.calendar.local(due).date() - desk.calendar.local(since).date()
    return desk.calendar.due(start, max(left.days, 0))
