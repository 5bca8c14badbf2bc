"""Danger first: a hazard that can hurt somebody now, whether it was stopped, and what keeps people safe meanwhile."""

from dataclasses import dataclass

from workflow.desk import Desk
from workflow.events import Event
from workflow.hazard import Act, Hazard, given
from workflow.library import Category, Grade
from workflow.lifecycle import Verb

# Where a hazard of these kinds is left as it is, the next person who comes by can be hurt.
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
    }
)
# Of a case: whether the danger was stopped; held: by a temporary measure, which is asked after until the repair.
STOPPED, RUNNING, HELD = "stopped", "running", "held"


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
class MissMeasure:
    """The measure is gone, or the machine runs again: nobody is safe there any more."""

    hazard_id: str


def can_hurt_now(category: Category, grade: Grade) -> bool:
    """True when the reporter is to be asked whether it was stopped."""
    return grade is not Grade.GENERAL or category in HURTS


def is_dangerous(hazard: Hazard) -> bool:
    return hazard.danger != ""


def is_held(hazard: Hazard) -> bool:
    return hazard.danger == HELD


def warn(hazard: Hazard, act: Act) -> Event:
    """It could not be stopped, or is not stopped any more: those who can come are told at once."""
    hazard.danger = RUNNING
    return hazard.move(Verb.WARN, act)


def demand(hazard: Hazard, act: Act) -> Event:
    """Of a major hazard: a measure is asked for at once. `reported` keeps what the reporter said of the danger."""
    event = hazard.move(Verb.DEMAND_MEASURE, act, {"reported": hazard.danger})
    hazard.danger = RUNNING
    return event


def miss_measure(desk: Desk, hazard: Hazard, command: MissMeasure, act: Act) -> Event:
    return warn(hazard, act)


def contain(desk: Desk, hazard: Hazard, command: Contain, act: Act) -> Event:
    given(command.measure)
    photos = desk.attach_photos(command.draft_id, hazard.id, "progress")
    event = hazard.move(Verb.CONTAIN, act, {"photos": photos}, {"measure": command.measure})
    hazard.danger = HELD
    return event


def check_measure(desk: Desk, hazard: Hazard, command: CheckMeasure, act: Act) -> Event:
    return hazard.move(Verb.CHECK_MEASURE, act)
