"""Who is behind an anonymous report: asked for by one, confirmed by another."""

from dataclasses import dataclass

from handlers.questions import Option, Question, ask, ask_choice, ask_text, find
from handlers.replies import Do, Say
from handlers.wanted import Sealed, UnnamedCase
from workflow.seals import AskUnseal, ConfirmUnseal, DeclineUnseal

CONFIRM = (Option("yes", "unseal_yes"), Option("no", "unseal_no"))


@dataclass(frozen=True)
class Asker:
    id: str


@dataclass(frozen=True)
class Second:
    """`request`: what the first of the two has asked for."""

    id: str
    request: str = ""


async def unseal(asker: Asker) -> Do | Say:
    number = (await ask(Question("unseal.which", "unseal.which", text=True, number=True))).text.strip().upper()
    case = await find(UnnamedCase(number))
    if case is None:
        return Say("unseal.no_such")
    reason = await ask_text("unseal.why", number=case["number"])
    return Do(AskUnseal(case["hazard"], reason), "unseal.asked", facts={"number": case["number"]})


async def confirm_unseal(second: Second) -> Do | Say:
    request = await find(Sealed(second.request))
    if request is None:
        return Say("refused.unseal_over")
    if await ask_choice("unseal.sure", CONFIRM, **request) == "no":
        return Do(DeclineUnseal(request["id"]), "unseal.left", facts={"number": request["number"]})
    return Do(ConfirmUnseal(request["id"]), "unseal.confirmed", facts={"number": request["number"]})
