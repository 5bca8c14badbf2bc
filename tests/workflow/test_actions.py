"""Which command is whose: what it needs, and what it is answered where it is not one's own."""

import pytest

from tests.workflow.cases import on
from tests.workflow.cast import MONDAY
from tests.workflow.desk import as_desk
from tests.workflow.ground import refused
from tests.workflow.plant import Plant
from workflow.actions import ORDERS, perform, possible
from workflow.alarm import CallFalseAlarm, Respond, StandDown, TellAlarm
from workflow.approval import ApprovePlan, ReturnPlan, SubmitPlan, TakeBackPlan
from workflow.assistance import AskHelp, DeclineHelp, FinishHelp, TakeHelp, WithdrawHelp
from workflow.commands import (
    AcceptRepair,
    AssignOwner,
    ChooseLanguage,
    HazardCommand,
    PassOn,
    PostProgress,
    Reopen,
    SendBack,
    SubmitForAcceptance,
    TakeTask,
    Verify,
)
from workflow.danger import CheckMeasure, Contain, MissMeasure, SetMeasure
from workflow.errors import Refused
from workflow.extension import AskMoreTime, GrantTime, MoveLimit, RefuseTime
from workflow.gap import FillGap
from workflow.hazard import Act, Hazard
from workflow.lifecycle import State, Verb
from workflow.major import ConfirmMajor, LowerMajor, Regrade
from workflow.money import ApproveMoney, AskMoney, RefuseMoney, SpendMoney
from workflow.outside import BringBack, MoveOutside, NoteAnswer, ReportToAuthority, SendLetter
from workflow.papers import DescribeMajor, Paper, RecordPaper, StrikePaper
from workflow.people import Language
from workflow.plan import AddStage, DropStage, FillPart, MakeLongTerm
from workflow.recheck import ConfirmHolds
from workflow.set_aside import MarkInvalid, Reinstate
from workflow.stages import FinishStage, MoveStage
from workflow.suspension import Resume, Suspend


@pytest.mark.parametrize("kind", ORDERS)
@pytest.mark.parametrize("name", ["li", "zhang", "qian", "zhou"])
def test_a_case_that_is_not_there_is_unknown_to_everybody(plant: Plant, name: str, kind: type) -> None:
    with refused("unknown_case"):
        plant.does(name, on("nowhere")[kind])


@pytest.mark.parametrize("kind", ORDERS)
def test_a_case_that_is_not_mine_to_see_is_answered_as_if_it_were_not_there(plant: Plant, kind: type) -> None:
    case = plant.case_in(State.AWAITING_ACCEPTANCE)
    before = plant.desk.everything()
    with refused("unknown_case"):
        plant.does("wang", on(case.id, case.version)[kind])
    assert plant.desk.everything() == before


KNOW = {"zhang", "ma", "wu", "qian", "feng", "he", "zhou"}
# State of the case, command, who may give it; whoever else sees the case is told that the step is not theirs.
RIGHTS: list[tuple[State, type[HazardCommand], set[str]]] = [
    (State.REPORTED, AssignOwner, {"qian", "feng", "he", "zhou"}),
    (State.ASSIGNED, AssignOwner, {"wu", "qian", "feng", "he", "zhou"}),
    (State.ASSIGNED, TakeTask, {"zhang"}),
    (State.ASSIGNED, PassOn, {"zhang"}),
    (State.RECTIFYING, PostProgress, {"zhang"}),
    (State.PLANNING, PostProgress, {"zhang"}),
    (State.RECTIFYING, SubmitForAcceptance, {"zhang"}),
    (State.AWAITING_ACCEPTANCE, AcceptRepair, {"zhao", "qian", "feng", "he"}),
    (State.AWAITING_ACCEPTANCE, SendBack, {"zhao", "qian", "feng", "he"}),
    (State.CLOSED, Reopen, {"li", "ma", "wu", "zhao", "qian", "feng", "he", "zhou"}),
    (State.ASSIGNED, Verify, {"qian", "feng", "he"}),
    (State.RECTIFYING, AskMoreTime, {"zhang"}),
    (State.RECTIFYING, GrantTime, {"qian", "feng", "he", "zhou"}),
    (State.RECTIFYING, RefuseTime, {"qian", "feng", "he", "zhou"}),
    (State.RECTIFYING, MoveLimit, {"qian", "feng", "he", "zhou"}),
    (State.ASSIGNED, Suspend, {"qian", "feng", "he", "zhou"}),
    (State.RECTIFYING, Resume, {"qian", "feng", "he", "zhou"}),
    (State.ASSIGNED, AskMoney, {"zhang"}),
    (State.CLOSED, SpendMoney, {"zhang"}),
    (State.RECTIFYING, ApproveMoney, {"wu", "he", "zhou"}),
    (State.CLOSED, RefuseMoney, {"wu", "he", "zhou"}),
    (State.RECTIFYING, AskHelp, {"zhang"}),
    (State.RECTIFYING, WithdrawHelp, {"zhang"}),
    (State.RECTIFYING, TakeHelp, {"li", "ma", "sun"}),
    (State.RECTIFYING, FinishHelp, {"li"}),
    (State.ASSIGNED, DeclineHelp, {"sun"}),
    (State.AWAITING_ACCEPTANCE, FillGap, {"qian", "feng", "he"}),
    (State.ASSIGNED, MoveOutside, {"qian", "feng", "he"}),
    (State.OUTSIDE, SendLetter, {"qian", "feng", "he"}),
    (State.OUTSIDE, NoteAnswer, {"qian", "feng", "he"}),
    (State.OUTSIDE, ReportToAuthority, {"qian", "feng", "he"}),
    (State.OUTSIDE, BringBack, {"qian", "feng", "he"}),
    (State.OUTSIDE, SubmitForAcceptance, {"feng"}),
    (State.RECTIFYING, Contain, {"li", "zhang", "ma", "shi", "qian", "feng", "he"}),
    (State.AWAITING_ACCEPTANCE, CheckMeasure, {"li", "zhang", "ma", "shi", "qian", "feng", "he"}),
    (State.RECTIFYING, SetMeasure, {"zhang", "ma", "shi", "qian", "feng", "he"}),
    (State.ASSIGNED, MissMeasure, {"li", "zhang", "ma", "shi", "qian", "feng", "he"}),
    (State.CLOSED, ConfirmHolds, {"li", "ma", "qian", "feng", "he"}),
    (State.RECTIFYING, MarkInvalid, {"qian", "feng", "he", "zhou"}),
    (State.INVALID, Reinstate, {"qian", "feng", "he", "zhou"}),
    (State.RECTIFYING, ConfirmMajor, {"he", "zhou"}),
    (State.AWAITING_ACCEPTANCE, LowerMajor, {"he", "zhou"}),
    (State.ASSIGNED, Regrade, {"qian", "feng", "he"}),
    (State.AWAITING_ACCEPTANCE, RecordPaper, {"qian", "feng", "he", "zhou"}),
    (State.REPORTED, StrikePaper, {"he", "zhou"}),
    (State.AWAITING_ACCEPTANCE, DescribeMajor, {"qian", "feng", "he", "zhou"}),
    (State.ALARM, TellAlarm, {"li", "ma", "shi", "qian", "feng", "he", "zhou"}),
    (State.ALARM, Respond, {"ma", "shi", "qian", "feng", "he", "zhou"}),
    (State.ALARM, StandDown, {"ma", "shi", "qian", "feng", "he", "zhou"}),
    (State.ALARM, CallFalseAlarm, {"li", "ma", "shi", "qian", "feng", "he", "zhou"}),
    (State.ASSIGNED, MakeLongTerm, {"qian", "feng", "he"}),
    (State.RECTIFYING, MakeLongTerm, {"qian", "feng", "he"}),
    *((State.PLANNING, kind, KNOW) for kind in (FillPart, AddStage, DropStage, SubmitPlan)),
    *((State.PLANNING, kind, {"he", "zhou"}) for kind in (ApprovePlan, ReturnPlan)),
    (State.RECTIFYING, FinishStage, {"zhang"}),
    (State.RECTIFYING, MoveStage, {"he", "zhou"}),
]


def ready(plant: Plant, state: State, kind: type[HazardCommand]) -> Hazard:
    """A case in a state in which a command can be given."""
    if kind in (FinishStage, MoveStage):
        return plant.planned()
    asked = 1_500 if kind in (ApproveMoney, RefuseMoney) else 0
    case = plant.case_in(state, "held" if kind in (Contain, CheckMeasure, MissMeasure, SetMeasure) else "", asked)
    plant.desk.drafts["bills"] = 1
    if kind is Resume:
        plant.suspends(case)
    if kind in (GrantTime, RefuseTime):
        plant.asks_time(case)
    if kind in (TakeHelp, FinishHelp, DeclineHelp, WithdrawHelp):
        plant.asks_help(case)
    if kind is FinishHelp:
        plant.helps(case)
    case.matrix_gap = kind is FillGap
    if kind is ConfirmHolds:
        plant.rings(case, "recheck")
    if kind in (DropStage, SubmitPlan, ApprovePlan, ReturnPlan, TakeBackPlan):
        plant.plans(case)
    if kind in (ApprovePlan, ReturnPlan, TakeBackPlan):
        plant.submits_plan(case)
    if kind in (ConfirmMajor, LowerMajor, RecordPaper, StrikePaper, DescribeMajor):
        plant.regrades(case)
    if kind is StrikePaper:
        plant.hands_in(case, Paper.AUTHORITY)
    plant.desk.drafts["draft"] = 1
    return case


@pytest.mark.parametrize(("state", "kind", "entitled"), RIGHTS)
def test_each_command_belongs_to_some_and_to_nobody_else(
    plant: Plant, state: State, kind: type[HazardCommand], entitled: set[str]
) -> None:
    reasons = {}
    for name in plant.desk.people:
        fresh = Plant()
        case = ready(fresh, state, kind)
        try:
            fresh.does(name, on(case.id, case.version)[kind])
        except Refused as error:
            reasons[name] = error.reason
    assert set(plant.desk.people) - set(reasons) == entitled
    assert set(reasons.values()) <= {"not_yours", "unknown_case"}


def test_every_command_about_a_case_has_its_row() -> None:
    assert set(ORDERS) == set(on("any"))


def test_somebody_who_has_left_does_nothing(plant: Plant) -> None:
    case = plant.reported()
    plant.leaves("zhang")
    with refused("not_employed"):
        plant.takes(case)
    with refused("not_employed"):
        plant.does("zhang", ChooseLanguage(Language.EN))
    plant.leaves("li")
    with refused("not_employed"):
        plant.reports("li")


def test_a_command_is_always_a_persons(plant: Plant) -> None:
    case = plant.reported()
    with refused("not_employed"):
        perform(as_desk(plant.desk), TakeTask(case.id), Act(None, MONDAY))


def test_what_is_possible_is_what_the_tables_allow_in_the_order_of_the_table(plant: Plant) -> None:
    def offered(name: str, state: State) -> list[Verb]:
        fresh = Plant()
        case = fresh.case_in(state)
        return possible(fresh.desk.people[name], case, fresh.desk.today)

    assert offered("zhang", State.ASSIGNED) == [
        Verb.TAKE,
        Verb.PASS_ON,
        Verb.ASK_MORE_TIME,
        Verb.SNOOZE,
        Verb.ASK_MONEY,
        Verb.ASK_HELP,
    ]
    working = [Verb.PASS_ON, Verb.POST_PROGRESS, Verb.SUBMIT]
    asking = [Verb.ASK_MORE_TIME, Verb.SNOOZE, Verb.ASK_MONEY, Verb.SPEND_MONEY, Verb.ASK_HELP]
    assert offered("zhang", State.RECTIFYING) == [*working, *asking]
    assert offered("zhao", State.AWAITING_ACCEPTANCE) == [Verb.ACCEPT, Verb.SEND_BACK]
    assert offered("qian", State.REPORTED) == [
        Verb.ASSIGN,
        Verb.VERIFY,
        Verb.MOVE_OUTSIDE,
        Verb.MARK_INVALID,
        Verb.MERGE,
        Verb.REGRADE,
    ]
    assert offered("li", State.RECTIFYING) == []
    assert offered("li", State.CLOSED) == [Verb.REOPEN]


def test_a_measure_is_offered_where_there_is_a_danger_and_asked_after_where_there_is_a_measure(plant: Plant) -> None:
    case = plant.reports(danger="running").hazard
    assert case is not None
    zhang = plant.desk.people["zhang"]
    assert possible(zhang, case, plant.desk.today) == [
        Verb.TAKE,
        Verb.PASS_ON,
        Verb.ASK_MORE_TIME,
        Verb.SNOOZE,
        Verb.ASK_MONEY,
        Verb.ASK_HELP,
        Verb.CONTAIN,
        Verb.WARN,
    ]
    plant.contains(case)
    assert possible(zhang, case, plant.desk.today)[-4:] == [
        Verb.CONTAIN,
        Verb.WARN,
        Verb.CHECK_MEASURE,
        Verb.SET_MEASURE,
    ]
