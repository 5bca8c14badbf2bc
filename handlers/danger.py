"""Holding a danger off until it is repaired: what was done, and whether it is still in place."""

from dataclasses import dataclass

from handlers.about_case import ask_reason, can
from handlers.lookups import CaseNow
from handlers.questions import find
from handlers.replies import Say
from workflow.danger import CheckMeasure, Contain, MissMeasure
from workflow.library import Grade
from workflow.lifecycle import Verb

MEASURES = ("switched_off", "fenced_in", "guarded")
OF_MAJOR = ("out_of_use", "evacuated", "cordoned")


@dataclass(frozen=True)
class Holding:
    id: str
    hazard: str


async def contain_danger(holding: Holding) -> Contain | Say:
    """What was done, by tap or in words; a picture shows it, but does not say it."""
    case = await find(CaseNow(holding.hazard))
    if case is None or Verb.CONTAIN not in case["verbs"]:
        return Say("card.stale")
    usual = OF_MAJOR if case["grade"] == Grade.MAJOR else MEASURES
    measure = await ask_reason("danger.how", "measure", usual, "danger.how_pictured")
    return Contain(holding.hazard, measure, holding.id)


async def check_measure(holding: Holding) -> CheckMeasure | Say:
    return CheckMeasure(holding.hazard) if await can(holding.hazard, Verb.CHECK_MEASURE) else Say("card.stale")


async def miss_measure(holding: Holding) -> MissMeasure | Say:
    return MissMeasure(holding.hazard) if await can(holding.hazard, Verb.WARN) else Say("card.stale")
