"""What an authority has found 上级检查: the order once, then each finding as a report of its own."""

from dataclasses import dataclass
from typing import Any

from handlers.admin.wanted import OrderSheet
from handlers.ask_place import ask_place
from handlers.ask_value import ask_day
from handlers.findings_together import Row, enter_together, rows_in
from handlers.questions import Question, ask, find
from handlers.replies import Do, FirstOthers, Say
from handlers.report_hazard import Draft, settled
from handlers.screened import grasped
from handlers.wanted import DaysAhead, DraftPhotos, OrderOf, PlaceIn
from workflow.sources import LONGEST_NUMBER, Order, ReportFinding


@dataclass(frozen=True)
class Finding:
    """`same`: a case of the same order, where the officer goes on with its next finding. sheet: a workbook of them."""

    id: str
    same: str = ""
    sheet: str = ""


async def report_finding(finding: Finding) -> ReportFinding | FirstOthers | Do | Say:
    """One finding as any report; several, one a line, all at once."""
    known = await find(OrderOf(finding.same)) if finding.same else None

    async def ask_order() -> dict[str, str]:
        return await _order(finding)

    beside: dict[str, Any] = {"order": known or await ask_order()}
    if finding.sheet:
        return await _of_sheet(finding, beside["order"])
    said = await _what(finding, beside["order"])
    if len(rows := rows_in(said)) > 1:
        return await enter_together(finding.id, rows, beside["order"])
    words, guess = await grasped(said)
    place = await find(PlaceIn(words))
    if place["area"] is None:
        place = await ask_place()
    report = await settled(Draft(finding.id), words, guess, place, {"order": ask_order}, beside)
    if isinstance(report, FirstOthers):
        return report
    order = beside["order"]
    written = Order(order["authority"], order["number"], order["until"])
    return ReportFinding(**vars(report), order=written, same_as=order.get("same", ""))


async def _of_sheet(finding: Finding, order: dict[str, str]) -> Do | Say:
    """What stands in the workbook that was sent."""
    found = await find(OrderSheet(finding.sheet))
    if found is None:
        return Say("refused.sheet_gone")
    return await enter_together(finding.id, [Row(**row) for row in found["rows"]], order)


async def _order(finding: Finding) -> dict[str, str]:
    """Its photograph first: further pages that come while the rest is asked belong to it too."""
    if not await find(DraftPhotos(finding.id, "order")):
        await ask(Question("finding.photo", "finding.photo", photos=True, pictures="order"))
    authority = (await ask(Question("finding.authority", "finding.authority", text=True, pictures="order"))).text
    return {"authority": authority, "number": await _ask_number(), "until": await _ask_until()}


async def _ask_number() -> str:
    """It may be digits only, or look like the number of a case: here it is the document's."""
    topic = "finding.number"
    while True:
        asked = Question("finding.number", topic, text=True, number=True, spoken=True, pictures="order")
        number = (await ask(asked)).text
        if len(number) <= LONGEST_NUMBER and any(c.isalnum() for c in number):
            return number
        topic = "finding.number_again"


async def _ask_until() -> str:
    day = await ask_day("finding.until", "finding.until_again")
    while await find(DaysAhead(day)) < 0:
        day = await ask_day("finding.until_past", "finding.until_again")
    return day


async def _what(finding: Finding, order: dict[str, str]) -> str:
    """In words; pictures of it may come before and after."""
    asked = Question("finding.what", "finding.what", {"order": order}, text=True)
    return (await ask(asked)).text
