"""Holding a danger off until it is repaired: what was done, and whether it is still in place."""

from dataclasses import dataclass
from typing import Any

from handlers.about_case import ask_reason, can
from handlers.ask_value import ask_day
from handlers.questions import Option, ask_choice, find
from handlers.replies import Say
from handlers.wanted import CaseNow
from workflow.danger import RHYTHMS, CheckMeasure, Contain, Means, MissMeasure, SetMeasure
from workflow.library import Grade
from workflow.lifecycle import Verb

OF_MACHINE = ("switched_off", "fenced_in", "guarded")
OF_PLACE = ("fenced_in", "guarded", "evacuated")
OF_MAJOR = ("out_of_use", "evacuated", "cordoned")
DAYS = ("1", "3", "7")  # from today: what is tapped most when a measure gets an end


@dataclass(frozen=True)
class Holding:
    id: str
    hazard: str


def usual_measures(case: dict[str, Any]) -> tuple[str, ...]:
    """What is most often done to hold off a danger like that of a case."""
    if case["grade"] == Grade.MAJOR:
        return OF_MAJOR
    means = case.get("means", Means.MACHINE)  # a case of an older journal does not name them
    return OF_MACHINE if means == Means.MACHINE else OF_PLACE


async def contain_danger(holding: Holding) -> Contain | Say:
    """What was done, by tap or in words; a picture shows it, but does not say it."""
    case = await find(CaseNow(holding.hazard))
    if case is None or Verb.CONTAIN not in case["verbs"]:
        return Say("card.stale")
    measure = await ask_reason("danger.how", "measure", usual_measures(case), "danger.how_pictured")
    return Contain(holding.hazard, measure, holding.id)


async def check_measure(holding: Holding) -> CheckMeasure | Say:
    return CheckMeasure(holding.hazard) if await can(holding.hazard, Verb.CHECK_MEASURE) else Say("card.stale")


async def miss_measure(holding: Holding) -> MissMeasure | Say:
    return MissMeasure(holding.hazard) if await can(holding.hazard, Verb.WARN) else Say("card.stale")


async def set_rhythm(holding: Holding) -> SetMeasure | Say:
    if not await can(holding.hazard, Verb.SET_MEASURE):
        return Say("card.stale")
    options = tuple(Option(str(hours), f"rhythms.{hours}") for hours in RHYTHMS)
    return SetMeasure(holding.hazard, hours=int(await ask_choice("danger.how_often", options)))


async def set_measure_end(holding: Holding) -> SetMeasure | Say:
    """The last day, by tap or in words; a day that is over is asked for again."""
    if not await can(holding.hazard, Verb.SET_MEASURE):
        return Say("card.stale")
    options = (*(Option(days, f"ends.{days}") for days in DAYS), Option("to_repair", "to_repair"))
    said = await ask_day("danger.until_when", "danger.which_day", options)
    if said == "to_repair":
        return SetMeasure(holding.hazard, to_repair=True)
    if said in DAYS:
        return SetMeasure(holding.hazard, days=int(said))
    return SetMeasure(holding.hazard, day=said)
