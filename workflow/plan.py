"""The treatment plan 治理方案 of a long-standing or major hazard, in the making: who says what, and what is missing.

Order 16 of 2007, article 15, names six parts, five of which are the five fulfilments 五落实; no work goes on before.
"""

from dataclasses import dataclass, replace

from workflow.danger import is_dangerous
from workflow.desk import Desk
from workflow.errors import Refused
from workflow.events import Event
from workflow.hazard import Act, Hazard
from workflow.keeps import Plan, Stage
from workflow.library import Grade
from workflow.lifecycle import State, Verb
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


def may_file(hazard: Hazard) -> bool:
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


def _fill(hazard: Hazard, part: str) -> None:
    plan = hazard.plan or Plan()
    hazard.plan = replace(plan, parts=tuple(p for p in PARTS if p == part or p in plan.parts))


def _said(text: str) -> None:
    if not text.strip():
        raise Refused("plan_words")
