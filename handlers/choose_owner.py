"""The officer's and the department head's choice of an owner, and the officer's verification."""

from dataclasses import dataclass

from handlers.about_case import can
from handlers.questions import find
from handlers.rectify_hazard import pick_colleague
from handlers.replies import Say
from handlers.wanted import CaseNow
from workflow.commands import AssignOwner, Verify
from workflow.gap import FillGap
from workflow.lifecycle import Verb


@dataclass(frozen=True)
class Choosing:
    id: str
    hazard: str


async def choose_owner(choosing: Choosing) -> AssignOwner | Say:
    case = await find(CaseNow(choosing.hazard))
    if case is None or Verb.ASSIGN not in case["verbs"]:
        return Say("card.stale")
    owner = await pick_colleague("choose.owner", oneself="choose.owner_else")
    return AssignOwner(choosing.hazard, owner, case["version"])


async def verify_case(choosing: Choosing) -> Verify | Say:
    case = await find(CaseNow(choosing.hazard))
    return Verify(choosing.hazard) if case and Verb.VERIFY in case["verbs"] else Say("card.stale")


async def fill_gap(choosing: Choosing) -> FillGap | Say:
    return FillGap(choosing.hazard) if await can(choosing.hazard, Verb.FILL_GAP) else Say("card.stale")
