"""批量修改: a workbook was sent: what it would change, row by row, and a button that applies all of it or nothing."""

from dataclasses import dataclass

from handlers.admin.wanted import OrderSheet, WouldChange
from handlers.questions import Option, ask_choice, find
from handlers.replies import Become, Do, Say
from workflow.bulk import ApplyWorkbook

APPLY, NOTHING, MORE = Option("apply", "apply_all"), Option("nothing", "apply_nothing"), Option("more", "more")


@dataclass(frozen=True)
class Sheet:
    """A workbook that lies in the company's folder; `name`: as its file is called."""

    id: str
    sheet: str = ""
    name: str = ""


async def bulk_change(sheet: Sheet) -> Do | Say | Become:
    """Page after page of rows, until it is applied or let go. The findings of an order are no change of the company."""
    order = await find(OrderSheet(sheet.sheet))
    if order is not None and order["errors"]:
        return Say("sheet.errors", {"name": sheet.name, **order})
    if order is not None:
        return Become("report_finding", {"sheet": sheet.sheet})
    page = 0
    while True:
        found = await find(WouldChange(sheet.sheet, page))
        if found is None:
            return Say("refused.sheet_gone")
        facts = {"name": sheet.name, **found}
        if found["errors"]:
            return Say("sheet.errors", facts)
        if not found["total"]:
            return Say("sheet.same", facts)
        more = (MORE,) if found["more"] or page else ()
        picked = await ask_choice("sheet.would", (APPLY, NOTHING, *more), **facts)
        if picked == "nothing":
            return Say("staff.as_it_was")
        if picked == "apply":
            told = {name: found[name] for name in ("added", "changed", "unchanged")}
            return Do(ApplyWorkbook(sheet.sheet, found["digest"]), "sheet.applied", facts={"name": sheet.name, **told})
        page = page + 1 if found["more"] else 0
