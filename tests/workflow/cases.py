"""Single hazards in any state, each verb as the person does it whose part it is, and every command well formed."""

from collections.abc import Callable
from datetime import timedelta

from tests.workflow.cast import MONDAY, STAMPING, person
from workflow.alarm import CallFalseAlarm, Respond, StandDown, TellAlarm
from workflow.approval import ApprovePlan, ReturnPlan, SubmitPlan, TakeBackPlan
from workflow.assistance import AskHelp, DeclineHelp, FinishHelp, TakeHelp, WithdrawHelp
from workflow.commands import (
    AcceptRepair,
    AssignOwner,
    HazardCommand,
    PassOn,
    PostProgress,
    Reopen,
    SendBack,
    SubmitForAcceptance,
    TakeTask,
    Verify,
)
from workflow.danger import WEEKLY, CheckMeasure, Contain, MissMeasure, SetMeasure
from workflow.events import Event
from workflow.extension import AskMoreTime, GrantTime, MoveLimit, RefuseTime
from workflow.gap import FillGap
from workflow.hazard import Act, Hazard
from workflow.library import Category, Grade
from workflow.lifecycle import State, Verb
from workflow.major import ConfirmMajor, LowerMajor, Regrade
from workflow.money import ApproveMoney, AskMoney, RefuseMoney, SpendMoney
from workflow.outside import BringBack, MoveOutside, NoteAnswer, ReportToAuthority, SendLetter
from workflow.papers import DescribeMajor, Paper, RecordPaper, StrikePaper
from workflow.people import Person, Role
from workflow.plan import AddStage, DropStage, FillPart, MakeLongTerm
from workflow.recheck import ConfirmHolds
from workflow.set_aside import MarkInvalid, Merge, Reinstate
from workflow.snooze import SnoozeReminder
from workflow.stages import FinishStage, MoveStage
from workflow.suspension import Resume, Suspend

LI = person("li", Role.WORKER)
ZHANG = person("zhang", Role.OWNER)
ZHAO = person("zhao", Role.ACCEPTOR)
QIAN = person("qian", Role.SAFETY_OFFICER)
DUE = MONDAY + timedelta(days=3)
SOON = (MONDAY + timedelta(days=20)).date().isoformat()
FAR = (MONDAY + timedelta(days=60)).date().isoformat()


def act(by: Person | None, **later: float) -> Act:
    return Act(by, MONDAY + timedelta(**later))


def case(state: State = State.REPORTED, grade: Grade = Grade.GENERAL) -> Hazard:
    """A hazard that Li found, in a state, without the way that led there."""
    hazard = Hazard(
        id="h1",
        number="YH-20261123-0001",
        category=Category.MECHANICAL,
        company_grade=grade,
        area_id="stamping",
        area_path=STAMPING,
        equipment_id=None,
        library_code=None,
        requirement="",
        requirement_en="",
        law="",
        law_en="",
        reporter_id="li",
        found_at=MONDAY,
        received_at=MONDAY,
        due_at=DUE,
        state=state,
        version=4,
    )
    if state is not State.REPORTED:
        hazard.owner_id, hazard.department_id, hazard.acceptor_id = "zhang", "equipment", "zhao"
    if state in (State.RECTIFYING, State.AWAITING_ACCEPTANCE, State.CLOSED):
        hazard.repairers = ["zhang"]
    if state is State.CLOSED:
        hazard.closed_at = MONDAY
    return hazard


BRANCH_VERBS = (
    *(Verb.CALL_NEXT, Verb.TELL_ALARM, Verb.RESPOND, Verb.STAND_DOWN, Verb.CALL_FALSE_ALARM),
    *(Verb.ASK_MORE_TIME, Verb.GRANT_TIME, Verb.REFUSE_TIME),
    *(Verb.SNOOZE, Verb.MOVE_LIMIT, Verb.SUSPEND, Verb.RESUME),
    *(Verb.ASK_MONEY, Verb.APPROVE_MONEY, Verb.REFUSE_MONEY, Verb.SPEND_MONEY),
    *(Verb.FIX_ON_SPOT, Verb.WARN, Verb.CONTAIN, Verb.CHECK_MEASURE, Verb.SET_MEASURE),
    *(Verb.MARK_INVALID, Verb.MERGE, Verb.REINSTATE),
    *(Verb.CONFIRM_MAJOR, Verb.REGRADE, Verb.LOWER_MAJOR, Verb.DEMAND_MEASURE),
    *(Verb.RECORD_PAPER, Verb.STRIKE_PAPER, Verb.DESCRIBE_MAJOR, Verb.DROP_PLAN),
    *(Verb.MAKE_LONG_TERM, Verb.BEGIN_PLAN, Verb.FILL_PART, Verb.ADD_STAGE, Verb.DROP_STAGE, Verb.SUBMIT_PLAN),
    *(
        Verb.APPROVE_PLAN,
        Verb.RETURN_PLAN,
        Verb.TAKE_BACK_PLAN,
        Verb.FINISH_STAGE,
        Verb.MOVE_STAGE,
        Verb.SLIP,
        Verb.SUPERVISE,
    ),
    *(Verb.ASK_RECHECK, Verb.CONFIRM_HOLDS),
    *(Verb.ASK_HELP, Verb.TAKE_HELP, Verb.FINISH_HELP, Verb.DECLINE_HELP, Verb.WITHDRAW_HELP, Verb.FILL_GAP),
    *(Verb.MOVE_OUTSIDE, Verb.SEND_LETTER, Verb.NOTE_ANSWER, Verb.REPORT_TO_AUTHORITY, Verb.BRING_BACK),
    Verb.REMAIN_OUTSIDE,
    *(Verb.AMEND, Verb.WITHDRAW, Verb.ADD_PICTURES, Verb.TAKE_OUT_PICTURES, Verb.REPORT_AGAIN),
)
# Each verb as the person does it whose part it is.
VERBS: dict[Verb, Callable[[Hazard], Event]] = {
    Verb.ASSIGN: lambda h: h.assign(act(QIAN), "liu", "store", "zhao", final=True),
    Verb.TAKE: lambda h: h.take(act(ZHANG)),
    Verb.PASS_ON: lambda h: h.pass_on(act(ZHANG), "liu", "store", "zhao", "不归我管"),
    Verb.GIVE_BACK: lambda h: h.give_back(act(ZHANG), "我修不了"),
    Verb.POST_PROGRESS: lambda h: h.post_progress(act(ZHANG), "waiting_parts", "等备件", 0),
    Verb.SUBMIT: lambda h: h.submit(act(ZHANG), "装好了", 1, "", "zhao"),
    Verb.ACCEPT: lambda h: h.accept(act(ZHAO), "牢固", True),
    Verb.SEND_BACK: lambda h: h.send_back(act(ZHAO), "螺丝还少一个"),
    Verb.REOPEN: lambda h: h.reopen(act(LI), "又坏了", DUE + timedelta(days=9)),
    Verb.VERIFY: lambda h: h.verify(act(QIAN)),
    **{verb: lambda h, verb=verb: h.move(verb, act(QIAN)) for verb in BRANCH_VERBS},  # type: ignore[misc]
}


def on(hazard: str, version: int = 1) -> dict[type, HazardCommand]:
    """Every command about a case, well formed."""
    commands: tuple[HazardCommand, ...] = (
        AssignOwner(hazard, "hou"),
        TakeTask(hazard),
        PassOn(hazard, "hou", "不归我管"),
        PostProgress(hazard, "draft", "working", "在装"),
        SubmitForAcceptance(hazard, "draft", "装好了", "拍不了"),
        AcceptRepair(hazard, version, "", True),
        SendBack(hazard, version, "没修好"),
        Reopen(hazard, "又坏了"),
        Verify(hazard),
        AskMoreTime(hazard, 3, "等备件"),
        GrantTime(hazard, version),
        RefuseTime(hazard, version, "时间太长"),
        MoveLimit(hazard, version, (DUE + timedelta(days=3)).isoformat(), "外协排不上"),
        Suspend(hazard, version, "7", "停产"),
        Resume(hazard),
        SnoozeReminder(hazard, 4, "备件明天到"),
        AskMoney(hazard, 150_000, "换轴承"),
        ApproveMoney(hazard, version),
        RefuseMoney(hazard, version, "太贵"),
        SpendMoney(hazard, 150_000, "换轴承", "bills"),
        AskHelp(hazard, "production", "要两个人扶着"),
        TakeHelp(hazard),
        FinishHelp(hazard, "扶好了"),
        DeclineHelp(hazard, "抽不出人"),
        WithdrawHelp(hazard),
        FillGap(hazard),
        MoveOutside(hazard, "园区物业", "7", "围起来了"),
        SendLetter(hazard, ""),
        NoteAnswer(hazard, "下周来修", "7"),
        ReportToAuthority(hazard, "区应急管理局", "0"),
        BringBack(hazard, "还是归我们管"),
        Contain(hazard, "断电挂牌"),
        CheckMeasure(hazard),
        SetMeasure(hazard, hours=WEEKLY),
        MissMeasure(hazard),
        MarkInvalid(hazard, "不会伤人"),
        Merge(hazard, "YH-20261123-0001"),
        Reinstate(hazard, "两处不一样"),
        ConfirmHolds(hazard),
        TellAlarm(hazard, "draft", "called"),
        ConfirmMajor(hazard),
        Regrade(hazard, Grade.MAJOR, "后果更重"),
        LowerMajor(hazard, Grade.LARGER, "够不上重大"),
        RecordPaper(hazard, Paper.AUTHORITY, "2026-11-23", "林志远", "draft"),
        StrikePaper(hazard, Paper.AUTHORITY, "别的隐患的"),
        DescribeMajor(hazard, "卡扣老化", "手可能被卷入", "要停产两天"),
        Respond(hazard),
        StandDown(hazard),
        CallFalseAlarm(hazard),
        MakeLongTerm(hazard, "换一台新的"),
        FillPart(hazard, "method", "分两步换"),
        AddStage(hazard, "新机到货", FAR),
        DropStage(hazard),
        SubmitPlan(hazard),
        ApprovePlan(hazard, version),
        ReturnPlan(hazard, "资金没写清"),
        TakeBackPlan(hazard),
        FinishStage(hazard, "draft", "到货了"),
        MoveStage(hazard, 1, SOON, "厂家缺货"),
    )
    return {type(command): command for command in commands}
