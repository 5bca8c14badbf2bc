"""The acceptor's side: sign off, send back, and open a closed case again; what they photograph goes with it."""

from dataclasses import dataclass

from handlers.lookups import CaseNow, DraftPhotos, Label
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
    topic, remarks = "accept.on_site", ""
    while True:
        facts = {"photos": await find(DraftPhotos(repair.id))}
        answer = await ask(Question("accept.on_site", topic, facts, options, text=True, photos=True))
        if answer.choice:
            return AcceptRepair(repair.hazard, repair.seen, remarks, answer.choice == "on_site", repair.id)
        topic, remarks = "accept.remark_noted", _lines(remarks, answer.text)


async def send_back(repair: Repair) -> SendBack | Say:
    if not await _to_judge(repair, Verb.SEND_BACK):
        return Say("card.stale")
    codes = ("not_fixed", "photo_unclear", "not_cleared")
    reason = await _reason("accept.reason", "accept.reason_pictured", "send_back_reason", codes)
    return SendBack(repair.hazard, repair.seen, reason, repair.id)


async def reopen_case(repair: Repair) -> Reopen | Say:
    if not await _to_judge(repair, Verb.REOPEN):
        return Say("card.stale")
    codes = ("came_back", "not_fixed")
    reason = await _reason("case.reopen_reason", "case.reopen_reason_pictured", "reopen_reason", codes)
    return Reopen(repair.hazard, reason, repair.id)


async def _to_judge(repair: Repair, verb: Verb) -> bool:
    case = await find(CaseNow(repair.hazard))
    return case is not None and verb in case["verbs"]


async def _reason(topic: str, pictured: str, kind: str, codes: tuple[str, ...]) -> str:
    """A usual reason by tap, or any in words; a picture shows it, but does not say it."""
    options = tuple(Option(code, f"{kind}.{code}") for code in codes)
    asked = topic
    while True:
        answer = await ask(Question(topic, asked, {}, options, text=True, photos=True))
        if answer.choice or answer.text:
            return answer.text or str(await find(Label("choice", f"{kind}.{answer.choice}")))
        asked = pictured


def _lines(*said: str) -> str:
    return "\n".join(line for line in said if line)
