"""The treatment plan in chat: filled piece by piece by those who know, decided on, worked through stage by stage."""

from dataclasses import dataclass
from typing import Any

from handlers.about_case import ask_reason, can, why_not
from handlers.ask_value import ask_day
from handlers.legible import joined
from handlers.my_hazards import CARD_CHOICES, card_option
from handlers.questions import Answer, Open, Option, Question, ask, ask_choice, ask_text, find
from handlers.replies import Do, Say
from handlers.wanted import CaseNow, DraftPhotos
from workflow.approval import ApprovePlan, ReturnPlan, SubmitPlan, TakeBackPlan
from workflow.commands import PostProgress
from workflow.lifecycle import Verb
from workflow.plan import LIMIT, PARTS, AddStage, DropStage, FillPart, MakeLongTerm
from workflow.stages import FinishStage, MoveStage

PARTS_SHOWN = 2  # of those that are missing; beside them there is room for all others and for sending the plan
RETURN_REASONS = ("too_vague", "too_late", "no_funds")
MOVE_REASONS = ("supplier", "production", "weather")


@dataclass(frozen=True)
class Planning:
    """A case with a plan. just: what has just been done (taken, noted, kept); `filled`, `dropped` say what with it."""

    id: str
    hazard: str
    just: str = ""
    filled: str = ""
    dropped: bool = False


@dataclass(frozen=True)
class Judging:
    """A plan to decide on, as it stood on the card that was tapped."""

    id: str
    hazard: str
    seen: int


async def make_long_term(planning: Planning) -> MakeLongTerm | Say:
    if not await can(planning.hazard, Verb.MAKE_LONG_TERM):
        return await why_not(planning.hazard, Verb.MAKE_LONG_TERM)
    return MakeLongTerm(planning.hazard, await ask_text("plan.goal_at_once"))


async def fill_plan(planning: Planning) -> FillPart | AddStage | DropStage | SubmitPlan | Do | Say:
    """One part at a time; after each the list of what is missing comes again. A picture is kept there and then."""
    case = await find(CaseNow(planning.hazard))
    if case is None or not {Verb.FILL_PART, Verb.TAKE} & set(case["verbs"]) or case["plan"] is None:
        return Say("card.stale")
    stages = len(case["plan"]["stages"]) + (planning.filled == LIMIT) - planning.dropped
    # whoever else knows something adds pictures to the part they fill
    owns = not {Verb.POST_PROGRESS, Verb.TAKE}.isdisjoint(case["verbs"])
    answer = await _choose(planning, _missing(case["plan"], planning, stages), bool(stages), owns)
    chosen = answer.choice
    if chosen is None:
        progress = PostProgress(planning.hazard, planning.id, "", answer.text)
        return Do(progress, then=Open("fill_plan", {"hazard": planning.hazard, "just": "kept"}))
    if chosen == "submit_plan":
        return SubmitPlan(planning.hazard)
    if chosen == "drop_stage":
        return DropStage(planning.hazard)
    if chosen == LIMIT:
        goal = await ask_text("plan.stage_goal")
        return AddStage(planning.hazard, goal, await ask_day("plan.stage_day", "plan.which_day"))
    return FillPart(planning.hazard, chosen, await ask_text("plan.words", part=chosen), planning.id)


def _missing(plan: dict[str, Any], planning: Planning, stages: int) -> list[str]:
    """What is missing once that is done which this dialogue follows."""
    there = {planning.filled, *(part for part in PARTS if part not in plan["missing"])}
    there = there - {LIMIT} if planning.dropped and not stages else there
    return [part for part in PARTS if part not in there]


async def _choose(planning: Planning, missing: list[str], stages: bool, owns: bool) -> Answer:
    """A part to fill, or what else is to be done with the plan; of its owner a picture, too."""
    first = missing[:PARTS_SHOWN] or [LIMIT]
    options = (*map(_part, first), Option("other_parts", "other_parts"), Option("submit_plan", "submit_plan"))
    if not missing:
        options = tuple(reversed(options))
    facts = {"just": planning.just}
    answer = await ask(Question("plan.parts", "plan.parts", facts, options, photos=owns, hazard=planning.hazard))
    if answer.choice != "other_parts":
        return answer
    drop = (Option("drop_stage", "drop_stage"),) if stages else ()
    parts = (*map(_part, PARTS), *drop)
    return await ask(Question("plan.which_part", "plan.which_part", {}, parts, photos=owns, hazard=planning.hazard))


def _part(part: str) -> Option:
    return Option(part, f"plan_part.{part}")


async def show_plan(planning: Planning) -> Say:
    case = await find(CaseNow(planning.hazard))
    if case is None:
        return Say("refused.unknown_case")
    if case["plan"] is None:
        return Say("card.stale")
    offered = [value for value in ("plan", "approve_plan", "return_plan") if CARD_CHOICES[value].verb in case["verbs"]]
    options = tuple(card_option(value, planning.hazard) for value in (*offered, "show"))
    return Say("plan.whole", options=options, version=case["version"])


async def approve_plan(plan: Judging) -> ApprovePlan | Say:
    if not await can(plan.hazard, Verb.APPROVE_PLAN):
        return await why_not(plan.hazard, Verb.APPROVE_PLAN)
    return ApprovePlan(plan.hazard, plan.seen)


async def return_plan(plan: Judging) -> ReturnPlan | Say:
    if not await can(plan.hazard, Verb.RETURN_PLAN):
        return await why_not(plan.hazard, Verb.RETURN_PLAN)
    return ReturnPlan(plan.hazard, await ask_reason("plan.why_return", "return_reason", RETURN_REASONS))


async def take_back_plan(planning: Planning) -> TakeBackPlan | Say:
    if not await can(planning.hazard, Verb.TAKE_BACK_PLAN):
        return await why_not(planning.hazard, Verb.TAKE_BACK_PLAN)
    return TakeBackPlan(planning.hazard)


async def finish_stage(planning: Planning) -> FinishStage | Say:
    """A sentence or photographs of what was done; more photographs may come before it is sent."""
    if not await can(planning.hazard, Verb.FINISH_STAGE):
        return Say("card.stale")
    said = ""
    while True:
        photos = await find(DraftPhotos(planning.id))
        options: tuple[Option, ...] = (Option("stage_done", "stage_done"),) if photos or said else ()
        topic = "plan.stage_received" if options else "plan.stage_proof"
        question = Question("plan.stage_proof", topic, {"photos": photos}, options, True, True, planning.hazard)
        answer = await ask(question)
        if answer.choice:
            return FinishStage(planning.hazard, planning.id, said)
        said = joined(said, answer.text)


async def move_stage(planning: Planning) -> MoveStage | Say:
    case = await find(CaseNow(planning.hazard))
    if case is None or Verb.MOVE_STAGE not in case["verbs"] or case["plan"] is None:
        return await why_not(planning.hazard, Verb.MOVE_STAGE)
    position = await _which_stage(case["plan"], planning.hazard)
    reason = await ask_reason("plan.why_move", "move_reason", MOVE_REASONS)
    day = await ask_day("plan.new_day", "plan.which_day")  # last: a day refused is asked again
    return MoveStage(planning.hazard, position, day, reason)


async def _which_stage(plan: dict[str, Any], hazard: str) -> int:
    """Of those that are not done; where only one is left there is nothing to choose."""
    places = range(plan["stage"], len(plan["stages"]) + 1)
    if len(places) == 1:
        return places[0]
    return int(await ask_choice("plan.which_stage", tuple(Option(str(n), f"stage_place.{n}") for n in places), hazard))
