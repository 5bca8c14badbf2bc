"""Help from another department: the owner asks for it, somebody takes it on, reports it done, or says why not."""

from dataclasses import dataclass

from handlers.about_case import ask_reason, can
from handlers.questions import Option, Question, ask, find
from handlers.replies import Say
from handlers.wanted import CaseNow, Departments
from workflow.assistance import AskHelp, DeclineHelp, FinishHelp, TakeHelp, WithdrawHelp
from workflow.lifecycle import Verb

NEEDS = ("people", "tools", "shutdown", "skill")
NO_HELP = ("no_people", "no_tools", "not_ours")
DEPARTMENTS_PAGE = 6


@dataclass(frozen=True)
class Helping:
    """A case for which another department is asked; `id` is the draft that collects what the helper sends."""

    id: str
    hazard: str


async def ask_help(helping: Helping) -> AskHelp | Say:
    if not await can(helping.hazard, Verb.ASK_HELP):
        return Say("card.stale")
    need = await ask_reason("assist.need", "help_need", NEEDS)
    return AskHelp(helping.hazard, await pick_department(), need)


async def pick_department(topic: str = "assist.which", *, own: bool = False) -> str:
    """A department by tap or by its name in words; words that name only one are enough. own: the person's too."""
    page, said = 0, ""
    while True:
        found = await find(Departments(said, own))
        if said and len(found) == 1:
            return str(found[0]["id"])
        listed = found or await find(Departments(own=own))
        shown = listed[page * DEPARTMENTS_PAGE : (page + 1) * DEPARTMENTS_PAGE]
        more = (Option("more", "more"),) if len(listed) > DEPARTMENTS_PAGE else ()
        options = (*(Option(d["id"], text=d["name"]) for d in shown), *more)
        facts = {"found": len(found), "name": said}
        answer = await ask(Question(topic, topic, facts, options, text=True))
        if answer.text:
            page, said = 0, answer.text
        elif answer.choice != "more":
            return answer.choice or ""
        else:
            page = page + 1 if (page + 1) * DEPARTMENTS_PAGE < len(listed) else 0


async def take_help(helping: Helping) -> TakeHelp | Say:
    """The first has it; whoever comes after hears who that is."""
    if await can(helping.hazard, Verb.TAKE_HELP):
        return TakeHelp(helping.hazard)
    case = await find(CaseNow(helping.hazard))
    return Say("assist.has_it") if case and case["help"] == "taken" else Say("card.stale")


async def finish_help(helping: Helping) -> FinishHelp | Say:
    if not await can(helping.hazard, Verb.FINISH_HELP):
        return Say("card.stale")
    answer = await ask(Question("assist.how", "assist.how", text=True, photos=True, hazard=helping.hazard))
    return FinishHelp(helping.hazard, answer.text, helping.id)


async def decline_help(helping: Helping) -> DeclineHelp | Say:
    if not await can(helping.hazard, Verb.DECLINE_HELP):
        return Say("card.stale")
    return DeclineHelp(helping.hazard, await ask_reason("assist.why_not", "no_help", NO_HELP))


async def withdraw_help(helping: Helping) -> WithdrawHelp | Say:
    return WithdrawHelp(helping.hazard) if await can(helping.hazard, Verb.WITHDRAW_HELP) else Say("card.stale")
