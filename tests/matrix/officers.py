"""How what officers and administrators find out and order is asked; it is about no case."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from handlers.admin import wanted
from handlers.questions import Lookup
from storage import authority_orders, bulk, directory, matrix, plots, usage
from storage import posts as kept
from storage.queries import Viewer
from workflow import matrix as rows
from workflow import posts
from workflow.bulk import ApplyWorkbook
from workflow.commands import Command
from workflow.feedback import AnswerFeedback, GiveFeedback
from workflow.library import Category
from workflow.paper_orders import OrderPaper
from workflow.paper_signing import RefuseToSign, SendForSignature, SignPaper
from workflow.people import Role
from workflow.permissions import Action
from workflow.plots import AddPlace, Colour, ColourArea, Names, PutBackName, RenamePlace, RetirePlace, SetDay, What

DEMO = Path(__file__).parents[2] / "storage" / "demo" / "company.xlsx"
NOWHERE = "019f0000-0000-7000-8000-00000000000f"
ASKED_BY_OFFICERS: dict[type[Lookup], Callable[[Any], Lookup]] = {
    wanted.Health: lambda case: wanted.Health(),
    wanted.StaffCalled: lambda case: wanted.StaffCalled("吴静"),
    wanted.PersonCard: lambda case: wanted.PersonCard(case.owner_id),
    wanted.MatrixGaps: lambda case: wanted.MatrixGaps(),
    wanted.MatrixRow: lambda case: wanted.MatrixRow(case.area_id, "mechanical"),
    wanted.AuthorityOrders: lambda case: wanted.AuthorityOrders(),
    wanted.OrderSheet: lambda case: wanted.OrderSheet("none"),
    wanted.OrderNow: lambda case: wanted.OrderNow(case.id),
    wanted.WouldChange: lambda case: wanted.WouldChange("none"),
    wanted.PlaceCard: lambda case: wanted.PlaceCard("area", case.area_id),
    wanted.RetiredPlaces: lambda case: wanted.RetiredPlaces("area"),
    wanted.NameFault: lambda case: wanted.NameFault("area", "冲压车间"),
    wanted.DayNow: lambda case: wanted.DayNow("2026-12-05"),
    wanted.Usage: lambda case: wanted.Usage(),
    wanted.WouldGet: lambda case: wanted.WouldGet("冲压一线防护罩松了"),
    wanted.WaitingToJoin: lambda case: wanted.WaitingToJoin(),
    wanted.CasePapers: lambda case: wanted.CasePapers(case.id),
    wanted.PaperOrder: lambda case: wanted.PaperOrder(NOWHERE),
    wanted.PeriodsNear: lambda case: wanted.PeriodsNear("statistics"),
    wanted.PeriodNamed: lambda case: wanted.PeriodNamed("2026"),
}

READ_BY_OFFICERS: dict[str, Callable[[Connection, Viewer, Any], Any]] = {
    "authority_orders.latest": lambda c, viewer, case: authority_orders.latest(c, viewer, 0, 5),
    "authority_orders.case_numbers": lambda c, viewer, case: authority_orders.case_numbers(c, viewer, case.number),
    "authority_orders.order_now": lambda c, viewer, case: authority_orders.order_now(c, viewer, case.id),
    "posts.called": lambda c, viewer, case: kept.called(c, viewer, "吴静"),
    "posts.card": lambda c, viewer, case: kept.card(c, viewer, case.owner_id),
    "bulk.preview": lambda c, viewer, case: (
        bulk.preview(c, viewer, DEMO.read_bytes())["added"] if viewer.may(Action.APPOINT).company else None
    ),
    "plots.card": lambda c, viewer, case: plots.card(c, viewer, What.AREA, case.area_id),
    "plots.day": lambda c, viewer, case: plots.day(c, viewer, date(2026, 12, 5)),
    "plots.retired": lambda c, viewer, case: plots.retired(c, viewer, What.AREA),
    "usage.usage": lambda c, viewer, case: usage.usage(c, viewer),
    "matrix.open_gaps": lambda c, viewer, case: matrix.open_gaps(c, viewer),
    "matrix.row_now": lambda c, viewer, case: matrix.row_now(c, viewer, case.area_id, Category.MECHANICAL),
    "matrix.told_row": lambda c, viewer, case: matrix.told_row(c, viewer, directory.matrix(c)[0]),
    "posts.waiting": lambda c, viewer, case: kept.waiting(c, viewer),
}
ORDERED_BY_OFFICERS: tuple[tuple[Command, Action], ...] = (
    (posts.GiveRole("none", "none", Role.WORKER, None), Action.STAFF),
    (posts.EndRole("none", "none"), Action.STAFF),
    (posts.ResumeRole("none", "none"), Action.STAFF),
    (posts.MoveTo("none", "none", "none"), Action.STAFF),
    (posts.MoveBack("none", "none"), Action.STAFF),
    (posts.SendOnLeave("none", "none", "2026-11-24", "2026-11-25"), Action.STAFF),
    (posts.EndLeave("none"), Action.STAFF),
    (ApplyWorkbook("none", "none"), Action.CONFIGURE),
    (GiveFeedback("019f0000-0000-7000-8000-000000000001", "按钮太小"), Action.TALK),
    (AnswerFeedback("019f0000-0000-7000-8000-000000000002", "好"), Action.RUN),
    (AddPlace(What.DEPARTMENT, "019f0000-0000-7000-8000-000000000003", "新部门"), Action.CONFIGURE),
    (RenamePlace(What.AREA, NOWHERE, "新区域"), Action.CONFIGURE),
    (PutBackName(What.AREA, NOWHERE, Names("旧", ""), Names("新", "")), Action.CONFIGURE),
    (RetirePlace(What.AREA, NOWHERE), Action.CONFIGURE),
    (ColourArea(NOWHERE, Colour.RED), Action.CONFIGURE),
    (SetDay("2026-12-05", None), Action.CONFIGURE),
    (rows.SetOwner(None, Category.FIRE, "none"), Action.CONFIGURE),
    (rows.PutBackOwner(None, Category.FIRE, None, None, "none"), Action.CONFIGURE),
    (OrderPaper("019f0000-0000-7000-8000-000000000004", "notice", period="2026"), Action.EXPORT),
    (SendForSignature(NOWHERE), Action.EXPORT),
    (SignPaper(NOWHERE), Action.SIGN),
    (RefuseToSign(NOWHERE, "数不对"), Action.SIGN),
    (posts.Block("none"), Action.STAFF),
    (posts.Unblock("none"), Action.STAFF),
)
