"""代理人: who stands in while somebody is away, named in chat, told and able to refuse; and coming back."""

from dataclasses import dataclass

from handlers.ask_value import ask_day
from handlers.questions import Open, Option, ask_choice, find
from handlers.rectify_hazard import pick_colleague
from handlers.replies import Do
from handlers.wanted import DayAfter, DaysAhead, NameOf
from workflow.deputies import ComeBack, NameDeputy, RefuseDeputyship

FIRST_DAYS, LAST_DAYS = ("0", "1"), ("3", "7", "14")
TO_DO = Option("to_do", "to_do", opens=Open("to_do"))


@dataclass(frozen=True)
class Away:
    id: str


@dataclass(frozen=True)
class Asked:
    """Somebody who was made a deputy."""

    id: str
    deputyship: str = ""


async def name_deputy(away: Away) -> Do:
    """Who, from which day, to which day; then all of it once more before it holds."""
    while True:
        deputy = await pick_colleague("deputy.who", oneself="deputy.who_else")
        since = await _first_day()
        until = await _last_day(since)
        facts = {"name": await find(NameOf(deputy)), "since": since, "until": until}
        options = (Option("yes", "deputy_yes"), Option("no", "deputy_no"))
        if await ask_choice("deputy.sure", options, **facts) == "yes":
            undo = Option("undo", "i_am_back", opens=Open("come_back"))
            return Do(NameDeputy(deputy, since, until), "deputy.named", facts=facts, options=(undo,))


async def _first_day() -> str:
    since = await _day("deputy.since", FIRST_DAYS)
    while await find(DaysAhead(since)) < 0:
        since = await _day("deputy.since_past", FIRST_DAYS)
    return since


async def _last_day(since: str) -> str:
    until = await _day("deputy.until", LAST_DAYS, since)
    while until < since:
        until = await _day("deputy.until_before", LAST_DAYS, since)
    return until


async def _day(topic: str, days: tuple[str, ...], since: str = "") -> str:
    options = tuple(Option(each, f"days_on.{each}") for each in days)
    return str(await find(DayAfter(await ask_day(topic, "deputy.which_day", options), since)))


async def come_back(away: Away) -> Do:
    return Do(ComeBack(), "deputy.back", options=(TO_DO,))


async def refuse_deputyship(asked: Asked) -> RefuseDeputyship:
    return RefuseDeputyship(asked.deputyship)
