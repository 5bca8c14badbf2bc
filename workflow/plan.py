"""The treatment plan 治理方案 of a long-standing or major hazard, from its first part to its approval.

Order 16 of 2007, article 15, names six parts, five of which are the five fulfilments 五落实; no work goes on before.
"""

from dataclasses import dataclass, replace
from datetime import date

from workflow.danger import is_dangerous, is_unheld
from workflow.deciding import first_in_line
from workflow.desk import Desk
from workflow.errors import Refused
from workflow.events import Event
from workflow.hazard import Act, Hazard, given
from workflow.keeps import Plan, Stage
from workflow.library import Grade
from workflow.lifecycle import State, Verb
from workflow.people import Person
from workflow.permissions import Action, allowed
from workflow.stages import after, moment_of

GOAL, FUNDS, LIMIT = "goal", "funds", "limit"
# Goal and tasks, method and measures, funds and materials, who is responsible, time limit, safety and emergency plan.
PARTS = (GOAL, "method", FUNDS, "people", LIMIT, "safety")
MOST_STAGES = 12
DAYS_TO_PLAN, DAYS_TO_PLAN_MAJOR = 7, 1


@dataclass(frozen=True)
class MakeLongTerm:
    """File a case among the long-standing ones 老大难, with its goal: it needs a plan before work goes on."""

    hazard_id: str
    goal: str


@dataclass(frozen=True)
class FillPart:
    """Say one part of the plan in words, for the first time or anew; the time limit is said by stages."""

    hazard_id: str
    part: str
    text: str
    draft_id: str = ""


@dataclass(frozen=True)
class AddStage:
    """One stage more: what is done by the end of a day (ISO date), which comes after the stage before."""

    hazard_id: str
    goal: str
    day: str


@dataclass(frozen=True)
class DropStage:
    """Take the last stage back."""

    hazard_id: str


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


def wanted(hazard: Hazard) -> bool:
    """True while the case needs a plan and none is approved: no work goes on meanwhile."""
    return hazard.plan is not None and hazard.plan.approved_at is None


def want(hazard: Hazard, long_term: bool = False) -> None:
    """From now on the case needs a plan; what was said or approved before stays."""
    plan = hazard.plan or Plan()
    hazard.plan = replace(plan, long_term=plan.long_term or long_term)


def begin(desk: Desk, hazard: Hazard, act: Act) -> None:
    """What follows of itself wherever work would begin, or be signed off, without its plan; it is made in the house."""
    repaired = hazard.state == State.AWAITING_ACCEPTANCE
    if hazard.plan is None or not wanted(hazard) or not (repaired or hazard.state == State.RECTIFYING):
        return
    hazard.plan, hazard.outside_until = replace(hazard.plan, sent_by=None), None
    desk.record(hazard.move(Verb.BEGIN_PLAN, Act(None, act.at), {"repaired": repaired}))


def filled(hazard: Hazard) -> frozenset[str]:
    """The parts that are there: stages say the limit, and an approved budget says the funds."""
    plan = hazard.plan or Plan()
    budgeted = hazard.money is not None and hazard.money.budget > 0
    return frozenset({*plan.parts, *([LIMIT] if plan.stages else []), *([FUNDS] if budgeted else [])})


def missing(hazard: Hazard) -> list[str]:
    """The parts that are not there, in the order of the law."""
    return [part for part in PARTS if part not in filled(hazard)]


def days_to_plan(hazard: Hazard) -> int:
    """How many days the plan may take."""
    return DAYS_TO_PLAN_MAJOR if hazard.company_grade == Grade.MAJOR else DAYS_TO_PLAN


def is_long_term(hazard: Hazard) -> bool:
    return hazard.plan is not None and hazard.plan.long_term


def may_be_filed(hazard: Hazard) -> bool:
    return not is_long_term(hazard)


def in_the_making(hazard: Hazard) -> bool:
    return hazard.state == State.PLANNING and hazard.plan is not None and wanted(hazard) and not hazard.plan.submitted


def has_stage(hazard: Hazard) -> bool:
    return hazard.plan is not None and in_the_making(hazard) and hazard.plan.stages != ()


def awaits_approval(hazard: Hazard) -> bool:
    return hazard.plan is not None and wanted(hazard) and hazard.plan.submitted


def may_be_held(hazard: Hazard) -> bool:
    """What takes long is held by a temporary measure, dangerous at first sight or not."""
    return is_dangerous(hazard) or hazard.plan is not None


def already_sent(hazard: Hazard) -> Refused:
    """Why nobody may change a plan that is not in the making."""
    return Refused("plan_sent") if awaits_approval(hazard) else Refused("state", state=hazard.state)


def make_long_term(desk: Desk, hazard: Hazard, command: MakeLongTerm, act: Act) -> Event:
    _said(command.goal)
    event = hazard.move(Verb.MAKE_LONG_TERM, act, {"grade": hazard.company_grade}, {GOAL: command.goal})
    want(hazard, long_term=True)
    _fill(hazard, GOAL)
    return event


def fill_part(desk: Desk, hazard: Hazard, command: FillPart, act: Act) -> Event:
    _said(command.text)
    if command.part not in PARTS or command.part == LIMIT:
        raise Refused("plan_part")
    photos = desk.attach_photos(command.draft_id, hazard.id, "progress")
    event = hazard.move(Verb.FILL_PART, act, {"part": command.part, "photos": photos}, {command.part: command.text})
    _fill(hazard, command.part)
    return event


def add_stage(desk: Desk, hazard: Hazard, command: AddStage, act: Act) -> Event:
    _said(command.goal)
    plan = hazard.plan or Plan()
    if len(plan.stages) >= MOST_STAGES:
        raise Refused("stages_most", most=MOST_STAGES)
    due = moment_of(desk, hazard, command.day, act)
    after(plan.stages[-1:], due)
    position = len(plan.stages) + 1
    event = hazard.move(Verb.ADD_STAGE, act, {"position": position, "due_at": due.isoformat()}, {"stage": command.goal})
    hazard.plan = replace(plan, stages=(*plan.stages, Stage(due)))
    return event


def drop_stage(desk: Desk, hazard: Hazard, command: DropStage, act: Act) -> Event:
    plan = hazard.plan or Plan()
    event = hazard.move(Verb.DROP_STAGE, act, {"position": len(plan.stages)})
    hazard.plan = replace(plan, stages=plan.stages[:-1])
    return event


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


def approve_plan(desk: Desk, hazard: Hazard, command: ApprovePlan, act: Act) -> Event:
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


def return_plan(desk: Desk, hazard: Hazard, command: ReturnPlan, act: Act) -> Event:
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


def _fill(hazard: Hazard, part: str) -> None:
    plan = hazard.plan or Plan()
    hazard.plan = replace(plan, parts=tuple(p for p in PARTS if p == part or p in plan.parts))


def _said(text: str) -> None:
    if not text.strip():
        raise Refused("plan_words")
