"""班次: when somebody is at work, and whether what is not urgent waits until whoever reads it is."""

from dataclasses import dataclass
from typing import Any

from handlers.admin.confirming import sure
from handlers.admin.wanted import HoursNow, QuietNow, ShiftsNow, StaffCalled
from handlers.questions import Open, Option, ask_choice, find
from handlers.rectify_hazard import pick_colleague
from handlers.replies import Become, Do, Say
from workflow.working_hours import SetQuiet, SetShift

LEFT = Say("staff.as_it_was")
QUIET, LOUD = Option("quiet", "let_be"), Option("loud", "do_not_let_be")
USUAL, MORE, PAGE = "usual", "more", 6


@dataclass(frozen=True)
class Looking:
    """`words`: of somebody's name, where they were written with the command."""

    id: str
    words: str = ""


@dataclass(frozen=True)
class Setting:
    """undo: the shift goes back to `to` (empty: the usual hours), if it is still `if_now`."""

    id: str
    person: str = ""
    undo: bool = False
    to: str = ""
    if_now: str = ""


@dataclass(frozen=True)
class Resting:
    """undo: it goes back to `said` if it is still `if_now`; none: as is usual."""

    id: str
    quiet: bool = True
    undo: bool = False
    said: bool | None = None
    if_now: bool | None = None


async def hours(looking: Looking) -> Become:
    """Whose hours; beside them what holds for everybody."""
    found = await find(StaffCalled(looking.words)) if looking.words else []
    if len(found) == 1:
        return Become("set_shift", {"person": found[0]["id"]})
    now = await find(QuietNow())
    change = (LOUD if now["quiet"] else QUIET,) if now is not None else ()
    picked = await pick_colleague("hours.who", *change, people=StaffCalled, name=looking.words)
    if picked in (QUIET.value, LOUD.value):
        return Become("set_quiet", {"quiet": picked == QUIET.value})
    return Become("set_shift", {"person": picked})


async def set_shift(setting: Setting) -> Do | Say:
    """How it is, which it is to be, and one yes."""
    now = await find(HoursNow(setting.person))
    if now is None:
        return Say("refused.has_left")
    if setting.undo:
        back = SetShift(setting.person, setting.to, setting.if_now)
        return Do(back, "hours.put_back", facts={"name": now["name"]})
    picked = await _pick_shift(now)
    code, shift = ("", "") if picked == USUAL else (picked, await _named(picked))
    facts = {"name": now["name"], "was": now["shift"], "shift": shift}
    if code == now["code"]:
        return Say("hours.same", facts)
    if not await sure("hours.sure", **facts):
        return LEFT
    args = {"person": setting.person, "undo": True, "to": now["code"], "if_now": code}
    undo = Option("undo", "undo", opens=Open("set_shift", args))
    return Do(SetShift(setting.person, code, now["code"]), "hours.set", facts=facts, options=(undo,))


async def _pick_shift(now: dict[str, Any]) -> str:
    page = 0
    while True:
        shifts = await find(ShiftsNow())
        shown = shifts[page * PAGE : (page + 1) * PAGE]
        more = (Option(MORE, "more"),) if len(shifts) > PAGE else ()
        options = (*(Option(each["code"], text=each["name"]) for each in shown), Option(USUAL, "usual_hours"), *more)
        picked = await ask_choice("hours.which", options, **now)
        if picked != MORE:
            return picked
        page = page + 1 if (page + 1) * PAGE < len(shifts) else 0


async def _named(code: str) -> str:
    return next((str(each["name"]) for each in await find(ShiftsNow()) if each["code"] == code), code)


async def set_quiet(resting: Resting) -> Do | Say:
    if resting.undo:
        back = SetQuiet(resting.said, resting.if_now)
        return Do(back, "hours.quiet_put_back", facts={"quiet": resting.said})
    now = await find(QuietNow())
    if now is None:
        return Say("refused.not_yours", {"may": ""})
    facts: dict[str, Any] = {"quiet": resting.quiet}
    if not await sure("hours.sure_quiet", **facts):
        return LEFT
    undo = Option("undo", "undo", opens=Open("set_quiet", {"undo": True, "said": now["said"], "if_now": resting.quiet}))
    return Do(SetQuiet(resting.quiet, now["said"]), "hours.quiet_set", facts=facts, options=(undo,))
