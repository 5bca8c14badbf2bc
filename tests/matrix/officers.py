"""How what officers and administrators find out and order is asked; it is about no case."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from handlers.admin import wanted
from handlers.questions import Lookup
from storage import (
    authority_orders,
    bulk,
    directory,
    effect,
    evidence,
    example_cases,
    ladders,
    library_cards,
    matrix,
    plots,
    queries,
    site_plan,
    surveys,
    usage,
    working_hours,
)
from storage import posts as kept
from storage.queries import Viewer
from workflow import matrix as rows
from workflow import posts
from workflow.bulk import ApplyWorkbook
from workflow.calendar import Calendar
from workflow.commands import Command
from workflow.effect import Against
from workflow.entries import AddEntry, BringLaw, ChangeEntry, Field, RetireEntry, TakeBackLaw
from workflow.evidence import CorrectEvidence, Evidence, Kind, RecordEvidence, RestoreEvidence, WithdrawEvidence
from workflow.example_cases import WithdrawExample
from workflow.feedback import AnswerFeedback, GiveFeedback
from workflow.library import Category, Grade, LawKind
from workflow.paper_orders import OrderPaper
from workflow.paper_signing import RefuseToSign, SendForSignature, SignPaper
from workflow.people import Role
from workflow.periods import Period
from workflow.permissions import Action
from workflow.plots import AddPlace, Colour, ColourArea, Names, PutBackName, RenamePlace, RetirePlace, SetDay, What
from workflow.rungs import SetLadder
from workflow.site_plan import OutlineArea, TakeSitePlan, UseSitePlan
from workflow.survey import AnswerSurvey, CallSurveyBack, SendSurvey
from workflow.working_hours import SetQuiet, SetShift

DEMO = Path(__file__).parents[2] / "storage" / "demo" / "company.xlsx"
PLANT_HOURS = Calendar(ZoneInfo("Asia/Shanghai"))
NOWHERE = "019f0000-0000-7000-8000-00000000000f"
QUARTER = Period(date(2026, 10, 1), date(2026, 12, 31))
SHOCK = Evidence(Kind.ACCIDENT, "2026-11-20", "触电", accident="electric_shock", severity="near_miss")
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
    wanted.LibraryCounts: lambda case: wanted.LibraryCounts(),
    wanted.EntriesFound: lambda case: wanted.EntriesFound("灭火器"),
    wanted.EntryCard: lambda case: wanted.EntryCard("FI-16"),
    wanted.EntryFault: lambda case: wanted.EntryFault("law_code", "GB 0-1900"),
    wanted.LawsCalled: lambda case: wanted.LawsCalled("50140"),
    wanted.LawNamed: lambda case: wanted.LawNamed("GB 50140-2005"),
    wanted.LawTouches: lambda case: wanted.LawTouches("GB 50140-2005"),
    wanted.LadderNow: lambda case: wanted.LadderNow("general"),
    wanted.LadderFault: lambda case: wanted.LadderFault(((0, ("owner",)),)),
    wanted.ShiftsNow: lambda case: wanted.ShiftsNow(),
    wanted.HoursNow: lambda case: wanted.HoursNow(case.owner_id),
    wanted.QuietNow: lambda case: wanted.QuietNow(),
    wanted.SitePlanNow: lambda case: wanted.SitePlanNow(),
    wanted.Usage: lambda case: wanted.Usage(),
    wanted.WouldGet: lambda case: wanted.WouldGet("冲压一线防护罩松了"),
    wanted.WaitingToJoin: lambda case: wanted.WaitingToJoin(),
    wanted.CasePapers: lambda case: wanted.CasePapers(case.id),
    wanted.PaperOrder: lambda case: wanted.PaperOrder(NOWHERE),
    wanted.PeriodsNear: lambda case: wanted.PeriodsNear("statistics"),
    wanted.PeriodNamed: lambda case: wanted.PeriodNamed("2026"),
    wanted.EvidenceList: lambda case: wanted.EvidenceList("accident"),
    wanted.EvidenceOf: lambda case: wanted.EvidenceOf("accident", NOWHERE),
    wanted.AccidentTypes: lambda case: wanted.AccidentTypes("触电"),
    wanted.CaseNumbers: lambda case: wanted.CaseNumbers((case.id,)),
    wanted.EffectOf: lambda case: wanted.EffectOf("", "before"),
    wanted.ExampleDraft: lambda case: wanted.ExampleDraft(case.id),
    wanted.WithoutNames: lambda case: wanted.WithoutNames("张伟说明天修"),
    wanted.ExampleCases: lambda case: wanted.ExampleCases(),
    wanted.SurveyLatest: lambda case: wanted.SurveyLatest(),
    wanted.Happening: lambda case: wanted.Happening("二号炉着火了"),
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
    "library_cards.counts": lambda c, viewer, case: library_cards.counts(c, viewer),
    "library_cards.found": lambda c, viewer, case: library_cards.found(c, viewer, "灭火器", {}),
    "library_cards.resting_on_nothing": lambda c, viewer, case: library_cards.resting_on_nothing(c, viewer),
    "library_cards.card": lambda c, viewer, case: library_cards.card(c, viewer, "FI-16"),
    "library_cards.laws_called": lambda c, viewer, case: library_cards.laws_called(c, viewer, "50140"),
    "library_cards.law_named": lambda c, viewer, case: library_cards.law_named(c, viewer, "GB 50140-2005"),
    "library_cards.touched": lambda c, viewer, case: library_cards.touched(c, viewer, "GB 50140-2005"),
    "ladders.ladder_now": lambda c, viewer, case: ladders.ladder_now(c, viewer, Grade.GENERAL),
    "working_hours.shifts_now": lambda c, viewer, case: working_hours.shifts_now(c, viewer),
    "working_hours.quiet_now": lambda c, viewer, case: working_hours.quiet_now(c, viewer),
    "working_hours.hours_now": lambda c, viewer, case: working_hours.hours_now(c, viewer, PLANT_HOURS, case.owner_id),
    "site_plan.drawing": lambda c, viewer, case: site_plan.drawing(c, viewer),
    "site_plan.picture": lambda c, viewer, case: site_plan.picture(c, viewer, NOWHERE),
    "usage.usage": lambda c, viewer, case: usage.usage(c, viewer),
    "matrix.open_gaps": lambda c, viewer, case: matrix.open_gaps(c, viewer),
    "matrix.row_now": lambda c, viewer, case: matrix.row_now(c, viewer, case.area_id, Category.MECHANICAL),
    "matrix.told_row": lambda c, viewer, case: matrix.told_row(c, viewer, directory.matrix(c)[0]),
    "evidence.on_record": lambda c, viewer, case: evidence.on_record(c, viewer, Kind.ACCIDENT),
    "effect.evaluate": lambda c, viewer, case: repr(
        effect.evaluate(c, viewer, QUARTER, Against.BEFORE, QUARTER.last, ZoneInfo("Asia/Shanghai"))
    ),
    "example_cases.draft": lambda c, viewer, case: example_cases.draft(c, viewer, case.id),
    "example_cases.latest": lambda c, viewer, case: example_cases.latest(c, viewer, 5),
    "surveys.latest": lambda c, viewer, case: surveys.latest(c, viewer),
    "surveys.of_quarter": lambda c, viewer, case: surveys.of_quarter(c, viewer, QUARTER),
    "evidence.one": lambda c, viewer, case: evidence.one(c, viewer, Kind.ACCIDENT, NOWHERE),
    "queries.numbers_of": lambda c, viewer, case: queries.numbers_of(c, viewer, [case.id]),
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
    (AddEntry(NOWHERE, Category.FIRE, "灭火器挂太高", Grade.GENERAL, "放低", 3), Action.CONFIGURE),
    (ChangeEntry("FI-16", 1, Field.LIMIT, {"limit_days": 2}), Action.CONFIGURE),
    (RetireEntry("none", 1), Action.CONFIGURE),
    (BringLaw("GB 1-2026", "新标准", LawKind.STANDARD, "2026-10-01"), Action.CONFIGURE),
    (TakeBackLaw("none", False), Action.CONFIGURE),
    (SetLadder(Grade.GENERAL, [], []), Action.CONFIGURE),
    (SetShift("none", "", ""), Action.STAFF),
    (SetQuiet(True, True), Action.CONFIGURE),
    (TakeSitePlan("019f0000-0000-7000-8000-000000000004", NOWHERE), Action.CONFIGURE),
    (UseSitePlan(None, NOWHERE), Action.CONFIGURE),
    (OutlineArea(NOWHERE, NOWHERE, (), ()), Action.CONFIGURE),
    (rows.SetOwner(None, Category.FIRE, "none"), Action.CONFIGURE),
    (rows.PutBackOwner(None, Category.FIRE, None, None, "none"), Action.CONFIGURE),
    (OrderPaper("019f0000-0000-7000-8000-000000000004", "notice", period="2026"), Action.EXPORT),
    (SendForSignature(NOWHERE), Action.EXPORT),
    (SignPaper(NOWHERE), Action.SIGN),
    (RefuseToSign(NOWHERE, "数不对"), Action.SIGN),
    (RecordEvidence("019f0000-0000-7000-8000-000000000004", SHOCK), Action.RECORD_EVIDENCE),
    (CorrectEvidence(NOWHERE, 1, SHOCK), Action.RECORD_EVIDENCE),
    (WithdrawEvidence(NOWHERE, Kind.ACCIDENT), Action.RECORD_EVIDENCE),
    (RestoreEvidence(NOWHERE, Kind.ACCIDENT), Action.RECORD_EVIDENCE),
    (WithdrawExample(NOWHERE), Action.BROADCAST),
    (SendSurvey("019f0000-0000-7000-8000-000000000005"), Action.RECORD_EVIDENCE),
    (CallSurveyBack(NOWHERE), Action.RECORD_EVIDENCE),
    (AnswerSurvey(NOWHERE, ("yes",) * 5), Action.TALK),
    (posts.Block("none"), Action.STAFF),
    (posts.Unblock("none"), Action.STAFF),
)
