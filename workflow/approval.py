"""The approval of a treatment plan: sent by whoever made it, decided on by somebody else, taken back until then."""

from dataclasses import dataclass, replace
from datetime import date

from workflow.danger import is_unheld
from workflow.deciding import first_in_line
from workflow.desk import Desk
from workflow.errors import Refused
from workflow.events import Event
from workflow.hazard import Act, Hazard, given
from workflow.keeps import Plan
from workflow.library import Grade
from workflow.lifecycle import Verb
from workflow.people import Person
from workflow.permissions import Action, allowed
from workflow.plan import missing


@dataclass(frozen=True)
class SubmitPlan:
    hazard_id: str


@dataclass(frozen=True)
class ApprovePlan:
    """`seen_version` is the case as the approver saw it: a plan sent since is never approved unseen."""

    hazard_id: str
    seen_version: int


@dataclass(frozen=True)
class ReturnPlan:
    hazard_id: str
    reason: str


@dataclass(frozen=True)
class TakeBackPlan:
    """Whoever sent the plan wants to change it before it is decided on."""

    hazard_id: str


def submit_plan(desk: Desk, hazard: Hazard, command: SubmitPlan, act: Act) -> Event:
    """The gate: all six parts, and no day that has passed before work begins."""
    lacking = missing(hazard)
    if lacking:
        raise Refused("plan_missing", missing=",".join(lacking))
    plan = hazard.plan or Plan()
    if plan.stages[0].due_at <= act.at:
        raise Refused("stage_over")
    _somebody_decides(desk, hazard, act)
    event = hazard.move(Verb.SUBMIT_PLAN, act, {"stages": len(plan.stages)})
    hazard.plan = replace(plan, sent_by=act.by.id if act.by else None, since=hazard.version)
    return event


def _somebody_decides(desk: Desk, hazard: Hazard, act: Act) -> None:
    """Who sends a plan does not decide on it: where nobody else could, its owner is to send it."""
    sender = act.by.id if act.by else None
    if _left_to_decide(desk, hazard, {hazard.owner_id, sender}):
        return
    if _left_to_decide(desk, hazard, {hazard.owner_id}):
        raise Refused("plan_by_owner")
    raise Refused("plan_nobody")


def _left_to_decide(desk: Desk, hazard: Hazard, own: set[str | None]) -> list[Person]:
    return first_in_line(desk.holders, whose(hazard), hazard, desk.today, own)[1]


def take_back_plan(desk: Desk, hazard: Hazard, command: TakeBackPlan, act: Act) -> Event:
    hazard.plan = replace(hazard.plan or Plan(), sent_by=None)
    return hazard.move(Verb.TAKE_BACK_PLAN, act)


def anothers(person: Person, hazard: Hazard, on: date) -> Refused | None:
    sent_by = (hazard.plan or Plan()).sent_by
    return None if person.id == sent_by else Refused("not_sender")


def approve(desk: Desk, hazard: Hazard, command: ApprovePlan, act: Act) -> Event:
    """Work may begin, and the limit is the last stage's day; an authority's limit stays."""
    plan = hazard.plan or Plan()
    if command.seen_version < plan.since:
        raise Refused("changed_since")
    if is_unheld(hazard.danger):
        raise Refused("plan_unheld")  # as long as a plan takes, nobody stands beside a danger
    due = hazard.due_at if hazard.due_locked else plan.stages[-1].due_at
    event = hazard.move(Verb.APPROVE_PLAN, act, {"from": hazard.due_at.isoformat(), "until": due.isoformat()})
    hazard.plan = replace(plan, sent_by=None, approved_at=act.at)
    hazard.due_at = due
    return event


def give_back(desk: Desk, hazard: Hazard, command: ReturnPlan, act: Act) -> Event:
    given(command.reason)
    hazard.plan = replace(hazard.plan or Plan(), sent_by=None)
    return hazard.move(Verb.RETURN_PLAN, act, {}, {"reason": command.reason})


def whose(hazard: Hazard) -> Action:
    """The right that approving takes: of a major hazard it is the principal's, order 16, article 15."""
    return Action.APPROVE_MAJOR_PLAN if hazard.company_grade == Grade.MAJOR else Action.APPROVE_PLAN


def not_theirs(person: Person, hazard: Hazard, on: date) -> Refused | None:
    """Why somebody who may approve plans does not approve this: who owns the case or asked for it never does."""
    if person.id in {hazard.owner_id, (hazard.plan or Plan()).sent_by}:
        return Refused("own_request")
    return None if allowed(person, whose(hazard), hazard, on) else Refused("executives")
