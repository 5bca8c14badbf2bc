"""A small machine plant for tests of the domain: its people, its responsibilities, and what they do to a hazard."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.workflow.desk import PaperDesk, as_desk
from workflow import notices, timers
from workflow.actions import perform
from workflow.alarm import CallFalseAlarm, RaiseAlarm, Respond, StandDown, TellAlarm
from workflow.amended import AddPictures, AmendMessage, TakeOutPictures, WithdrawMessage
from workflow.approval import ApprovePlan, ReturnPlan, SubmitPlan, TakeBackPlan
from workflow.assistance import AskHelp, DeclineHelp, FinishHelp, TakeHelp, WithdrawHelp
from workflow.calendar import Calendar
from workflow.commands import (
    AcceptRepair,
    AssignOwner,
    Command,
    PassOn,
    PostProgress,
    Reopen,
    SendBack,
    SubmitForAcceptance,
    SubmitReport,
    TakeTask,
    Verify,
)
from workflow.danger import CheckMeasure, Contain, MissMeasure, SetMeasure, warn
from workflow.desk import Area
from workflow.emergency import Emergency
from workflow.errors import Refused
from workflow.events import Event
from workflow.extension import AskMoreTime, GrantTime, RefuseTime
from workflow.gap import FillGap
from workflow.hazard import Act, Hazard
from workflow.ids import new_id
from workflow.library import Category, Grade, LibraryEntry
from workflow.lifecycle import State
from workflow.major import ConfirmMajor, LowerMajor, Regrade
from workflow.money import ApproveMoney, AskMoney, RefuseMoney, SpendMoney
from workflow.notices import Notice
from workflow.on_the_spot import ReportFixed, fix
from workflow.outside import BringBack, MoveOutside, NoteAnswer, ReportToAuthority, SendLetter
from workflow.papers import ALWAYS, Paper, RecordPaper, StrikePaper
from workflow.people import Language, Membership, Person, Role
from workflow.plan import LIMIT, PARTS, AddStage, DropStage, FillPart, MakeLongTerm, begin
from workflow.recheck import ConfirmHolds
from workflow.responsibility import Responsibility
from workflow.set_aside import MarkInvalid, Merge, Reinstate
from workflow.sources import Order, ReportFinding
from workflow.stages import FinishStage, MoveStage

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai
HIRED = date(2020, 1, 1)

PLANT, STAMPING, LINE, WAREHOUSE, YARD = "/p/", "/p/s/", "/p/s/l/", "/p/w/", "/p/y/"

# Who works here: name, role, department, area of the role.
CAST: tuple[tuple[str, Role, str | None, str], ...] = (
    ("li", Role.WORKER, "production", STAMPING),
    ("wang", Role.WORKER, "store", WAREHOUSE),
    ("ma", Role.TEAM_LEADER, "production", STAMPING),
    ("zhang", Role.OWNER, "equipment", ""),
    ("hou", Role.OWNER, "equipment", ""),
    ("liu", Role.OWNER, "store", ""),
    ("chen", Role.OWNER, "store", ""),
    ("zhao", Role.ACCEPTOR, "quality", ""),
    ("wu", Role.DEPARTMENT_HEAD, "equipment", ""),
    ("sun", Role.DEPARTMENT_HEAD, "production", ""),
    ("qian", Role.SAFETY_OFFICER, "safety", ""),
    ("feng", Role.SAFETY_OFFICER, "safety", ""),
    ("he", Role.SAFETY_DIRECTOR, "safety", ""),
    ("zhou", Role.EXECUTIVE, None, ""),
    ("yuan", Role.UNION, None, ""),
    ("shi", Role.DUTY_LEADER, None, PLANT),
)


def person(name: str, role: Role, department: str | None = None, area_path: str = "") -> Person:
    held = Membership(role, department, area_path, HIRED)
    return Person(name, name, name.title(), Language.ZH_CN, (held,), hired_on=HIRED)


def entry(code: str, category: Category, grade: Grade, limit_days: int) -> LibraryEntry:
    words = ("停机，紧固后再开机", "Stop the machine, fasten, start again")
    law = ("安全生产法 第三十六条", "Work Safety Law, article 36")
    return LibraryEntry(code, category, code, code, (), grade, *words, limit_days, *law, True)


def row(
    code: str,
    owner: str | None,
    acceptor: str | None = "zhao",
    *,
    area: str = "",
    equipment: str | None = None,
    category: Category | None = None,
) -> Responsibility:
    return Responsibility(code, equipment, area, category, "equipment", owner, acceptor)


@dataclass(frozen=True)
class Done:
    """What an act led to."""

    hazard: Hazard | None
    events: list[Event]
    notices: list[Notice]

    @property
    def told(self) -> list[tuple[str, str]]:
        """Who was told which topic, in order."""
        return [(notice.recipient_id, notice.topic) for notice in self.notices]


@contextmanager
def refused(reason: str) -> Iterator[None]:
    """What is done inside is turned down for this reason."""
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.reason == reason


class Plant:
    """The company, its clock, and the acts of its people, each with all its consequences as in a turn."""

    def __init__(self) -> None:
        self.now = MONDAY
        calendar = Calendar(SHANGHAI)
        places = {"plant": PLANT, "stamping": STAMPING, "line": LINE, "warehouse": WAREHOUSE, "yard": YARD}
        known = (
            entry("guard", Category.MECHANICAL, Grade.GENERAL, 2),
            entry("spill", Category.CHEMICAL, Grade.GENERAL, 0),
            entry("crack", Category.CONSTRUCTION_STRUCTURE, Grade.LARGER, 5),
        )
        self.desk = PaperDesk(
            calendar,
            calendar.local(self.now).date(),
            {name: person(name, role, department, area) for name, role, department, area in CAST},
            {name: Area(name, path) for name, path in places.items()},
            {"press2": "line"},
            {e.code: e for e in known},
            [row("R1", "zhang", area=STAMPING), row("R2", "liu", "wang", area=WAREHOUSE)],
        )

    def passes(self, **span: float) -> None:
        self.now += timedelta(**span)
        self.desk.today = self.desk.calendar.local(self.now).date()

    def leaves(self, name: str) -> None:
        """Somebody's last day was yesterday."""
        leaver = self.desk.people[name]
        self.desk.people[name] = replace(leaver, left_on=self.desk.today - timedelta(days=1))

    def act(self, name: str) -> Act:
        return Act(self.desk.people[name], self.now)

    def does(self, name: str, command: Command) -> Done:
        """Carry out a command with its clocks and notices. A refusal leaves the photographs where they were."""
        before, photographs = len(self.desk.events), self.desk.photographs()
        try:
            hazard = perform(as_desk(self.desk), command, self.act(name))
        except Refused:
            self.desk.put_back(photographs)
            raise
        events = self.desk.events[before:]
        if hazard is None:
            return Done(None, events, [])
        timers.follow(self.desk, hazard, events)
        return Done(hazard, events, [n for event in events for n in notices.of_event(self.desk, hazard, event)])

    def draft(self, photos: int = 1) -> str:
        draft = new_id()
        self.desk.drafts[draft] = photos
        return draft

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
        return _case(self.reports(name, area, grade=grade))

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

    def raises(self, name: str = "li", kind: Emergency = Emergency.FIRE, area: str | None = "stamping") -> Done:
        return self.does(name, RaiseAlarm(self.draft(), kind, "着火了", area))

    def tells(self, case: Hazard, name: str = "li", what: str = "called", photos: int = 0) -> Done:
        return self.does(name, TellAlarm(case.id, self.draft(photos), what, "" if what != "words" else "三号门那边"))

    def responds(self, case: Hazard, name: str = "shi") -> Done:
        return self.does(name, Respond(case.id))

    def stands_down(self, case: Hazard, name: str = "shi") -> Done:
        return self.does(name, StandDown(case.id))

    def calls_off(self, case: Hazard, name: str = "li") -> Done:
        return self.does(name, CallFalseAlarm(case.id))

    def fixes(self, case: Hazard) -> Done:
        self.desk.drafts[case.id] = 2
        event = fix(as_desk(self.desk), case, self.act(case.reporter_id))
        assert event is not None
        self.desk.record(event)
        return Done(case, [event], [])

    def reports_fixed(self, name: str = "li", photos: int = 2, grade: Grade = Grade.GENERAL, **more: str) -> Done:
        place = (Category.ENVIRONMENT, grade, more.get("area", "stamping"), None, None)
        return self.does(name, ReportFixed(self.draft(photos), "通道堆了托盘，已经搬走了", *place))

    def asks_time(self, case: Hazard, days: int = 3, reason: str = "等备件") -> Done:
        return self.does(case.owner_id or "", AskMoreTime(case.id, days, reason))

    def grants(self, case: Hazard, name: str = "qian", seen: int | None = None) -> Done:
        return self.does(name, GrantTime(case.id, case.version if seen is None else seen))

    def refuses(self, case: Hazard, name: str = "qian", seen: int | None = None) -> Done:
        return self.does(name, RefuseTime(case.id, case.version if seen is None else seen, "时间太长"))

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

    def moves_outside(self, case: Hazard, name: str = "feng", until: str = "7", measure: str = "围起来了") -> Done:
        return self.does(name, MoveOutside(case.id, "园区物业", until, measure, self.draft(0)))

    def solved_outside(self, case: Hazard) -> Hazard:
        """Those outside say that it is done, and it waits for acceptance."""
        self.moves_outside(case)
        return _case(self.submits(case))

    def sends_letter(self, case: Hazard, name: str = "qian", photos: int = 1) -> Done:
        return self.does(name, SendLetter(case.id, "", self.draft(photos)))

    def notes_answer(self, case: Hazard, name: str = "qian", answer: str = "下周来修", until: str = "7") -> Done:
        return self.does(name, NoteAnswer(case.id, answer, until, self.draft(0)))

    def tells_authority(self, case: Hazard, name: str = "qian", day: str = "0", photos: int = 1) -> Done:
        return self.does(name, ReportToAuthority(case.id, "区应急管理局", day, "", self.draft(photos)))

    def brings_back(self, case: Hazard, name: str = "qian", reason: str = "还是归我们管") -> Done:
        return self.does(name, BringBack(case.id, reason))

    def warns(self, case: Hazard) -> Done:
        event = warn(case, self.act("li"))
        self.desk.record(event)
        return Done(case, [event], [])

    def contains(self, case: Hazard, name: str = "ma", measure: str = "断电挂牌") -> Done:
        return self.does(name, Contain(case.id, measure, self.draft()))

    def misses_measure(self, case: Hazard, name: str = "zhang") -> Done:
        return self.does(name, MissMeasure(case.id))

    def checks_measure(self, case: Hazard, name: str | None = None) -> Done:
        return self.does(name or case.owner_id or "qian", CheckMeasure(case.id))

    def sets_measure(
        self, case: Hazard, name: str = "ma", *, hours: int | None = None, day: date | None = None, **more: Any
    ) -> Done:
        return self.does(name, SetMeasure(case.id, hours, day.isoformat() if day else None, **more))

    def regrades(self, case: Hazard, grade: Grade = Grade.MAJOR, name: str = "qian", reason: str = "后果更重") -> Done:
        return self.does(name, Regrade(case.id, grade, reason))

    def confirms(self, case: Hazard, name: str = "he") -> Done:
        return self.does(name, ConfirmMajor(case.id))

    def lowers(self, case: Hazard, grade: Grade = Grade.LARGER, name: str = "he", reason: str = "够不上重大") -> Done:
        return self.does(name, LowerMajor(case.id, grade, reason))

    def hands_in(self, case: Hazard, *papers: Paper, name: str = "qian", photos: int = 1, days: int = 0) -> Done:
        """Papers, each as of so many days from today; what the last one led to."""
        day = self.day(days)
        done = [self.does(name, RecordPaper(case.id, p, day, "林志远", self.draft(photos))) for p in papers or ALWAYS]
        return done[-1]

    def strikes(self, case: Hazard, paper: Paper, name: str = "he", reason: str = "别的隐患的") -> Done:
        return self.does(name, StrikePaper(case.id, paper, reason))

    def is_major(self, case: Hazard) -> Hazard:
        """The same case, raised by the officer and confirmed by the director."""
        self.regrades(case)
        self.confirms(case)
        return case

    def repaired_major(self) -> Hazard:
        """A confirmed major hazard that was repaired by its plan and waits for acceptance."""
        case = self.is_major(self.case_in(State.RECTIFYING))
        self.plans(case, 30)
        self.submits_plan(case)
        self.contains(case)
        self.approves_plan(case, "zhou")
        self.finishes_stage(case)
        self.submits(case)
        return case

    def finds_invalid(self, case: Hazard, name: str = "qian", reason: str = "不会伤人") -> Done:
        return self.does(name, MarkInvalid(case.id, reason))

    def merges(self, case: Hazard, into: Hazard, name: str = "qian") -> Done:
        return self.does(name, Merge(case.id, into.number))

    def reinstates(self, case: Hazard, name: str = "qian") -> Done:
        return self.does(name, Reinstate(case.id, "两处不一样"))

    def makes_long_term(self, case: Hazard, name: str = "qian", goal: str = "换一台新的") -> Done:
        return self.does(name, MakeLongTerm(case.id, goal))

    def fills(self, case: Hazard, part: str, name: str = "", words: str = "写清楚了") -> Done:
        return self.does(name or case.owner_id or "", FillPart(case.id, part, words, self.draft(0)))

    def adds_stage(self, case: Hazard, days: int, name: str = "", goal: str = "新机到货") -> Done:
        return self.does(name or case.owner_id or "", AddStage(case.id, goal, self.day(days)))

    def drops_stage(self, case: Hazard) -> Done:
        return self.does(case.owner_id or "", DropStage(case.id))

    def submits_plan(self, case: Hazard, name: str = "") -> Done:
        return self.does(name or case.owner_id or "", SubmitPlan(case.id))

    def approves_plan(self, case: Hazard, name: str = "he") -> Done:
        return self.does(name, ApprovePlan(case.id, case.version))

    def returns_plan(self, case: Hazard, name: str = "he", reason: str = "资金没写清") -> Done:
        return self.does(name, ReturnPlan(case.id, reason))

    def takes_back_plan(self, case: Hazard, name: str = "") -> Done:
        return self.does(name or case.owner_id or "", TakeBackPlan(case.id))

    def finishes_stage(self, case: Hazard, remark: str = "到货了", photos: int = 0) -> Done:
        return self.does(case.owner_id or "", FinishStage(case.id, self.draft(photos), remark))

    def moves_stage(self, case: Hazard, position: int, days: int, name: str = "he", reason: str = "厂家缺货") -> Done:
        return self.does(name, MoveStage(case.id, position, self.day(days), reason))

    def plans(self, case: Hazard, *days: int) -> None:
        """Everything that a plan has to say, with stages so many days from today."""
        for part in PARTS:
            if part != LIMIT:
                self.fills(case, part)
        for day in days or (30, 60):
            self.adds_stage(case, day)

    def planned(self, *days: int) -> Hazard:
        """A long-standing case whose plan is approved."""
        case = self.case_in(State.PLANNING)
        self.plans(case, *days)
        self.submits_plan(case)
        self.approves_plan(case)
        return case

    def day(self, days: int) -> str:
        return (self.desk.today + timedelta(days=days)).isoformat()

    def end_of(self, days: int) -> datetime:
        return self.desk.calendar.end_of(self.desk.today + timedelta(days=days))

    def begins_plan(self, case: Hazard) -> Done:
        begin(as_desk(self.desk), case, self.act("he"))
        return Done(case, self.desk.events[-1:], [])

    def slips(self, case: Hazard, times: int = 1) -> Done:
        """The stage in hand is not done by its day, nor in the weeks that follow."""
        return [self.rings(case, "stage") for _ in range(times)][-1]

    def says_it_holds(self, case: Hazard, name: str = "li") -> Done:
        return self.does(name, ConfirmHolds(case.id))

    def amends(self, case: Hazard, name: str = "li", *, of_report: bool = True) -> Done:
        return self.does(name, AmendMessage(case.id, "m1", of_report, "是3号机"))

    def adds_pictures(self, case: Hazard, name: str = "li", *, of_report: bool = True, words: str = "") -> Done:
        self.desk.drafts["late"] = 2
        return self.does(name, AddPictures(case.id, "m2", of_report, "late", words))

    def takes_out_pictures(self, case: Hazard, name: str = "li") -> Done:
        return self.does(name, TakeOutPictures(case.id, "m2", "apart", ("p1", "p2")))

    def withdraws(self, case: Hazard, name: str = "li", *, of_report: bool = True) -> Done:
        return self.does(name, WithdrawMessage(case.id, "m1", of_report))

    def verifies(self, case: Hazard, name: str = "qian") -> Done:
        return self.does(name, Verify(case.id))

    def case_in(self, state: State, danger: str = "", asked: int = 0) -> Hazard:
        """A case that has come this far by the usual way; Zhang repairs and Zhao accepts.

        asked: yuan that Zhang asks for as soon as the task is his.
        """
        if state in (State.ALARM, State.INVALID):
            alarm = _case(self.raises())
            return alarm if state is State.ALARM else _case(self.calls_off(alarm))
        if state is State.PLANNING:
            return _case(self.makes_long_term(self.case_in(State.RECTIFYING, danger, asked)))
        if state is State.MERGED:
            return _case(self.merges(self.reported(), self.reported("wang")))
        nobodys = state is State.REPORTED and not asked
        case = _case(self.reports(area="yard" if nobodys else "stamping", danger=danger))
        if asked:
            self.asks_money(case, asked)
        if asked and state is State.REPORTED:
            self.passes_on(case, None)
        if state is State.OUTSIDE:
            return _case(self.moves_outside(case))
        steps = (State.RECTIFYING, self.takes), (State.AWAITING_ACCEPTANCE, self.submits), (State.CLOSED, self.accepts)
        for reached, step in steps:
            if case.state is not state:
                step(case)
                assert case.state is reached
        return case

    def rings(self, case: Hazard, clock: str, step: int | None = None) -> Done:
        """A clock rings, as handlers/ring.py has it: what it does comes first, and is what is told."""
        before, rung, timer = len(self.desk.events), timers.CLOCK[clock], ("hazard", case.id, clock)
        step = self.desk.rung[timer] if step is None else step
        self.desk.rung[timer] = step + 1
        if rung.most is not None and step + 1 >= rung.most:
            self.desk.live.pop(timer, None)
        else:
            self.desk.live[timer] = rung.rings_next(case, self.now)
        event = rung.does(as_desk(self.desk), case, Act(None, self.now)) if rung.does else None
        if event is not None:
            self.desk.record(event)
        told = [] if event is not None else notices.of_ring(as_desk(self.desk), case, clock, step, "t1")
        events = self.desk.events[before:]
        timers.follow(self.desk, case, events)
        return Done(case, events, [*told, *(n for e in events for n in notices.of_event(self.desk, case, e))])

    def running(self, case: Hazard) -> set[str]:
        """The clocks of a case that run."""
        return {clock for kind, subject, clock in self.desk.live if (kind, subject) == ("hazard", case.id)}

    def rings_at(self, case: Hazard, clock: str) -> datetime:
        return self.desk.live["hazard", case.id, clock]

    def kinds(self, case: Hazard) -> list[str]:
        """What happened to a case, in order."""
        return [event.kind for event in self.desk.events if event.subject_id == case.id]


def _case(done: Done) -> Hazard:
    assert done.hazard is not None
    return done.hazard
