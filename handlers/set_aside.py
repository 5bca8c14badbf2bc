"""The officer's way with a case that is no task of its own: no hazard, or the same as another; and back again."""

from dataclasses import dataclass

from handlers.about_case import ask_reason, can, why_not
from handlers.admin.confirming import sure
from handlers.legible import number_in
from handlers.questions import Question, ask, ask_text
from handlers.replies import Say
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
    question = Question("aside.into_which", "aside.into_which", text=True, number=True)
    return Merge(case.hazard, number_in((await ask(question)).text))


async def reinstate_case(case: SettingAside) -> Reinstate | Say:
    if not await can(case.hazard, Verb.REINSTATE):
        return Say("card.stale")
    return Reinstate(case.hazard, await ask_text("aside.why_back"))
