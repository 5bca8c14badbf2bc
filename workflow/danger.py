"""Danger first: a hazard that can hurt somebody now, whether it was stopped, and what keeps people safe meanwhile."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from workflow.desk import Desk
from workflow.errors import Refused
from workflow.events import Event, Fact
from workflow.hazard import Act, Hazard, given
from workflow.library import Category, Grade
from workflow.lifecycle import Verb

# Where a hazard of these kinds is left as it is, the next person who comes by can be hurt. In doubt it is asked: where
# the library knows the hazard, its entry says of an expired extinguisher or a missing sign that it hurts nobody now.
HURTS = frozenset(
    {
        Category.ELECTRICAL,
        Category.MECHANICAL,
        Category.HEIGHT,
        Category.SPECIAL_EQUIPMENT,
        Category.CONFINED_SPACE,
        Category.CHEMICAL,
        Category.VEHICLE,
        Category.CONSTRUCTION_STRUCTURE,
        Category.FIRE,
        Category.OCCUPATIONAL_HEALTH,
        Category.ENVIRONMENT,
    }
)


class Means(StrEnum):
    """By what means people are kept from a danger at once, before anybody repairs it."""

    MACHINE = "machine"  # it is switched off
    FIRE = "fire"  # what burns and what could burn are parted
    RELEASE = "release"  # it is stopped up, aired, people leave
    GROUND = "ground"  # it is fenced in, covered or cleared
    OPENING = "opening"  # people come away, it is fenced in or covered
    UNSTEADY = "unsteady"  # what could fall over is secured or moved away


MEANS = {
    Category.FIRE: Means.FIRE,
    Category.CHEMICAL: Means.RELEASE,
    Category.OCCUPATIONAL_HEALTH: Means.RELEASE,
    Category.ENVIRONMENT: Means.GROUND,
    Category.OTHER: Means.GROUND,
    Category.HEIGHT: Means.OPENING,
    Category.CONFINED_SPACE: Means.OPENING,
    Category.CONSTRUCTION_STRUCTURE: Means.OPENING,
}
# Of a case: whether the danger was stopped; held: by a temporary measure, which is asked after until the repair.
STOPPED, RUNNING, HELD = "stopped", "running", "held"
# How often a temporary measure is looked at, in hours: every shift, every day, every week.
SHIFTLY, DAILY, WEEKLY = 8, 24, 168
RHYTHMS = (SHIFTLY, DAILY, WEEKLY)
# Whoever is asked has this long, and so long before its end a measure is asked after once more.
ANSWERED_WITHIN = timedelta(hours=4)
LONGEST_DAYS = 365


@dataclass(frozen=True)
class Contain:
    """The danger is held off until the repair: `measure` says how (switched off, fenced in, guarded)."""

    hazard_id: str
    measure: str
    draft_id: str = ""


@dataclass(frozen=True)
class CheckMeasure:
    """The temporary measure is still in place."""

    hazard_id: str


@dataclass(frozen=True)
class SetMeasure:
    """How often the measure is looked at, or until when it stays; what is not named stays as it is.

    hours: one of RHYTHMS. day: the last day on which it holds, as an ISO date; days: the same, counted from today.
    to_repair: it has no end but the repair.
    """

    hazard_id: str
    hours: int | None = None
    day: str | None = None
    days: int | None = None
    to_repair: bool = False


@dataclass(frozen=True)
class MissMeasure:
    """The measure is gone, or the machine runs again: nobody is safe there any more."""

    hazard_id: str


def can_hurt_now(category: Category, grade: Grade, hurts: bool | None = None) -> bool:
    """True when the reporter is to be asked whether it was stopped. `hurts` is what the hazard library says of it."""
    if hurts is None or grade is Grade.MAJOR:
        return grade is not Grade.GENERAL or category in HURTS
    return hurts


def means_of(category: Category, says: str | None = None) -> Means:
    """By what means people are kept from it; `says` is what the hazard library says of it, where it says anything."""
    return Means(says) if says else MEANS.get(category, Means.MACHINE)


def is_dangerous(hazard: Hazard) -> bool:
    return hazard.danger != ""


def is_unheld(danger: str) -> bool:
    """True for a danger that no temporary measure holds off; `danger` is `Hazard.danger`."""
    return danger in (STOPPED, RUNNING)


def is_held(hazard: Hazard) -> bool:
    return hazard.danger == HELD


def warn(hazard: Hazard, act: Act) -> Event:
    """It could not be stopped, or is not stopped any more: those who can come are told at once."""
    hazard.danger = RUNNING
    if hazard.measure_until is not None and act.at < hazard.measure_until:
        hazard.measure_until = None  # it was taken away before its end; one that has ended is told as ended
    return hazard.move(Verb.WARN, act)


def demand(hazard: Hazard, act: Act) -> Event:
    """Of a major hazard: a measure is asked for at once. `reported` keeps what the reporter said of the danger."""
    event = hazard.move(Verb.DEMAND_MEASURE, Act(None, act.at), {"reported": hazard.danger})
    hazard.danger = RUNNING
    return event


def miss_measure(desk: Desk, hazard: Hazard, command: MissMeasure, act: Act) -> Event:
    return warn(hazard, act)


def end_measure(desk: Desk, hazard: Hazard, act: Act) -> Event | None:
    """A measure whose end has passed unrenewed holds nothing off any more."""
    until = hazard.measure_until
    return warn(hazard, act) if is_held(hazard) and until is not None and until <= act.at else None


def unwatched(desk: Desk, hazard: Hazard, act: Act) -> None:
    """What is reopened is as dangerous as before, and its measure went when it was closed: people are called anew."""
    if hazard.danger in (RUNNING, HELD):
        forget_measure(hazard)
        desk.record(warn(hazard, Act(None, act.at)))


def forget_measure(hazard: Hazard) -> None:
    """The measure went when the case was closed."""
    hazard.measure_until = None
    hazard.danger = RUNNING if hazard.danger == HELD else hazard.danger


def contain(desk: Desk, hazard: Hazard, command: Contain, act: Act) -> Event:
    given(command.measure)
    photos = desk.attach_photos(command.draft_id, hazard.id, "progress")
    event = hazard.move(Verb.CONTAIN, act, {"photos": photos}, {"measure": command.measure})
    if not is_held(hazard):  # another measure beside the one that holds is looked at as that one was
        hazard.measure_until, hazard.measure_hours = None, DAILY
    hazard.danger = HELD
    return event


def set_measure(desk: Desk, hazard: Hazard, command: SetMeasure, act: Act) -> Event:
    """The end is 18:00 at the site on its last day, or four hours from now where that is later."""
    hours, until = command.hours or hazard.measure_hours, None if command.to_repair else hazard.measure_until
    if hours not in RHYTHMS:
        raise Refused("rhythm")
    days = (date.fromisoformat(command.day) - desk.today).days if command.day else command.days
    if days is not None:
        if days < 0:
            raise Refused("measure_past")
        if days > LONGEST_DAYS:
            raise Refused("measure_far")
        until = desk.calendar.due(act.at, days)
    facts: dict[str, Fact] = {"until": until.isoformat() if until else None, "hours": hours}
    event = hazard.move(Verb.SET_MEASURE, act, facts)
    hazard.measure_until, hazard.measure_hours = until, hours
    return event


def check_measure(desk: Desk, hazard: Hazard, command: CheckMeasure, act: Act) -> Event:
    return hazard.move(Verb.CHECK_MEASURE, act)


def next_look(hazard: Hazard, now: datetime) -> datetime:
    """When the measure is asked after: by its rhythm, once more before its end, and at its end."""
    return _not_past_the_end(hazard, now, timedelta(hours=hazard.measure_hours))


def look_again(hazard: Hazard, now: datetime) -> datetime:
    """When it is asked after that nobody has answered for."""
    return _not_past_the_end(hazard, now, ANSWERED_WITHIN)


def _not_past_the_end(hazard: Hazard, now: datetime, wait: timedelta) -> datetime:
    if hazard.measure_until is None:
        return now + wait
    last_call = hazard.measure_until - ANSWERED_WITHIN
    return min(now + wait, last_call if now < last_call else hazard.measure_until)
