"""Steering a case 处置: what may be done with it as it stands, its limit, its rest, the last step undone."""

from dataclasses import dataclass

from handlers.about_case import ask_reason, can, which_case, why_not
from handlers.admin.confirming import sure
from handlers.ask_value import Within, ask_day
from handlers.more_time import how_long
from handlers.my_hazards import CARD_CHOICES, STEERING, card_option
from handlers.questions import Open, Option, find
from handlers.replies import Become, Say
from handlers.wanted import CaseNow, Label, LastSteered, May
from workflow.commands import AssignOwner
from workflow.extension import MoveLimit
from workflow.library import Grade
from workflow.lifecycle import State, Verb
from workflow.major import Regrade
from workflow.permissions import Action
from workflow.suspension import MOST_DAYS, Resume, Suspend

REST_DAYS = tuple(Option(days, f"days.{days}") for days in ("7", "15", "30"))
LONGER, RESTS = ("waiting_parts", "outside_firm", "production"), ("line_stands", "machine_away", "season")


@dataclass(frozen=True)
class Wanted:
    """A case that is to be found by its number, or the last digits of it."""

    id: str
    words: str = ""


@dataclass(frozen=True)
class Steering:
    """A case that somebody steers."""

    id: str
    hazard: str


async def find_case(wanted: Wanted) -> Become | Say:
    found = await which_case("steer.which", wanted.words)
    return Become("steer_case", {"hazard": found}) if found else Say("steer.nothing_done")


async def steer_case(case: Steering) -> Say:
    """One button for each step that is open; the undoing of one's own last step comes first."""
    now = await find(CaseNow(case.hazard))
    if now is None:
        return Say("refused.unknown_case")
    undo = await find(LastSteered(case.hazard))
    steps = [value for value in STEERING if CARD_CHOICES[value].verb in now["verbs"]]
    lesson = (card_option("elsewhere", case.hazard),) if await find(May(Action.ASK_ELSEWHERE)) else ()
    if now["state"] == State.CLOSED and await find(May(Action.BROADCAST)):
        lesson = (*lesson, card_option("example", case.hazard))
    apart = {"reinstate": "unmerge"} if now["state"] == State.MERGED else {"assign": "reassign"} if now["owner"] else {}
    first = (Option("undo", "undo", opens=Open("undo_steering", {"hazard": case.hazard})),) if undo else ()
    options = (*first, *(card_option(value, case.hazard, apart.get(value, "")) for value in steps))
    show = card_option("show", case.hazard)
    topic = "steer.menu" if options else "steer.nothing"
    return Say(topic, options=(*options, *lesson, show), version=now["version"])


async def move_limit(case: Steering) -> MoveLimit | Say:
    now = await find(CaseNow(case.hazard))
    if now is None or Verb.MOVE_LIMIT not in now["verbs"]:
        return await why_not(case.hazard, Verb.MOVE_LIMIT)
    _, until = await how_long(case.hazard, "steer.how_long")
    reason = await ask_reason("steer.why_longer", "time_reason", LONGER, until=until)
    if not await sure("steer.longer_sure", case.hazard, until=until):
        return Say("steer.left")
    return MoveLimit(case.hazard, now["version"], until, reason)


async def suspend(case: Steering) -> Suspend | Say:
    now = await find(CaseNow(case.hazard))
    if now is None or Verb.SUSPEND not in now["verbs"]:
        return await why_not(case.hazard, Verb.SUSPEND)
    ahead = Within(MOST_DAYS, "refused.rest_day")
    until = await ask_day("steer.rest_until", "outside.which_day", REST_DAYS, hazard=case.hazard, within=ahead)
    reason = await ask_reason("steer.why_rest", "rest_reason", RESTS)
    if not await sure("steer.rest_sure", case.hazard, until=until, reason=reason):
        return Say("steer.left")
    return Suspend(case.hazard, now["version"], until, reason)


async def resume(case: Steering) -> Resume | Say:
    if not await can(case.hazard, Verb.RESUME):
        return await why_not(case.hazard, Verb.RESUME)
    return Resume(case.hazard) if await sure("steer.resume_sure", case.hazard) else Say("steer.left")


async def undo_steering(case: Steering) -> AssignOwner | Regrade | MoveLimit | Resume | Say:
    """The last step of a case, where it was this person's: what was before, as a step of its own on record."""
    last, now = await find(LastSteered(case.hazard)), await find(CaseNow(case.hazard))
    if last is None or now is None:
        return Say("steer.not_undone")
    if not await sure("steer.undo_sure", case.hazard, step=last["kind"]):
        return Say("steer.left")
    undone = str(await find(Label("choice", "undone")))
    if last["kind"] == "assigned":
        return AssignOwner(case.hazard, last["from"], now["version"])
    if last["kind"] == "regraded":
        return Regrade(case.hazard, Grade(last["from"]), undone)
    if last["kind"] == "limit_moved":
        return MoveLimit(case.hazard, now["version"], last["from"], undone)
    return Resume(case.hazard)
