"""What people do who report, repair, accept, help and pay."""

from datetime import timedelta

from tests.workflow.desk import as_desk
from tests.workflow.ground import Done, Ground
from workflow.again import ReportAgain
from workflow.amended import AddPictures, AmendMessage, TakeOutPictures, WithdrawMessage
from workflow.assistance import AskHelp, DeclineHelp, FinishHelp, TakeHelp, WithdrawHelp
from workflow.commands import (
    AcceptRepair,
    AssignOwner,
    PassOn,
    PostProgress,
    Reopen,
    SendBack,
    SubmitForAcceptance,
    SubmitReport,
    TakeTask,
    Verify,
)
from workflow.extension import AskMoreTime, GrantTime, MoveLimit, RefuseTime
from workflow.gap import FillGap
from workflow.hazard import Hazard
from workflow.library import Category, Grade
from workflow.money import ApproveMoney, AskMoney, RefuseMoney, SpendMoney
from workflow.on_the_spot import ReportFixed, fix
from workflow.recheck import ConfirmHolds
from workflow.set_aside import MarkInvalid, Merge, Reinstate
from workflow.snooze import SnoozeReminder
from workflow.sources import Order, ReportFinding
from workflow.suspension import Resume, Suspend


class Tasks(Ground):
    """From the report to the acceptance, and what is asked for on the way."""

    def reports(
        self,
        name: str = "li",
        area: str = "stamping",
        *,
        category: Category = Category.MECHANICAL,
        grade: Grade = Grade.GENERAL,
        library: str | None = None,
        equipment: str | None = None,
        danger: str = "",
        on_behalf_of: str | None = None,
    ) -> Done:
        said = (self.draft(), "防护罩松了", category, grade, area, equipment, library)
        return self.does(name, SubmitReport(*said, danger=danger, on_behalf_of=on_behalf_of))

    def reported(self, name: str = "li", area: str = "stamping", grade: Grade = Grade.GENERAL) -> Hazard:
        return self.reports(name, area, grade=grade).case

    def reports_finding(self, name: str = "qian", *, days: int = 10, pages: int = 1, **more: str) -> Done:
        """What an authority has found, to be done within so many days; `same_as`: a case of the same order."""
        draft = self.draft()
        self.desk.drafts[f"{draft} order"] = pages
        until = (self.desk.today + timedelta(days=days)).isoformat()
        order = Order(more.get("authority", "市应急管理局"), more.get("number", "应急责改〔2026〕15号"), until)
        said = (draft, "配电箱没有接地", Category.ELECTRICAL, Grade.GENERAL, "stamping", None, None)
        return self.does(name, ReportFinding(*said, order=order, same_as=more.get("same_as", "")))

    def takes(self, case: Hazard) -> Done:
        return self.does(case.owner_id or "", TakeTask(case.id))

    def posts(self, case: Hazard, stage: str = "working", photos: int = 1) -> Done:
        return self.does(case.owner_id or "", PostProgress(case.id, self.draft(photos), stage, "在装"))

    def passes_on(self, case: Hazard, to: str | None, reason: str = "不归我管") -> Done:
        return self.does(case.owner_id or "", PassOn(case.id, to, reason))

    def submits(self, case: Hazard, photos: int = 1, no_photo_reason: str = "") -> Done:
        command = SubmitForAcceptance(case.id, self.draft(photos), "装好了", no_photo_reason)
        return self.does(case.owner_id or "", command)

    def accepts(self, case: Hazard, name: str | None = None, *, on_site: bool = True) -> Done:
        return self.does(name or case.acceptor_id or "", AcceptRepair(case.id, case.version, "牢固", on_site))

    def sends_back(self, case: Hazard, name: str | None = None, reason: str = "没修好") -> Done:
        return self.does(name or case.acceptor_id or "", SendBack(case.id, case.version, reason))

    def reopens(self, case: Hazard, name: str = "li") -> Done:
        return self.does(name, Reopen(case.id, "又坏了"))

    def assigns(self, case: Hazard, owner: str, name: str = "qian") -> Done:
        return self.does(name, AssignOwner(case.id, owner))

    def fixes(self, case: Hazard) -> Done:
        self.desk.drafts[case.id] = 2
        event = fix(as_desk(self.desk), case, self.act(case.reporter_id))
        assert event is not None
        self.desk.record(event)
        return Done(case, [event], [])

    def reports_fixed(self, name: str = "li", photos: int = 2, grade: Grade = Grade.GENERAL, **more: str) -> Done:
        place = (Category.ENVIRONMENT, grade, more.get("area", "stamping"), None, None)
        return self.does(name, ReportFixed(self.draft(photos), "通道堆了托盘，已经搬走了", *place))

    def snoozes(self, case: Hazard, hours: int = 4, reason: str = "备件明天到") -> Done:
        return self.does(case.owner_id or "", SnoozeReminder(case.id, hours, reason))

    def asks_time(self, case: Hazard, days: int = 3, reason: str = "等备件") -> Done:
        return self.does(case.owner_id or "", AskMoreTime(case.id, days, reason))

    def grants(self, case: Hazard, name: str = "qian", seen: int | None = None) -> Done:
        return self.does(name, GrantTime(case.id, case.version if seen is None else seen))

    def refuses(self, case: Hazard, name: str = "qian", seen: int | None = None) -> Done:
        return self.does(name, RefuseTime(case.id, case.version if seen is None else seen, "时间太长"))

    def moves_limit(self, case: Hazard, days: int = 3, name: str = "qian") -> Done:
        until = (max(case.due_at, self.now) + timedelta(days=days)).isoformat()
        return self.does(name, MoveLimit(case.id, case.version, until, "外协排不上"))

    def suspends(self, case: Hazard, days: int = 7, name: str = "qian") -> Done:
        return self.does(name, Suspend(case.id, case.version, str(days), "停产"))

    def resumes(self, case: Hazard, name: str = "qian") -> Done:
        return self.does(name, Resume(case.id))

    def asks_money(self, case: Hazard, yuan: int = 1_500, purpose: str = "换轴承") -> Done:
        return self.does(case.owner_id or "", AskMoney(case.id, yuan * 100, purpose))

    def approves(self, case: Hazard, name: str = "wu", seen: int | None = None) -> Done:
        return self.does(name, ApproveMoney(case.id, case.version if seen is None else seen))

    def turns_down(self, case: Hazard, name: str = "wu", reason: str = "太贵") -> Done:
        return self.does(name, RefuseMoney(case.id, case.version, reason))

    def spends(self, case: Hazard, yuan: int = 1_200, photos: int = 1) -> Done:
        return self.does(case.owner_id or "", SpendMoney(case.id, yuan * 100, "轴承", self.draft(photos)))

    def asks_help(self, case: Hazard, department: str = "production", need: str = "要两个人扶着") -> Done:
        return self.does(case.owner_id or "", AskHelp(case.id, department, need))

    def helps(self, case: Hazard, name: str = "li") -> Done:
        return self.does(name, TakeHelp(case.id))

    def helped(self, case: Hazard, remark: str = "扶好了", photos: int = 1) -> Done:
        return self.does(case.helper_id or "", FinishHelp(case.id, remark, self.draft(photos)))

    def cannot_help(self, case: Hazard, name: str = "sun", reason: str = "抽不出人") -> Done:
        return self.does(name, DeclineHelp(case.id, reason))

    def needs_no_help(self, case: Hazard) -> Done:
        return self.does(case.owner_id or "", WithdrawHelp(case.id))

    def gives_back_as_nobodys(self, case: Hazard) -> Done:
        return self.does(case.owner_id or "", PassOn(case.id, None, "找不到负责人", nobodys=True))

    def fills_gap(self, case: Hazard, name: str = "qian") -> Done:
        return self.does(name, FillGap(case.id))

    def finds_invalid(self, case: Hazard, name: str = "qian", reason: str = "不会伤人") -> Done:
        return self.does(name, MarkInvalid(case.id, reason))

    def merges(self, case: Hazard, into: Hazard, name: str = "qian") -> Done:
        return self.does(name, Merge(case.id, into.number))

    def reinstates(self, case: Hazard, name: str = "qian") -> Done:
        return self.does(name, Reinstate(case.id, "两处不一样"))

    def says_it_holds(self, case: Hazard, name: str = "li") -> Done:
        return self.does(name, ConfirmHolds(case.id))

    def amends(self, case: Hazard, name: str = "li", *, of_report: bool = True) -> Done:
        return self.does(name, AmendMessage(case.id, "m1", of_report, "是3号机"))

    def adds_pictures(self, case: Hazard, name: str = "li", *, of_report: bool = True, words: str = "") -> Done:
        self.desk.drafts["late"] = 2
        return self.does(name, AddPictures(case.id, "m2", of_report, "late", words))

    def reports_again(self, case: Hazard, name: str = "li", words: str = "防护罩还是松的", photos: int = 2) -> Done:
        self.desk.drafts["again"] = photos
        return self.does(name, ReportAgain(case.id, "again", words))

    def takes_out_pictures(self, case: Hazard, name: str = "li") -> Done:
        return self.does(name, TakeOutPictures(case.id, "m2", "apart", ("p1", "p2")))

    def withdraws(self, case: Hazard, name: str = "li", *, of_report: bool = True) -> Done:
        return self.does(name, WithdrawMessage(case.id, "m1", of_report))

    def verifies(self, case: Hazard, name: str = "qian") -> Done:
        return self.does(name, Verify(case.id))
