"""The escalation ladder 升级阶梯 as data: so many days before and after a limit, who is told; one ladder a grade."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from workflow.desk import Desk
from workflow.hazard import Hazard
from workflow.library import Grade
from workflow.people import Role
from workflow.rungs import Ladder, Rung
from workflow.shifts import Hours

_OWNER, _LEADER, _HEAD = Role.OWNER, Role.TEAM_LEADER, Role.DEPARTMENT_HEAD
_OFFICER, _DIRECTOR, _EXECUTIVE = Role.SAFETY_OFFICER, Role.SAFETY_DIRECTOR, Role.EXECUTIVE
_SAFETY = (_OFFICER, _HEAD, _DIRECTOR)
# The usual ladders. Whoever has to act hears at each step; workshop heads 车间主任 are team leaders.
LADDERS: dict[Grade, Ladder] = {
    Grade.GENERAL: Ladder(
        Rung(-1, (_OWNER,)),
        Rung(0, (_OWNER, _LEADER)),
        Rung(1, (_OWNER, _LEADER, *_SAFETY)),
        Rung(3, (_OWNER, *_SAFETY, _EXECUTIVE)),
    ),
    Grade.LARGER: Ladder(  # the same, one step faster
        Rung(-3, (_OWNER,)),
        Rung(-1, (_OWNER,)),
        Rung(0, (_OWNER, _LEADER, *_SAFETY)),
        Rung(1, (_OWNER, *_SAFETY, _EXECUTIVE)),
    ),
    Grade.MAJOR: Ladder(
        Rung(None, (_OWNER, _DIRECTOR, _EXECUTIVE)),
        Rung(0, (_OWNER, _LEADER, _DIRECTOR, _EXECUTIVE)),
    ),
}
ABOVE = frozenset({_DIRECTOR, _EXECUTIVE})  # once they have been told, it is not the owner's to put off any more
WEEKLY, DAILY = timedelta(days=7), timedelta(days=1)
LEFT_IN_PEACE = timedelta(hours=22)  # between two rings after the limit: a day, and the shortest has 23 hours


@dataclass(frozen=True)
class Step:
    """A rung of a case's ladder, and when it is reached."""

    at: datetime
    rung: Rung


def ladder_of(rungs: Iterable[Rung], grade: Grade) -> Ladder:
    """The ladder of a grade: the company's own, or the usual one where it has none. A rung without roles is none."""
    own = [rung for rung in rungs if rung.roles]
    return Ladder(*own) if own else LADDERS[grade]


def settled(grade: Grade) -> timedelta:
    """At which rhythm those at the top are told again, for as long as nothing happens."""
    return DAILY if grade is Grade.MAJOR else WEEKLY


def rung_now(desk: Desk, hazard: Hazard) -> Rung | None:
    """The present rung: the last one reached, whatever was missed before it; none before the first."""
    reached = [step.rung for step in _steps(desk, hazard) if step.at <= desk.now]
    return reached[-1] if reached else None


def has_climbed(desk: Desk, hazard: Hazard) -> bool:
    """True once the limit is over and a rung was reached that tells the director or the executive."""
    reached = (step for step in _steps(desk, hazard) if hazard.due_at <= step.at <= desk.now)
    return any(ABOVE & {*step.rung.roles} for step in reached)


def rings_first(desk: Desk, hazard: Hazard, now: datetime) -> datetime:
    """The first rung to come. A case that gets its clock after its limit rings a day later, not at once."""
    return now + DAILY if hazard.due_at <= now else rings_next(desk, hazard, now)


def rings_on(desk: Desk, hazard: Hazard, now: datetime) -> datetime:
    """After a pause. The limit over, it gives a day, but once: it then rings when it would have without the pause.

    Whoever hands in again and again what is sent back does not put off those above.
    """
    planned = desk.was_to_ring("hazard", hazard.id, "due")
    if now < hazard.due_at or planned is None or planned <= hazard.due_at:
        return rings_first(desk, hazard, now)
    return max(planned, now)


def rings_next(desk: Desk, hazard: Hazard, now: datetime) -> datetime:
    """The next rung, or a day later where it comes sooner upon a ring that came late; the present one is told then."""
    coming = next_rung(desk, hazard, now)
    return coming if now < hazard.due_at or coming - now >= LEFT_IN_PEACE else now + DAILY


def next_rung(desk: Desk, hazard: Hazard, now: datetime) -> datetime:
    """When the next rung is reached; beyond the last one at its rhythm, as long as the case is open."""
    steps = _steps(desk, hazard)
    coming = [step.at for step in steps if step.at > now]
    if coming:
        return coming[0]
    days, rhythm = steps[-1].rung.days or 0, settled(hazard.company_grade).days
    while (again := _moment(desk, hazard, days)) <= now:
        days += rhythm
    return again


def _steps(desk: Desk, hazard: Hazard) -> list[Step]:
    """The rungs with their moments, in order. What is daily from the start has one for each day still to come."""
    rungs = desk.ladder(hazard.company_grade).rungs
    daily = next((rung for rung in rungs if rung.days is None), None)
    named = [rung for rung in rungs if rung.days is not None]
    if daily is not None:
        days_left = max((hazard.due_at - desk.now).days, 0) + 1
        taken = {rung.days for rung in named}
        named += [Rung(-n, daily.roles) for n in range(1, days_left + 1) if -n not in taken]
    steps = [Step(_reached(desk, hazard, rung.days or 0), rung) for rung in named]
    return _climbing(sorted(steps, key=lambda step: (step.at, step.rung.days or 0)))


def _climbing(steps: list[Step]) -> list[Step]:
    """Without those below one that is reached before them: that of Sunday, told on Friday at 8, says Friday's of 9."""
    highest = accumulate((step.rung.days or 0 for step in steps), max)
    return [step for step, days in zip(steps, highest, strict=True) if (step.rung.days or 0) == days]


def _reached(desk: Desk, hazard: Hazard, days: int) -> datetime:
    """When a rung is reached: the limit never moves, nor what comes after it; notices wait for their readers' shifts.

    A reminder before it is of no use after it: off the owner's shift it falls to the last one that began before.
    """
    moment = _moment(desk, hazard, days)
    hours = _hours(desk, hazard) if days < 0 else None
    return moment if hours is None or hours.on_shift(moment) else hours.last_start(moment)


def _hours(desk: Desk, hazard: Hazard) -> Hours | None:
    """The owner's hours; none where nobody's are heeded, as with a major hazard, which speaks in quiet time."""
    if hazard.owner_id is None or hazard.company_grade is Grade.MAJOR:
        return None
    return desk.hours(hazard.owner_id)


def _moment(desk: Desk, hazard: Hazard, days: int) -> datetime:
    """So many calendar days from the limit, at the same time by the clock on the wall."""
    return (desk.calendar.local(hazard.due_at) + timedelta(days=days)).astimezone(UTC)
