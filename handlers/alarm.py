"""An alarm in chat: called without a question, told on while it lasts, answered, and ended."""

from dataclasses import dataclass
from typing import Any

from handlers.about_case import can
from handlers.questions import Answer, Option, Question, ask, ask_choice, find
from handlers.replies import Say
from handlers.wanted import AlarmCall, AlarmNews, CaseNow, PlaceIn
from workflow.alarm import CallFalseAlarm, RaiseAlarm, Respond, StandDown, TellAlarm
from workflow.emergency import Emergency
from workflow.lifecycle import Verb

NEWS = ("called", "evacuated")


@dataclass(frozen=True)
class Alarm:
    """Words of something that happens now; `id` is the draft that becomes the case."""

    id: str
    kind: str
    text: str


@dataclass(frozen=True)
class OnSpot:
    """A person at the spot of an alarm, or on the way there.

    kind: set right after it was raised, when nothing can be looked up yet. greeting: the first topic. seen: the case as
    it stood on the card that was tapped.
    """

    id: str
    hazard: str
    kind: str = ""
    area: str | None = None
    greeting: str = "alarm.passed_on"
    seen: int | None = None


async def raise_alarm(alarm: Alarm) -> RaiseAlarm:
    """Nothing is asked: whoever writes this has no hand free."""
    place = await find(PlaceIn(alarm.text))
    where = (place["area"], place["equipment"], place["assumed"])
    return RaiseAlarm(alarm.id, Emergency(alarm.kind), alarm.text, *where)


async def tell_alarm(spot: OnSpot) -> TellAlarm | CallFalseAlarm | StandDown | Say:
    """Whatever the person sends while it lasts goes to those who come."""
    facts: dict[str, str] = {}
    if spot.kind:
        facts = {"kind": spot.kind, **await find(AlarmCall(spot.area))}
    elif not await can(spot.hazard, Verb.TELL_ALARM):
        return Say("card.stale")
    topic = "alarm.raised" if spot.kind else spot.greeting
    while True:
        known = await find(AlarmNews(spot.hazard))
        answer = await _news(spot, topic, facts)
        if not await can(spot.hazard, Verb.TELL_ALARM):
            return Say("card.stale")
        if answer.choice == "stand_down":
            return StandDown(spot.hazard)
        if answer.choice != "false":
            return TellAlarm(spot.hazard, spot.id, answer.choice or "words", answer.text)
        now = await find(AlarmNews(spot.hazard))
        if now == known or await _is_false(spot):
            return CallFalseAlarm(spot.hazard, now)
        topic, facts = "alarm.goes_on", {}


async def _news(spot: OnSpot, topic: str, facts: dict[str, str]) -> Answer:
    """What is sent, or that it is over, by whoever may say so."""
    case = None if spot.kind else await find(CaseNow(spot.hazard))
    ends = (Option("stand_down", "stand_down"),) if case and Verb.STAND_DOWN in case["verbs"] else ()
    options = (*ends, *(Option(what, f"alarm.{what}") for what in NEWS), Option("false", "alarm.false"))
    hears_all: dict[str, Any] = {"text": True, "photos": True, "spoken": True}
    return await ask(Question("alarm.raised", topic, facts, options, hazard=spot.hazard, **hears_all))


async def _is_false(spot: OnSpot) -> bool:
    """Others have sent news since the card was made: it is asked once more, beside their news."""
    options = (Option("false", "alarm.false"), Option("real", "real_alarm"))
    return await ask_choice("alarm.sure", options, spot.hazard) == "false"


async def respond_alarm(spot: OnSpot) -> Respond | Say:
    return Respond(spot.hazard) if await can(spot.hazard, Verb.RESPOND) else Say("card.stale")


async def stand_down(spot: OnSpot) -> StandDown | Say:
    return StandDown(spot.hazard) if await can(spot.hazard, Verb.STAND_DOWN) else Say("card.stale")


async def call_false_alarm(spot: OnSpot) -> CallFalseAlarm | Say:
    if not await can(spot.hazard, Verb.CALL_FALSE_ALARM):
        return Say("card.stale")
    known = await find(AlarmNews(spot.hazard, spot.seen))
    now = await find(AlarmNews(spot.hazard))
    return CallFalseAlarm(spot.hazard, now) if now == known or await _is_false(spot) else Say("alarm.goes_on")
