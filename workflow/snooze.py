"""Remind me later 稍后提醒: an owner puts their own reminder off, a little and with a reason; the limit stays."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from workflow.desk import Desk
from workflow.errors import Refused
from workflow.escalation import has_climbed
from workflow.events import Event, Fact
from workflow.hazard import Act, Hazard, given
from workflow.keeps import Snooze
from workflow.library import Grade
from workflow.lifecycle import Verb

MOST_TIMES = 2  # of one owner with one case
LONGEST_HOURS = 24


@dataclass(frozen=True)
class SnoozeReminder:
    """The owner is to be reminded so many hours from now instead."""

    hazard_id: str
    hours: int
    reason: str


def may_be_put_off(hazard: Hazard) -> bool:
    return hazard.company_grade is not Grade.MAJOR and _times(hazard) < MOST_TIMES


def not_put_off(hazard: Hazard) -> Refused:
    """Why a reminder comes when it comes."""
    if hazard.company_grade is Grade.MAJOR:
        return Refused("snooze_major")
    return Refused("snooze_often", most=MOST_TIMES)


def snooze(desk: Desk, hazard: Hazard, command: SnoozeReminder, act: Act) -> Event:
    """Before the limit never beyond it. What others are told, and when, is not the owner's to put off."""
    given(command.reason)
    if not 1 <= command.hours <= LONGEST_HOURS:
        raise Refused("snooze_long", most=LONGEST_HOURS)
    if has_climbed(desk, hazard):
        raise Refused("snooze_climbed")
    until = act.at + timedelta(hours=command.hours)
    if act.at < hazard.due_at:
        until = min(until, hazard.due_at)
    before = desk.happened(hazard.id, {"snoozed"})
    times = sum(each.facts.get("for", each.actor_id) == hazard.owner_id for each in before) + 1  # also by a deputy
    if times > MOST_TIMES:
        raise Refused("snooze_often", most=MOST_TIMES)
    facts: dict[str, Fact] = {"until": until.isoformat(), "times": times}
    event = hazard.move(Verb.SNOOZE, act, facts, {"reason": command.reason})
    hazard.snooze = Snooze(hazard.owner_id or "", until, times)
    return event


def put_off_until(hazard: Hazard, now: datetime) -> datetime:
    return hazard.snooze.until if hazard.snooze else now


def is_put_off(hazard: Hazard) -> bool:
    """Whether the reminder comes by a clock of its own: at the limit it is the limit's that rings."""
    return _is_owners(hazard) and put_off_until(hazard, hazard.due_at) != hazard.due_at


def is_waiting(hazard: Hazard, now: datetime) -> bool:
    """Whether the owner is let be until the moment that they have named."""
    return _is_owners(hazard) and now < put_off_until(hazard, now)


def _times(hazard: Hazard) -> int:
    return hazard.snooze.times if hazard.snooze and _is_owners(hazard) else 0


def _is_owners(hazard: Hazard) -> bool:
    return hazard.snooze is not None and hazard.snooze.by == hazard.owner_id
