"""平面图: the plan picture of the company is sent, put in the place of another, or put out of use; each is taken back.

Where areas lie on it is clicked on a page, to which a link leads.
"""

from dataclasses import dataclass
from typing import Any

from handlers.admin.confirming import sure
from handlers.admin.wanted import SitePlanNow
from handlers.questions import Open, Option, Question, ask, find
from handlers.replies import Become, Do, Say
from handlers.wanted import DraftPhotos
from workflow.site_plan import TakeSitePlan, UseSitePlan

OUTLINE = Option("outline", "outline_areas", opens=Open("open_site_plan"))
REPLACE = Option("replace", "replace_plan", opens=Open("take_site_plan"))
DROP = Option("drop", "drop_plan", opens=Open("drop_site_plan"))


@dataclass(frozen=True)
class Looking:
    id: str


@dataclass(frozen=True)
class Taking:
    """id: under which the picture is kept as a plan, too."""

    id: str


@dataclass(frozen=True)
class Undoing:
    """plan: which is used again, none where it is empty. if_now: which has to be in use still, none where empty."""

    id: str
    plan: str = ""
    if_now: str = ""


async def site_plan(looking: Looking) -> Say | Become:
    now = await find(SitePlanNow())
    if now is None:
        return Become("take_site_plan")
    return Say("site_plan.card", now, (OUTLINE, REPLACE, DROP))


async def take_site_plan(taking: Taking) -> Do | Say:
    """Its picture, of which the last counts that was sent; what was outlined on the one before stays outlined."""
    now = await find(SitePlanNow())
    topic = "site_plan.picture"
    while not await find(DraftPhotos(taking.id)):
        await ask(Question("site_plan.picture", topic, {"replaces": now is not None}, text=True, photos=True))
        topic = "site_plan.picture_needed"
    facts: dict[str, Any] = {"outlined": now["outlined"] if now else 0, "replaces": now is not None}
    if not await sure("site_plan.sure_take", **facts):
        return Say("staff.as_it_was")
    undo = _undo(now["plan"] if now else "", taking.id)
    return Do(TakeSitePlan(taking.id, taking.id), "site_plan.taken", facts=facts, options=(OUTLINE, undo))


async def drop_site_plan(looking: Looking) -> Do | Say:
    now = await find(SitePlanNow())
    if now is None:
        return Say("site_plan.none")
    if not await sure("site_plan.sure_drop"):
        return Say("staff.as_it_was")
    undo = _undo(now["plan"], "")
    return Do(UseSitePlan(None, now["plan"]), "site_plan.dropped", options=(undo,))


async def undo_site_plan(undoing: Undoing) -> Do:
    command = UseSitePlan(undoing.plan or None, undoing.if_now or None)
    return Do(command, "site_plan.undone", facts={"there": bool(undoing.plan)})


def _undo(plan: str, if_now: str) -> Option:
    return Option("undo", "undo", opens=Open("undo_site_plan", {"plan": plan, "if_now": if_now}))
