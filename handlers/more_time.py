"""More time: the owner asks for it, officer or director decide."""

from dataclasses import dataclass

from handlers.about_case import ask_reason, can, why_not
from handlers.questions import Option, Question, ask
from handlers.replies import Say
from workflow.extension import AskMoreTime, GrantTime, RefuseTime
from workflow.lifecycle import Verb

DAYS = (1, 3, 7)
REASONS = ("waiting_parts", "outside_firm", "production")


@dataclass(frozen=True)
class Deadline:
    """A case with its limit; `seen` is the case's version on the card that was tapped."""

    id: str
    hazard: str
    seen: int = 0


async def ask_more_time(deadline: Deadline) -> AskMoreTime | Say:
    if not await can(deadline.hazard, Verb.ASK_MORE_TIME):
        return Say("card.stale")
    options = tuple(Option(str(days), f"days.{days}") for days in DAYS)
    topic = "time.how_long"
    while True:
        answer = await ask(Question("time.how_long", topic, {}, options, text=True, hazard=deadline.hazard))
        days = "".join(c for c in answer.choice or answer.text if c.isdecimal())
        if days and len(days) < 4:
            return AskMoreTime(deadline.hazard, int(days), await ask_reason("time.why", "time_reason", REASONS))
        topic = "time.how_many_days"


async def grant_time(deadline: Deadline) -> GrantTime | Say:
    if not await can(deadline.hazard, Verb.GRANT_TIME):
        return await why_not(deadline.hazard, Verb.GRANT_TIME)
    return GrantTime(deadline.hazard, deadline.seen)


async def refuse_time(deadline: Deadline) -> RefuseTime | Say:
    if not await can(deadline.hazard, Verb.REFUSE_TIME):
        return await why_not(deadline.hazard, Verb.REFUSE_TIME)
    why = await ask_reason("time.why_not", "refuse_reason", ("too_long", "can_be_done"))
    return RefuseTime(deadline.hazard, deadline.seen, why)
