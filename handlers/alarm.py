"""An alarm in chat: called without a question, told on while it lasts, answered, and ended."""

from dataclasses import dataclass
from typing import Any

from handlers.about_case import can
from handlers.lookups import AlarmCall, DraftPhotos, PlaceIn
from handlers.questions import Option, Question, ask, find
from handlers.replies import Become, Say
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
    """A person at the spot of an alarm. `kind` is set right after it was raised, when nothing can be looked up yet."""

    id: str
    hazard: str
    kind: str = ""
    area: str | None = None


async def raise_alarm(alarm: Alarm) -> RaiseAlarm:
    """Nothing is asked: whoever writes this has no hand free."""
    place = await find(PlaceIn(alarm.text))
    where = (place["area"], place["equipment"], place["assumed"])
    return RaiseAlarm(alarm.id, Emergency(alarm.kind), alarm.text, *where)


async def tell_alarm(spot: OnSpot) -> TellAlarm | CallFalseAlarm | Become | Say:
    """Whatever the person sends while it lasts goes to those who come; afterwards it is a report like any other."""
    facts: dict[str, str] = {}
    if spot.kind:
        facts = {"kind": spot.kind, **await find(AlarmCall(spot.area))}
    elif not await can(spot.hazard, Verb.TELL_ALARM):
        return Say("card.stale")
    topic = "alarm.raised" if spot.kind else "alarm.passed_on"
    options = (*(Option(what, f"alarm.{what}") for what in NEWS), Option("false", "alarm.false"))
    hears_all: dict[str, Any] = {"text": True, "photos": True, "spoken": True}
    answer = await ask(Question("alarm.raised", topic, facts, options, hazard=spot.hazard, **hears_all))
    if not await can(spot.hazard, Verb.TELL_ALARM):
        photos = await find(DraftPhotos(spot.id))
        return Say("card.stale") if answer.choice else Become("report_hazard", {"text": answer.text, "photos": photos})
    if answer.choice == "false":
        return CallFalseAlarm(spot.hazard)
    return TellAlarm(spot.hazard, spot.id, answer.choice or "words", answer.text)


async def respond_alarm(spot: OnSpot) -> Respond | Say:
    return Respond(spot.hazard) if await can(spot.hazard, Verb.RESPOND) else Say("card.stale")


async def stand_down(spot: OnSpot) -> StandDown | Say:
    return StandDown(spot.hazard) if await can(spot.hazard, Verb.STAND_DOWN) else Say("card.stale")


async def call_false_alarm(spot: OnSpot) -> CallFalseAlarm | Say:
    return CallFalseAlarm(spot.hazard) if await can(spot.hazard, Verb.CALL_FALSE_ALARM) else Say("card.stale")
