"""The officer's way with a case that is no task of its own: no hazard, or the same as another; and back again."""

from dataclasses import dataclass

from handlers.lookups import CaseNow, Label
from handlers.questions import Option, Question, ask, ask_text, find
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
    if not await _can(case.hazard, Verb.MARK_INVALID):
        return Say("card.stale")
    options = tuple(Option(code, f"invalid_reason.{code}") for code in REASONS)
    question = Question("aside.why_invalid", "aside.why_invalid", {}, options, text=True, hazard=case.hazard)
    answer = await ask(question)
    return MarkInvalid(case.hazard, answer.text or str(await find(Label("choice", f"invalid_reason.{answer.choice}"))))


async def merge_case(case: SettingAside) -> Merge | Say:
    if not await _can(case.hazard, Verb.MERGE):
        return Say("card.stale")
    question = Question("aside.into_which", "aside.into_which", text=True, number=True)
    return Merge(case.hazard, (await ask(question)).text)


async def reinstate_case(case: SettingAside) -> Reinstate | Say:
    if not await _can(case.hazard, Verb.REINSTATE):
        return Say("card.stale")
    return Reinstate(case.hazard, await ask_text("aside.why_back"))


async def _can(hazard: str, verb: Verb) -> bool:
    case = await find(CaseNow(hazard))
    return case is not None and verb in case["verbs"]
