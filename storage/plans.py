"""The treatment plan of a case as facts of its card: how it stands, and the words people filled it with."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Row

from workflow.hazard import Hazard
from workflow.keeps import Plan
from workflow.plan import PARTS, days_to_plan, missing, wanted
from workflow.stages import in_hand, unfinished


def plan_of(row: Row[Any]) -> dict[str, Any] | None:
    """How a plan stands, in short values that lists can carry; none where the case needs none.

    stands: making, sent, approved or done (every stage is). stage: the place, from 1, of the one in hand.
    days: how many the making may take.
    """
    plan: Plan | None = row.plan
    if plan is None:
        return None
    case = cast(Hazard, row)
    places = unfinished(case)
    return {
        "stands": _stands(case, plan),
        "missing": missing(case),
        "long_term": plan.long_term,
        "supervised": plan.supervised,
        "slips": plan.slips,
        "days": days_to_plan(case),
        "stages": [stage.due_at.isoformat() for stage in plan.stages],
        "stage": places[0] if places else 0,
    }


def _stands(case: Hazard, plan: Plan) -> str:
    if wanted(case):
        return "sent" if plan.submitted else "making"
    return "approved" if in_hand(case) else "done"


def plan_words(timeline: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What people wrote into a plan, the latest of each: its parts by code, and what each stage is for, in order."""
    parts: dict[str, str] = {}
    stages: dict[int, str] = {}
    for event in timeline:
        parts |= {part: said for part, said in event["words"].items() if part in PARTS}
        if event["kind"] == "stage_added":
            stages[event["facts"]["position"]] = event["words"].get("stage", "")
        if event["kind"] == "stage_dropped":
            stages.pop(event["facts"]["position"], None)
    return {**{part: parts.get(part, "") for part in PARTS}, "stages": [stages[n] for n in sorted(stages)]}
