"""The officer's way with a case that is no task of its own: no hazard, or the same as another; and back again."""

from dataclasses import dataclass

from handlers.about_case import ask_reason, can, which_case, why_not
from handlers.admin.confirming import sure
from handlers.questions import ask_text, find
from handlers.replies import Say
from handlers.wanted import CaseNow
from workflow.lifecycle import Verb
from workflow.set_aside import MarkInvalid, Merge, Reinstate

REASONS = ("no_hazard", "fixed_before", "not_clear")


@dataclass(frozen=True)
class SettingAside:
    id: str
    hazard: str


async def mark_invalid(case: SettingAside) -> MarkInvalid | Say:
    """The reporter reads the reason: it is asked for in words that can be sent on."""
    if not await can(case.hazard, Verb.MARK_INVALID):
        return await why_not(case.hazard, Verb.MARK_INVALID)
    reason = await ask_reason("aside.why_invalid", "invalid_reason", REASONS)
    if not await sure("aside.invalid_sure", case.hazard, reason=reason):
        return Say("steer.left")
    return MarkInvalid(case.hazard, reason)


async def merge_case(case: SettingAside) -> Merge | Say:
    if not await can(case.hazard, Verb.MERGE):
        return await why_not(case.hazard, Verb.MERGE)
    into = await which_case("aside.into_which")
    other = await find(CaseNow(into)) if into is not None else None
    return Merge(case.hazard, other["number"]) if other is not None else Say("steer.left")


async def reinstate_case(case: SettingAside) -> Reinstate | Say:
    if not await can(case.hazard, Verb.REINSTATE):
        return Say("card.stale")
    return Reinstate(case.hazard, await ask_text("aside.why_back"))
