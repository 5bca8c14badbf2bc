"""A small machine plant for tests of the domain: its people, its responsibilities, and what they do to a hazard."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.workflow.desk import PaperDesk, as_desk
from workflow import notices, timers
from workflow.actions import perform
from workflow.alarm import CallFalseAlarm, RaiseAlarm, Respond, StandDown, TellAlarm
from workflow.amended import AmendMessage, WithdrawMessage
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
from workflow.danger import CheckMeasure, Contain, MissMeasure, warn
from workflow.desk import Area
from workflow.emergency import Emergency
from workflow.errors import Refused
from workflow.events import Event
from workflow.extension import AskMoreTime, GrantTime, RefuseTime
from workflow.hazard import Act, Hazard
from workflow.ids import new_id
from workflow.library import Category, Grade, LibraryEntry
from workflow.lifecycle import State
from workflow.notices import Notice
from workflow.on_the_spot import ReportFixed, fix
from workflow.people import Language, Membership, Person, Role
from workflow.responsibility import Responsibility
from workflow.set_aside import MarkInvalid, Merge, Reinstate
from workflow.sources import Order, ReportFinding

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

    def grants(self, case: Hazard, name: str = "qian") -> Done:
        return self.does(name, GrantTime(case.id))

    def refuses(self, case: Hazard, name: str = "qian") -> Done:
        return self.does(name, RefuseTime(case.id, "时间太长"))

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

    def finds_invalid(self, case: Hazard, name: str = "qian", reason: str = "不会伤人") -> Done:
        return self.does(name, MarkInvalid(case.id, reason))

    def merges(self, case: Hazard, into: Hazard, name: str = "qian") -> Done:
        return self.does(name, Merge(case.id, into.number))

    def reinstates(self, case: Hazard, name: str = "qian") -> Done:
        return self.does(name, Reinstate(case.id, "两处不一样"))

    def amends(self, case: Hazard, name: str = "li", *, of_report: bool = True) -> Done:
        return self.does(name, AmendMessage(case.id, "m1", of_report, "是3号机"))

    def withdraws(self, case: Hazard, name: str = "li", *, of_report: bool = True) -> Done:
        return self.does(name, WithdrawMessage(case.id, "m1", of_report))

    def verifies(self, case: Hazard, name: str = "qian") -> Done:
        return self.does(name, Verify(case.id))

    def case_in(self, state: State, danger: str = "") -> Hazard:
        """A case that has come this far by the usual way; Zhang repairs and Zhao accepts."""
        if state in (State.ALARM, State.INVALID):
            alarm = _case(self.raises())
            return alarm if state is State.ALARM else _case(self.calls_off(alarm))
        if state is State.MERGED:
            return _case(self.merges(self.reported(), self.reported("wang")))
        case = _case(self.reports(area="yard" if state is State.REPORTED else "stamping", danger=danger))
        steps = (State.RECTIFYING, self.takes), (State.AWAITING_ACCEPTANCE, self.submits), (State.CLOSED, self.accepts)
        for reached, step in steps:
            if case.state is not state:
                step(case)
                assert case.state is reached
        return case

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
