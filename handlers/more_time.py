"""More time: the owner asks for it, officer or director decide."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handlers.about_case import ask_reason, can, why_not
from handlers.questions import Option, Question, ask, find
from handlers.replies import Say
from handlers.wanted import MoreTime
from workflow.extension import MOST_DAYS, AskMoreTime, GrantTime, RefuseTime
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
    days, until = await how_long(deadline.hazard)
    reason = await ask_reason("time.why", "time_reason", REASONS, until=until)
    return AskMoreTime(deadline.hazard, days, reason)


async def how_long(hazard: str, asked: str = "time.how_long") -> tuple[int, str]:
    """Days from the limit, and the moment that they lead to. asked: the topic under which it is asked first."""
    options = tuple(Option(str(days), f"days.{days}") for days in DAYS)
    topic, facts = asked, dict[str, Any]()
    while True:
        question = Question(asked, topic, facts, options, text=True, hazard=hazard, spoken=True)
        answer = await ask(question)
        more = await find(MoreTime(hazard, answer.choice or answer.text))
        if more is not None and 1 <= more["days"] <= MOST_DAYS:
            return more["days"], more["until"]
        topic, facts = _how_long_again(more)


def _how_long_again(more: Mapping[str, Any] | None) -> tuple[str, dict[str, Any]]:
    """What was not one day, no day after the limit, or one too far away."""
    if more is None:
        return "time.how_many_days", {}
    if more["days"] < 1:
        return "time.not_later", {"limit": more["limit"]}
    return "time.at_most", {"most": MOST_DAYS}


async def grant_time(deadline: Deadline) -> GrantTime | Say:
    if not await can(deadline.hazard, Verb.GRANT_TIME):
        return await why_not(deadline.hazard, Verb.GRANT_TIME)
    return GrantTime(deadline.hazard, deadline.seen)


async def refuse_time(deadline: Deadline) -> RefuseTime | Say:
    if not await can(deadline.hazard, Verb.REFUSE_TIME):
        return await why_not(deadline.hazard, Verb.REFUSE_TIME)
    why = await ask_reason("time.why_not", "refuse_reason", ("too_long", "can_be_done"))
    return RefuseTime(deadline.hazard, deadline.seen, why)
