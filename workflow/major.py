"""Major hazards 重大隐患: the director confirms the grade, and people are kept safe at once, whoever plans what."""

from dataclasses import dataclass
from datetime import datetime

from workflow.danger import demand, is_held
from workflow.desk import Desk
from workflow.errors import Refused
from workflow.events import Event, Fact
from workflow.hazard import Act, Hazard, given, own_case
from workflow.library import Grade
from workflow.lifecycle import State, Verb
from workflow.plan import want, wanted
from workflow.register import limit_from


@dataclass(frozen=True)
class ConfirmMajor:
    """The director says that it is a major hazard: from now on the law's papers are due."""

    hazard_id: str


@dataclass(frozen=True)
class Regrade:
    """A person grades a case that is not major anew, up to major or down to general; a machine never does."""

    hazard_id: str
    grade: Grade
    reason: str


@dataclass(frozen=True)
class LowerMajor:
    """It is no major hazard, or none any more: the director's alone to say."""

    hazard_id: str
    grade: Grade
    reason: str


def is_major(hazard: Hazard) -> bool:
    return hazard.company_grade == Grade.MAJOR


def is_not_major(hazard: Hazard) -> bool:
    return hazard.company_grade != Grade.MAJOR


def is_lower(grade: Grade, than: Grade) -> bool:
    order = list(Grade)
    return order.index(grade) < order.index(than)


def is_unconfirmed(hazard: Hazard) -> bool:
    """Graded major by somebody, and not looked at by the director yet."""
    return hazard.company_grade == Grade.MAJOR and hazard.major_confirmed_at is None


def is_ordered(hazard: Hazard) -> bool:
    return hazard.major is not None and hazard.major.ordered


def confirm_major(desk: Desk, hazard: Hazard, command: ConfirmMajor, act: Act) -> Event:
    """From now on it needs a plan before work goes on."""
    event = hazard.move(Verb.CONFIRM_MAJOR, act, {"repaired": hazard.state == State.AWAITING_ACCEPTANCE})
    hazard.major_confirmed_at = act.at
    want(hazard)
    return event


def regrade(desk: Desk, hazard: Hazard, command: Regrade, act: Act) -> Event:
    if command.grade == hazard.company_grade:
        raise Refused("same_grade")
    if is_lower(command.grade, hazard.company_grade):
        _not_by_owner(desk, hazard, act)
    return _grade(desk, hazard, Verb.REGRADE, command.grade, command.reason, act)


def lower_major(desk: Desk, hazard: Hazard, command: LowerMajor, act: Act) -> Event:
    if command.grade == Grade.MAJOR:
        raise Refused("same_grade")
    return _grade(desk, hazard, Verb.LOWER_MAJOR, command.grade, command.reason, act)


def measure_at_once(desk: Desk, hazard: Hazard, act: Act) -> None:
    """A major hazard is held by a measure before anything else, also where the reporter has stopped the machine."""
    if is_major(hazard) and not is_held(hazard):
        desk.record(demand(hazard, act))


def without_plan(desk: Desk, hazard: Hazard, act: Act) -> None:
    """What is neither major nor long-standing needs no plan: work goes on. What was said of it stays in the trail."""
    if hazard.plan is None or hazard.plan.long_term or not wanted(hazard):
        return
    hazard.plan = None
    if hazard.state == State.PLANNING:
        desk.record(hazard.move(Verb.DROP_PLAN, Act(None, act.at)))


def may_be_lowered(hazard: Hazard) -> bool:
    """What an authority treats as major is nobody's in the company to call less."""
    return is_major(hazard) and not is_ordered(hazard)


def not_lowered(hazard: Hazard) -> Refused | None:
    return Refused("ordered") if is_major(hazard) else None


def _not_by_owner(desk: Desk, hazard: Hazard, act: Act) -> None:
    if act.by is not None and (refusal := own_case(act.by, hazard, desk.today)) is not None:
        raise refusal


def _grade(desk: Desk, hazard: Hazard, verb: Verb, grade: Grade, reason: str, act: Act) -> Event:
    given(reason)
    due = _limit(desk, hazard, grade, act)
    facts: dict[str, Fact] = {
        "from": hazard.company_grade,
        "grade": grade,
        "confirmed": hazard.major_confirmed_at is not None,
        "due_at": due.isoformat(),
    }
    event = hazard.move(verb, act, facts, {"reason": reason})
    hazard.company_grade, hazard.statutory_grade, hazard.due_at = grade, grade.statutory, due
    hazard.major_confirmed_at = hazard.suspended_until = None  # by another grade it does not rest
    return event


def _limit(desk: Desk, hazard: Hazard, grade: Grade, act: Act) -> datetime:
    """By the table, counted from now; a graver case never gets more time by it.

    A limit that an authority or an approved plan set stays.
    """
    if hazard.due_locked or (hazard.plan is not None and not wanted(hazard)):
        return hazard.due_at
    due = limit_from(desk, hazard, act.at, grade)
    return due if is_lower(grade, hazard.company_grade) else min(due, hazard.due_at)
