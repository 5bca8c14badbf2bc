"""文书: papers about a case and of a period, chosen by taps: numbered as they are asked for, made as they are sent."""

from dataclasses import dataclass
from typing import Any

from handlers.admin.wanted import CasePapers, OrderNow, PeriodNamed, PeriodsNear
from handlers.denials import denied
from handlers.questions import Option, Question, ask, ask_choice, find
from handlers.replies import Do, Say
from workflow.authority_orders import OrderState
from workflow.inspection import LEDGER, PACKAGE
from workflow.order_papers import OfOrder
from workflow.paper_orders import OrderPaper
from workflow.period_papers import OfPeriod
from workflow.permissions import Action

BY_PAGE = 3
OF_ORDER = tuple(Option(made, f"made.{made}") for made in (OfOrder.RECHECK_REQUEST, OfOrder.REPLY))
OF_PERIOD = (OfPeriod.STATISTICS, LEDGER, PACKAGE, OfPeriod.SCORECARD, OfPeriod.NOTICE)  # the likely one first


@dataclass(frozen=True)
class OfCase:
    """Somebody who wants a paper about a case, or about the order that it is under."""

    id: str
    hazard: str


@dataclass(frozen=True)
class Wanted:
    """Somebody who wants a paper of a period."""

    id: str


async def case_papers(wanted: OfCase) -> Do | Say:
    """Only what the case is far enough for is offered."""
    there: dict[str, Any] | None = await find(CasePapers(wanted.hazard))
    if there is None:
        return Say("made.not_yours", denied(Action.EXPORT))
    made = await _which("made.which", tuple(there["made"]), wanted.hazard, number=there["number"])
    about = {"made": made, "about": there["number"]}
    return Do(OrderPaper(wanted.id, made, hazard_id=wanted.hazard), "made.begun", facts=about)


async def order_papers(wanted: OfCase) -> Do | Say:
    """What is written back to the authority; it is asked to look again once all is put right, and not before."""
    order = await find(OrderNow(wanted.hazard))
    if order is None:
        return Say("refused.unknown_case")
    both = order["state"] != OrderState.OPEN
    made = await ask_choice("made.which_of_order", OF_ORDER, **order) if both else OfOrder.REPLY
    about = {"made": made, "about": order["order"]}
    return Do(OrderPaper(wanted.id, made, hazard_id=wanted.hazard), "made.begun", facts=about)


async def period_papers(wanted: Wanted) -> Do:
    made = await _which("made.which_of_period", OF_PERIOD)
    period = await _period(made)
    about = {"made": made, "about": period["words"]}
    return Do(OrderPaper(wanted.id, made, period=period["named"]), "made.begun", facts=about)


async def _which(topic: str, papers: tuple[str, ...], hazard: str | None = None, **facts: Any) -> str:
    page = 0
    while True:
        fit = len(papers) <= BY_PAGE + 1
        shown = papers if fit else papers[page * BY_PAGE : (page + 1) * BY_PAGE]
        options = tuple(Option(made, f"made.{made}") for made in shown)
        more = () if fit else (Option("more", "more"),)
        answer = await ask(Question(topic, topic, facts, (*options, *more), hazard=hazard))
        if answer.choice != "more":
            return answer.choice or ""
        page = page + 1 if (page + 1) * BY_PAGE < len(papers) else 0


async def _period(made: str) -> dict[str, str]:
    """Of which days: those near by are one tap away, any other is written."""
    near: list[dict[str, str]] = await find(PeriodsNear(made))
    options = tuple(Option(each["named"], text=each["words"]) for each in near)
    topic = "made.of_when"
    while True:
        answer = await ask(Question("made.of_when", topic, {"made": made}, options, text=True, figures=True))
        named: dict[str, str] | None = await find(PeriodNamed(answer.choice or answer.text))
        if named is not None:
            return named
        topic = "made.no_period"
