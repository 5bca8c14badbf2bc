"""The acceptor's side: sign off, send back, and open a closed case again; what they photograph goes with it."""

from dataclasses import dataclass

from handlers.about_case import ask_reason, can, why_not
from handlers.legible import joined
from handlers.questions import Option, Question, ask, find
from handlers.replies import Say
from handlers.wanted import CaseNow, DraftPhotos
from workflow.commands import AcceptRepair, Reopen, SendBack
from workflow.danger import RUNNING
from workflow.library import Grade
from workflow.lifecycle import Verb


@dataclass(frozen=True)
class Repair:
    """A repair to judge, as it stood on the card that was tapped."""

    id: str
    hazard: str
    seen: int


async def accept_repair(repair: Repair) -> AcceptRepair | Say:
    case = await find(CaseNow(repair.hazard))
    if case is None or Verb.ACCEPT not in case["verbs"]:
        return await why_not(repair.hazard, Verb.ACCEPT)  # said before the acceptor goes there in vain
    can_be_seen = case["grade"] == Grade.GENERAL and case["danger"] != RUNNING
    by_photo = (Option("photos", "photos_only"),) if can_be_seen else ()
    options = (Option("on_site", "rechecked"), *by_photo)
    topic, remarks = "accept.on_site", ""
    while True:
        facts = {"photos": await find(DraftPhotos(repair.id))}
        answer = await ask(Question("accept.on_site", topic, facts, options, text=True, photos=True))
        if answer.choice:
            return AcceptRepair(repair.hazard, repair.seen, remarks, answer.choice == "on_site", repair.id)
        topic, remarks = "accept.remark_noted", joined(remarks, answer.text)


async def send_back(repair: Repair) -> SendBack | Say:
    if not await can(repair.hazard, Verb.SEND_BACK):
        return await why_not(repair.hazard, Verb.SEND_BACK)
    codes = ("not_fixed", "photo_unclear", "not_cleared")
    reason = await ask_reason("accept.reason", "send_back_reason", codes, "accept.reason_pictured")
    return SendBack(repair.hazard, repair.seen, reason, repair.id)


async def reopen_case(repair: Repair) -> Reopen | Say:
    if not await can(repair.hazard, Verb.REOPEN):
        return Say("card.stale")
    codes = ("came_back", "not_fixed")
    reason = await ask_reason("case.reopen_reason", "reopen_reason", codes, "case.reopen_reason_pictured")
    return Reopen(repair.hazard, reason, repair.id)
