"""The acceptor's side: sign off, send back, and open a closed case again."""

from dataclasses import dataclass

from handlers.lookups import CaseNow, Label
from handlers.questions import Option, Question, ask, find
from handlers.replies import Say
from workflow.commands import AcceptRepair, Reopen, SendBack
from workflow.library import Grade
from workflow.lifecycle import Verb


@dataclass(frozen=True)
class Repair:
    """A repair to judge, as it stood on the card that was tapped."""

    id: str
    hazard: str
    seen: int


async def accept_repair(repair: Repair) -> AcceptRepair | Say:
    if not await _to_judge(repair, Verb.ACCEPT):
        return Say("card.stale")
    case = await find(CaseNow(repair.hazard))
    by_photo = (Option("photos", "photos_only"),) if case and case["grade"] == Grade.GENERAL else ()
    options = (Option("on_site", "rechecked"), *by_photo)
    remarks: list[str] = []
    while True:
        topic = "accept.remark_noted" if remarks else "accept.on_site"
        answer = await ask(Question("accept.on_site", topic, {}, options, text=True))
        if answer.choice:
            return AcceptRepair(repair.hazard, repair.seen, "\n".join(remarks), answer.choice == "on_site")
        remarks.append(answer.text)


async def send_back(repair: Repair) -> SendBack | Say:
    if not await _to_judge(repair, Verb.SEND_BACK):
        return Say("card.stale")
    codes = ("not_fixed", "photo_unclear", "not_cleared")
    return SendBack(repair.hazard, repair.seen, await _reason("accept.reason", "send_back_reason", codes))


async def reopen_case(repair: Repair) -> Reopen | Say:
    if not await _to_judge(repair, Verb.REOPEN):
        return Say("card.stale")
    codes = ("came_back", "not_fixed")
    return Reopen(repair.hazard, await _reason("case.reopen_reason", "reopen_reason", codes))


async def _to_judge(repair: Repair, verb: Verb) -> bool:
    case = await find(CaseNow(repair.hazard))
    return case is not None and verb in case["verbs"]


async def _reason(topic: str, kind: str, codes: tuple[str, ...]) -> str:
    """A usual reason by tap, or any in words."""
    options = tuple(Option(code, f"{kind}.{code}") for code in codes)
    answer = await ask(Question(topic, topic, {}, options, text=True))
    return answer.text or str(await find(Label("choice", f"{kind}.{answer.choice}")))
