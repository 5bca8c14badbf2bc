"""Holding a danger off until it is repaired: what was done, and whether it is still in place."""

from dataclasses import dataclass

from handlers.lookups import CaseNow, Label
from handlers.questions import Option, Question, ask, find
from handlers.replies import Say
from workflow.danger import CheckMeasure, Contain, MissMeasure
from workflow.lifecycle import Verb

MEASURES = ("switched_off", "fenced_in", "guarded")


@dataclass(frozen=True)
class Holding:
    id: str
    hazard: str


async def contain_danger(holding: Holding) -> Contain | Say:
    """What was done, by tap or in words; a picture shows it, but does not say it."""
    if not await _can(holding.hazard, Verb.CONTAIN):
        return Say("card.stale")
    options = tuple(Option(code, f"measure.{code}") for code in MEASURES)
    topic = "danger.how"
    while True:
        answer = await ask(Question("danger.how", topic, {}, options, text=True, photos=True, hazard=holding.hazard))
        if answer.choice or answer.text:
            measure = answer.text or str(await find(Label("choice", f"measure.{answer.choice}")))
            return Contain(holding.hazard, measure, holding.id)
        topic = "danger.how_pictured"


async def check_measure(holding: Holding) -> CheckMeasure | Say:
    return CheckMeasure(holding.hazard) if await _can(holding.hazard, Verb.CHECK_MEASURE) else Say("card.stale")


async def miss_measure(holding: Holding) -> MissMeasure | Say:
    return MissMeasure(holding.hazard) if await _can(holding.hazard, Verb.WARN) else Say("card.stale")


async def _can(hazard: str, verb: Verb) -> bool:
    case = await find(CaseNow(hazard))
    return case is not None and verb in case["verbs"]
