"""Orders of authorities 责令整改: the cases of one seen together, and its re-check, on whose paper it is closed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from handlers.admin.confirming import sure
from handlers.admin.wanted import AuthorityOrders, OrderNow
from handlers.ask_value import ask_day
from handlers.listed import case_options
from handlers.my_hazards import card_option
from handlers.papers import ask_paper_day
from handlers.questions import Open, Option, Question, ask, ask_choice, ask_text, find
from handlers.replies import Do, Say
from handlers.wanted import DaysAhead, DraftPhotos
from workflow.authority_orders import OrderState, RecordRecheck, StrikeRecheck
from workflow.lifecycle import State
from workflow.sources import LONGEST_NUMBER

CASES_PAGE = 4
IN_ORDER, NOT_IN_ORDER = Option("in_order", "order_result.in_order"), Option("failed", "order_result.failed")
_FIGURES = re.compile(r"\d+", re.ASCII)


@dataclass(frozen=True)
class Looking:
    id: str


@dataclass(frozen=True)
class Ordered:
    """An order, by a case under it."""

    id: str
    hazard: str


async def orders(looking: Looking) -> Say:
    """What is unfinished first; a number opens one."""
    page = 0
    while True:
        found = await find(AuthorityOrders(page))
        if not found["total"]:
            return Say("order.none", options=(Option("finding", "finding", opens=Open("report_finding")),))
        options = tuple(
            Option(str(n), text=str(n), opens=Open("show_order", {"hazard": each["id"]}))
            for n, each in enumerate(found["items"], 1)
        )
        turn = (Option("more", "more"),) if found["more"] else (Option("first", "first_page"),) if page else ()
        await ask(Question("order.all", "order.all", found, (*options, *turn)))
        page = page + 1 if found["more"] else 0


async def show_order(ordered: Ordered) -> Say:
    """All its cases, a page at a time; a number opens one."""
    page = 0
    while True:
        order = await find(OrderNow(ordered.hazard))
        if order is None:
            return Say("refused.unknown_case")
        first, cases = page * CASES_PAGE, order["items"]
        shown = cases[first : first + CASES_PAGE]
        more = len(cases) > first + len(shown)
        turn = (Option("more", "more"),) if more else (Option("first", "first_page"),) if page else ()
        options = (*case_options(shown), *_steps(order), *turn)
        await ask(Question("order.card", "order.card", {**order, "items": shown}, options))
        page = page + 1 if more else 0


def _steps(order: dict[str, Any]) -> tuple[Option, ...]:
    about = {"hazard": order["id"]}
    written = Option("papers", "papers", opens=Open("order_papers", about))
    if order["state"] == OrderState.OPEN:
        return (card_option("same_order", order["id"]), written)
    if order["state"] == OrderState.PUT_RIGHT:
        return (Option("rechecked", "order_rechecked", opens=Open("record_recheck", about)), written)
    return (written, Option("strike_recheck", "strike_recheck", opens=Open("strike_recheck", about)))


async def record_recheck(ordered: Ordered) -> Do | Say:
    """The paper as a picture, its number and day, what it found; and what was not in order goes on."""
    order = await find(OrderNow(ordered.hazard))
    if order is None:
        return Say("refused.unknown_case")
    if order["state"] != OrderState.PUT_RIGHT:
        return Say("order.not_now", order)
    await _scan(ordered, order)
    paper, day = await _number(), await ask_paper_day()
    found = {"order": order["order"], "paper": paper, "day": day}
    if await ask_choice("order.result", (IN_ORDER, NOT_IN_ORDER), **found) == "in_order":
        if not await sure("order.sure_closed", **found):
            return Say("order.left", found)
        return Do(RecordRecheck(ordered.id, order["id"], paper, day), "order.closed", facts=found)
    failed = await _which(order["items"])
    words, until = await ask_text("order.what_failed"), await _until()
    told = {**found, "numbers": [case["number"] for case in failed], "until": until, "words": words}
    if not await sure("order.sure_failed", **told):
        return Say("order.left", found)
    ids = tuple(case["id"] for case in failed)
    return Do(RecordRecheck(ordered.id, order["id"], paper, day, ids, words, until), "order.failed", facts=told)


async def strike_recheck(ordered: Ordered) -> Do | Say:
    """The order is open to another re-check; the picture of the paper stays, as everything does."""
    order = await find(OrderNow(ordered.hazard))
    if order is None:
        return Say("refused.unknown_case")
    if order["state"] != OrderState.CLOSED:
        return Say("order.not_now", order)
    if not await sure("order.sure_struck", order=order["order"], **order["recheck"]):
        return Say("order.left", order)
    return Do(StrikeRecheck(order["id"]), "order.struck", facts={"order": order["order"]})


async def _scan(ordered: Ordered, order: dict[str, Any]) -> None:
    """A picture is what counts: words alone are asked again."""
    topic = "order.scan"
    while not await find(DraftPhotos(ordered.id)):
        await ask(Question("order.scan", topic, {"order": order["order"]}, text=True, photos=True))
        topic = "order.scan_needed"


async def _number() -> str:
    """As it stands on the paper; it may be digits only, or look like the number of a case."""
    topic = "order.paper"
    while True:
        number = (await ask(Question("order.paper", topic, text=True, number=True, spoken=True))).text
        if len(number) <= LONGEST_NUMBER and any(c.isalnum() for c in number):
            return number
        topic = "finding.number_again"


async def _which(cases: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The cases that the paper names, by their places on the list: "1 3"."""
    closed = [case for case in cases if case["state"] == State.CLOSED]
    if len(closed) == 1:
        return closed
    topic = "order.which_failed"
    while True:
        asked = Question("order.which_failed", topic, {"cases": closed}, text=True, spoken=True, figures=True)
        named = {int(figure) for figure in _FIGURES.findall((await ask(asked)).text)}
        if named and named <= set(range(1, len(closed) + 1)):
            return [closed[n - 1] for n in sorted(named)]
        topic = "order.which_again"


async def _until() -> str:
    day = await ask_day("order.until", "finding.until_again")
    while await find(DaysAhead(day)) < 0:
        day = await ask_day("finding.until_past", "finding.until_again")
    return day
