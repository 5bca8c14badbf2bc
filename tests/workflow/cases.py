"""Single hazards in any state, each verb as the person does it whose part it is, and every command well formed."""

from collections.abc import Callable
from datetime import timedelta

from tests.workflow.plant import MONDAY, STAMPING, person
from workflow.alarm import CallFalseAlarm, Respond, StandDown, TellAlarm
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
from workflow.danger import CheckMeasure, Contain, MissMeasure
from workflow.events import Event
from workflow.extension import AskMoreTime, GrantTime, RefuseTime
from workflow.hazard import Act, Hazard
from workflow.library import Category, Grade
from workflow.lifecycle import State, Verb
from workflow.people import Person, Role
from workflow.set_aside import MarkInvalid, Merge, Reinstate

LI = person("li", Role.WORKER)
ZHANG = person("zhang", Role.OWNER)
ZHAO = person("zhao", Role.ACCEPTOR)
QIAN = person("qian", Role.SAFETY_OFFICER)
DUE = MONDAY + timedelta(days=3)


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
    *(Verb.TELL_ALARM, Verb.RESPOND, Verb.STAND_DOWN, Verb.CALL_FALSE_ALARM),
    *(Verb.ASK_MORE_TIME, Verb.GRANT_TIME, Verb.REFUSE_TIME),
    *(Verb.FIX_ON_SPOT, Verb.WARN, Verb.CONTAIN, Verb.CHECK_MEASURE),
    *(Verb.MARK_INVALID, Verb.MERGE, Verb.REINSTATE),
    *(Verb.AMEND, Verb.WITHDRAW),
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
        GrantTime(hazard),
        RefuseTime(hazard, "时间太长"),
        Contain(hazard, "断电挂牌"),
        CheckMeasure(hazard),
        MissMeasure(hazard),
        MarkInvalid(hazard, "不会伤人"),
        Merge(hazard, "YH-20261123-0001"),
        Reinstate(hazard, "两处不一样"),
        TellAlarm(hazard, "draft", "called"),
        Respond(hazard),
        StandDown(hazard),
        CallFalseAlarm(hazard),
    )
    return {type(command): command for command in commands}
