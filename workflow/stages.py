"""Working through the stages of an approved plan: each done by its day, or slipped; two slips, and the top looks on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from workflow.desk import Desk
from workflow.errors import Refused
from workflow.events import Event, Fact
from workflow.hazard import Act, Hazard, given
from workflow.keeps import Plan, Stage
from workflow.lifecycle import State, Verb

FURTHEST = timedelta(days=5 * 366)  # a year mistyped is not a plan
SUPERVISED_AFTER = 2  # slips


@dataclass(frozen=True)
class FinishStage:
    """The stage in hand is done; words or photographs show it."""

    hazard_id: str
    draft_id: str
    remark: str


@dataclass(frozen=True)
class MoveStage:
    """Another day (ISO date) for a stage that is not done, by its place in the plan, from 1."""

    hazard_id: str
    position: int
    day: str
    reason: str


def unfinished(hazard: Hazard) -> list[int]:
    """The places, from 1, of the stages of an approved plan that are not done."""
    plan = hazard.plan
    if plan is None or plan.approved_at is None:
        return []
    return [place for place, stage in enumerate(plan.stages, start=1) if stage.done_at is None]


def in_hand(hazard: Hazard) -> bool:
    """True while a stage of an approved plan is to be done."""
    return unfinished(hazard) != []


def work_is_done(hazard: Hazard) -> bool:
    """True when nothing of a plan stands between the case and its acceptance."""
    plan = hazard.plan
    return plan is None or (plan.approved_at is not None and not in_hand(hazard))


def not_outside(hazard: Hazard) -> Refused:
    """Why a case stays in the house: a plan says who does what by when, and somebody outside follows no plan of it."""
    return Refused("plan_first")


def not_done(hazard: Hazard) -> Refused:
    """Why a case cannot be submitted for acceptance: its plan is not approved, or stages are still open."""
    if hazard.state == State.OUTSIDE:
        return Refused("back_first")
    if not in_hand(hazard):
        return Refused("state", state=hazard.state)
    return Refused("stages_open", stages=",".join(str(place) for place in unfinished(hazard)))


def has_no_days(hazard: Hazard) -> bool:
    """True where the limit is not the day of a stage, which is moved with its plan or not at all."""
    return not in_hand(hazard)


def has_days(hazard: Hazard) -> Refused:
    return Refused("plan_days")


def next_due(hazard: Hazard) -> datetime | None:
    """The day of the stage in hand, by its end."""
    places = unfinished(hazard)
    return (hazard.plan or Plan()).stages[places[0] - 1].due_at if places else None


def slips_on(hazard: Hazard) -> bool:
    """For how long the clock of stages runs."""
    return in_hand(hazard) and hazard.state in (State.REPORTED, State.ASSIGNED, State.RECTIFYING)


def finish_stage(desk: Desk, hazard: Hazard, command: FinishStage, act: Act) -> Event:
    photos = desk.attach_photos(command.draft_id, hazard.id, "progress")
    if not photos and not command.remark.strip():
        raise Refused("stage_proof")
    position = unfinished(hazard)[0]
    event = hazard.move(Verb.FINISH_STAGE, act, {"position": position, "photos": photos}, {"remark": command.remark})
    _put(hazard, position, done_at=act.at)
    return event


def move_stage(desk: Desk, hazard: Hazard, command: MoveStage, act: Act) -> Event:
    """The last stage's day is the limit of the case; an authority's limit stays."""
    given(command.reason)
    if command.position not in unfinished(hazard):
        raise Refused("changed_since")
    stages = (hazard.plan or Plan()).stages
    due = moment_of(desk, hazard, command.day, act)
    after(stages[: command.position - 1], due)
    following = stages[command.position :]
    if following and due >= following[0].due_at:
        raise Refused("stage_before_next", due_at=following[0].due_at.isoformat())
    before = stages[command.position - 1].due_at
    moved: dict[str, Fact] = {"position": command.position, "from": before.isoformat(), "until": due.isoformat()}
    event = hazard.move(Verb.MOVE_STAGE, act, moved, {"reason": command.reason})
    _put(hazard, command.position, due_at=due)
    if not following and not hazard.due_locked:
        hazard.due_at = due
    return event


def slip(desk: Desk, hazard: Hazard, act: Act) -> Event:
    """The stage in hand was not done by its day, or a week later still not; the second time 高管督办 begins."""
    plan = hazard.plan or Plan()
    hazard.plan = replace(plan, slips=plan.slips + 1)
    facts: dict[str, Fact] = {"position": unfinished(hazard)[0], "slips": plan.slips + 1}
    slipped = hazard.move(Verb.SLIP, act, facts)
    if plan.supervised or plan.slips + 1 < SUPERVISED_AFTER:
        return slipped
    desk.record(slipped)
    hazard.plan = replace(hazard.plan, supervised=True)
    return hazard.move(Verb.SUPERVISE, act, facts)


def moment_of(desk: Desk, hazard: Hazard, day: str, act: Act) -> datetime:
    """The end of a stage's day. Raises Refused for one that is over, out of reach, or beyond an authority's limit."""
    due = desk.calendar.end_of(date.fromisoformat(day))
    if due <= act.at:
        raise Refused("stage_past")
    if due > act.at + FURTHEST:
        raise Refused("stage_far")
    if hazard.due_locked and act.at < hazard.due_at < due:
        raise Refused("stage_after_limit", due_at=hazard.due_at.isoformat())
    return due


def after(before: Sequence[Stage], due: datetime) -> None:
    """Each stage comes after the one before it."""
    if before and due <= before[-1].due_at:
        raise Refused("stage_order", due_at=before[-1].due_at.isoformat())


def _put(hazard: Hazard, position: int, **changed: datetime) -> None:
    plan = hazard.plan or Plan()
    stages = list(plan.stages)
    stages[position - 1] = replace(stages[position - 1], **changed)
    hazard.plan = replace(plan, stages=tuple(stages))
