"""More time 延期: asked by the owner, granted by the officer once for a general hazard, by the director otherwise."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from workflow.deciding import first_in_line
from workflow.desk import Desk
from workflow.errors import Refused
from workflow.events import Event, Fact
from workflow.hazard import Act, Hazard, as_seen, given, own_request
from workflow.library import Grade
from workflow.lifecycle import Verb
from workflow.people import Person
from workflow.permissions import Action, allowed
from workflow.stages import has_days, in_hand

MOST_DAYS = 90  # who needs longer needs a plan with stages


@dataclass(frozen=True)
class AskMoreTime:
    """The owner needs so many days more, counted from the limit as it stands."""

    hazard_id: str
    days: int
    reason: str


@dataclass(frozen=True)
class GrantTime:
    """`seen_version` is the case as the officer saw it: days asked for since are never granted unseen."""

    hazard_id: str
    seen_version: int


@dataclass(frozen=True)
class RefuseTime:
    hazard_id: str
    seen_version: int
    reason: str


@dataclass(frozen=True)
class MoveLimit:
    """Whoever steers moves the limit to a moment of their own accord; `seen_version` is the case as they saw it."""

    hazard_id: str
    seen_version: int
    until: str  # ISO 8601, with its zone
    reason: str


def is_asked(hazard: Hazard) -> bool:
    return hazard.asked_until is not None


def ask_more_time(desk: Desk, hazard: Hazard, command: AskMoreTime, act: Act) -> Event:
    """The clock runs on until somebody grants it. An authority's limit is nobody's to move."""
    given(command.reason)
    if hazard.due_locked:
        raise Refused("due_locked")
    if not 1 <= command.days <= MOST_DAYS:
        raise Refused("days", most=MOST_DAYS)
    if not first_in_line(desk.holders, whose(hazard), hazard, desk.today)[1]:
        raise Refused("no_granter")
    hazard.asked_until = max(hazard.due_at, act.at) + timedelta(days=command.days)
    asked: dict[str, Fact] = {"until": hazard.asked_until.isoformat(), "days": command.days}
    event = hazard.move(Verb.ASK_MORE_TIME, act, asked, {"reason": command.reason})
    hazard.asked_days, hazard.asked_since = command.days, hazard.version
    return event


def grant_time(desk: Desk, hazard: Hazard, command: GrantTime, act: Act) -> Event:
    """A request that has waited past the day it asks for is counted from now."""
    _as_asked(hazard, command.seen_version)
    if in_hand(hazard):
        raise has_days(hazard)
    until = hazard.asked_until
    if until is None or until <= act.at:
        until = act.at + timedelta(days=hazard.asked_days)
    event = hazard.move(Verb.GRANT_TIME, act, {"from": hazard.due_at.isoformat(), "until": until.isoformat()})
    hazard.due_at, hazard.asked_until = until, None
    hazard.extensions += 1
    return event


def refuse_time(desk: Desk, hazard: Hazard, command: RefuseTime, act: Act) -> Event:
    given(command.reason)
    _as_asked(hazard, command.seen_version)
    hazard.asked_until = None
    return hazard.move(Verb.REFUSE_TIME, act, {}, {"reason": command.reason})


def is_ours_to_move(hazard: Hazard) -> bool:
    """True where the limit is the company's, one date, not asked about, and runs."""
    free = not hazard.due_locked and not is_asked(hazard) and hazard.suspended_until is None
    return free and not in_hand(hazard)


def not_ours_to_move(hazard: Hazard) -> Refused | None:
    """Why a limit stays as it is."""
    if hazard.due_locked:
        return Refused("due_locked")
    if is_asked(hazard):
        return Refused("limit_asked")
    return Refused("limit_rests") if hazard.suspended_until is not None else has_days(hazard)


def move_limit(desk: Desk, hazard: Hazard, command: MoveLimit, act: Act) -> Event:
    """To a later day by whoever may grant so much; back to an earlier one by whoever may move it at all.

    What is moved back was granted by nobody in the end, and does not count.
    """
    given(command.reason)
    as_seen(hazard, command.seen_version)
    until, before = datetime.fromisoformat(command.until), hazard.due_at
    if until <= act.at or until == before:
        raise Refused("limit_same")
    if until > max(before, act.at) + timedelta(days=MOST_DAYS):
        raise Refused("days", most=MOST_DAYS)
    if until > before:
        _theirs_to_grant(desk, hazard, act)
    hazard.extensions = max(hazard.extensions + (1 if until > before else -1), 0)
    facts: dict[str, Fact] = {"from": before.isoformat(), "until": until.isoformat()}
    event = hazard.move(Verb.MOVE_LIMIT, act, facts, {"reason": command.reason})
    hazard.due_at = until
    return event


def _theirs_to_grant(desk: Desk, hazard: Hazard, act: Act) -> None:
    if act.by is not None and not allowed(act.by, whose(hazard), hazard, desk.today):
        raise Refused("directors")


def once_for_the_officer(hazard: Hazard) -> bool:
    """True while the officer may decide; afterwards, and above general, it is the director's."""
    return hazard.company_grade is Grade.GENERAL and hazard.extensions == 0


def whose(hazard: Hazard) -> Action:
    """The right that granting takes as the case stands."""
    return Action.GRANT if once_for_the_officer(hazard) else Action.GRANT_AGAIN


def not_theirs(person: Person, hazard: Hazard, on: date) -> Refused | None:
    """Why somebody who may grant time does not grant this."""
    theirs = allowed(person, whose(hazard), hazard, on)
    return own_request(person, hazard, on) or (None if theirs else Refused("directors"))


def _as_asked(hazard: Hazard, seen: int) -> None:
    if seen < hazard.asked_since:
        raise Refused("time_changed", days=hazard.asked_days)
