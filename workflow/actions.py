"""What each command does: one visible table, with the right it needs and the verb it calls."""

from dataclasses import replace
from datetime import date
from typing import cast

from workflow import (
    again,
    alarm,
    amended,
    approval,
    assistance,
    attention,
    danger,
    extension,
    findings,
    gap,
    major,
    money,
    outside,
    papers,
    plan,
    recheck,
    set_aside,
    snooze,
    stages,
    suspension,
    usual_way,
)
from workflow.again import ReportAgain
from workflow.alarm import CallFalseAlarm, RaiseAlarm, Respond, StandDown, TellAlarm
from workflow.amended import AddPictures, AmendMessage, TakeOutPictures, WithdrawMessage
from workflow.anonymous import ReportAnonymously
from workflow.approval import ApprovePlan, ReturnPlan, SubmitPlan, TakeBackPlan
from workflow.assistance import AskHelp, DeclineHelp, FinishHelp, TakeHelp, WithdrawHelp
from workflow.attention import MarkSeen
from workflow.commands import (
    AcceptRepair,
    AssignOwner,
    Command,
    HazardCommand,
    PassOn,
    PostProgress,
    Reopen,
    SendBack,
    SubmitForAcceptance,
    SubmitReport,
    TakeTask,
    Verify,
)
from workflow.danger import CheckMeasure, Contain, MissMeasure, SetMeasure
from workflow.deciding import Holders, is_put_before
from workflow.desk import Desk
from workflow.dispatch import dispatch
from workflow.errors import Refused
from workflow.extension import AskMoreTime, GrantTime, MoveLimit, RefuseTime
from workflow.findings import ReportFindings
from workflow.gap import FillGap
from workflow.hazard import PASSES_FINAL, Act, Hazard, own_case, own_repair, own_request
from workflow.lifecycle import Verb
from workflow.major import ConfirmMajor, LowerMajor, Regrade
from workflow.money import ApproveMoney, AskMoney, RefuseMoney, SpendMoney
from workflow.office import OFFICE
from workflow.on_the_spot import ReportFixed
from workflow.order import Errand, Order, Standing
from workflow.outside import BringBack, MoveOutside, NoteAnswer, ReportToAuthority, SendLetter
from workflow.papers import DescribeMajor, RecordPaper, StrikePaper
from workflow.people import Person
from workflow.permissions import Action, allowed, in_whose_place, reach, who_may
from workflow.plan import AddStage, DropStage, FillPart, MakeLongTerm
from workflow.recheck import ConfirmHolds
from workflow.reporting import report
from workflow.set_aside import MarkInvalid, Merge, Reinstate
from workflow.snooze import SnoozeReminder
from workflow.sources import ReportFinding
from workflow.stages import FinishStage, MoveStage
from workflow.suspension import Resume, Suspend

ORDERS: dict[type, Order] = {
    AssignOwner: Order(Action.ASSIGN, Verb.ASSIGN, usual_way.assign),
    TakeTask: Order(Action.WORK, Verb.TAKE, usual_way.take, then=plan.begin),
    PassOn: Order(Action.WORK, Verb.PASS_ON, usual_way.pass_on),
    PostProgress: Order(Action.WORK, Verb.POST_PROGRESS, usual_way.post_progress),
    SubmitForAcceptance: Order(
        Action.WORK, Verb.SUBMIT, usual_way.submit, when=usual_way.may_be_submitted, why=usual_way.not_submitted
    ),
    AcceptRepair: Order(
        Action.ACCEPT, Verb.ACCEPT, usual_way.accept, when=papers.may_close, why=papers.closing_gate, bars=own_repair
    ),
    SendBack: Order(Action.ACCEPT, Verb.SEND_BACK, usual_way.send_back, then=usual_way.not_solved, bars=own_repair),
    Reopen: Order(Action.REOPEN, Verb.REOPEN, usual_way.reopen, then=usual_way.taken_up_again),
    Verify: Order(Action.VERIFY, Verb.VERIFY, usual_way.verify),
    TellAlarm: Order(Action.TELL, Verb.TELL_ALARM, alarm.tell_alarm),
    Respond: Order(Action.RESPOND, Verb.RESPOND, alarm.respond),
    StandDown: Order(Action.RESPOND, Verb.STAND_DOWN, alarm.stand_down, then=dispatch),
    AskMoreTime: Order(
        Action.WORK, Verb.ASK_MORE_TIME, extension.ask_more_time, when=stages.has_no_days, why=stages.has_days
    ),
    GrantTime: Order(
        Action.GRANT,
        Verb.GRANT_TIME,
        extension.grant_time,
        when=extension.is_asked,
        bars=extension.not_theirs,
        whose=extension.whose,
    ),
    RefuseTime: Order(
        Action.GRANT,
        Verb.REFUSE_TIME,
        extension.refuse_time,
        when=extension.is_asked,
        bars=extension.not_theirs,
        whose=extension.whose,
    ),
    MoveLimit: Order(
        Action.GRANT,
        Verb.MOVE_LIMIT,
        extension.move_limit,
        when=extension.is_ours_to_move,
        why=extension.not_ours_to_move,
        bars=own_request,
    ),
    Suspend: Order(
        Action.GRANT,
        Verb.SUSPEND,
        suspension.suspend,
        when=suspension.may_rest,
        why=suspension.may_not_rest,
        bars=extension.not_theirs,
        whose=extension.whose,
    ),
    Resume: Order(Action.GRANT, Verb.RESUME, suspension.resume, when=suspension.is_suspended, bars=own_request),
    SnoozeReminder: Order(
        Action.SNOOZE, Verb.SNOOZE, snooze.snooze, when=snooze.may_be_put_off, why=snooze.not_put_off
    ),
    AskMoney: Order(Action.WORK, Verb.ASK_MONEY, money.ask_money),
    ApproveMoney: Order(
        Action.APPROVE, Verb.APPROVE_MONEY, money.approve_money, when=money.is_money_asked, bars=money.not_theirs
    ),
    RefuseMoney: Order(
        Action.APPROVE, Verb.REFUSE_MONEY, money.refuse_money, when=money.is_money_asked, bars=money.not_theirs
    ),
    SpendMoney: Order(Action.WORK, Verb.SPEND_MONEY, money.spend_money),
    AskHelp: Order(Action.WORK, Verb.ASK_HELP, assistance.ask_help),
    WithdrawHelp: Order(Action.WORK, Verb.WITHDRAW_HELP, assistance.withdraw_help, when=assistance.is_open),
    TakeHelp: Order(Action.HELP, Verb.TAKE_HELP, assistance.take_help, when=assistance.is_asked),
    FinishHelp: Order(Action.FINISH_HELP, Verb.FINISH_HELP, assistance.finish_help, when=assistance.is_taken),
    DeclineHelp: Order(Action.DECLINE_HELP, Verb.DECLINE_HELP, assistance.decline_help, when=assistance.is_open),
    FillGap: Order(Action.FILL_GAP, Verb.FILL_GAP, gap.fill_gap, when=gap.can_be_filled),
    MoveOutside: Order(
        Action.OUTSIDE, Verb.MOVE_OUTSIDE, outside.move_outside, when=stages.work_is_done, why=stages.not_outside
    ),
    SendLetter: Order(Action.OUTSIDE, Verb.SEND_LETTER, outside.send_letter),
    NoteAnswer: Order(Action.OUTSIDE, Verb.NOTE_ANSWER, outside.note_answer),
    ReportToAuthority: Order(Action.OUTSIDE, Verb.REPORT_TO_AUTHORITY, outside.report_to_authority),
    BringBack: Order(Action.OUTSIDE, Verb.BRING_BACK, outside.bring_back, then=dispatch),
    Contain: Order(Action.CONTAIN, Verb.CONTAIN, danger.contain, when=plan.may_be_held),
    MissMeasure: Order(Action.CONTAIN, Verb.WARN, danger.miss_measure, when=danger.is_dangerous),
    CheckMeasure: Order(Action.CONTAIN, Verb.CHECK_MEASURE, danger.check_measure, when=danger.is_held),
    SetMeasure: Order(Action.SET_MEASURE, Verb.SET_MEASURE, danger.set_measure, when=danger.is_held),
    MarkInvalid: Order(
        Action.SET_ASIDE, Verb.MARK_INVALID, set_aside.mark_invalid, bars=set_aside.not_invalid, whose=set_aside.whose
    ),
    Merge: Order(Action.SET_ASIDE, Verb.MERGE, set_aside.merge, bars=set_aside.not_merged, whose=set_aside.whose),
    Reinstate: Order(
        Action.SET_ASIDE, Verb.REINSTATE, set_aside.reinstate, then=set_aside.look_for_owner, whose=set_aside.whose
    ),
    ConfirmHolds: Order(Action.RECHECK, Verb.CONFIRM_HOLDS, recheck.confirm_holds, when=recheck.is_asked),
    ConfirmMajor: Order(
        Action.JUDGE_MAJOR, Verb.CONFIRM_MAJOR, major.confirm_major, then=plan.begin, when=major.is_unconfirmed
    ),
    LowerMajor: Order(
        Action.JUDGE_MAJOR,
        Verb.LOWER_MAJOR,
        major.lower_major,
        then=major.without_plan,
        when=major.may_be_lowered,
        why=major.not_lowered,
        bars=own_case,
    ),
    Regrade: Order(Action.REGRADE, Verb.REGRADE, major.regrade, then=major.measure_at_once, when=major.is_not_major),
    RecordPaper: Order(Action.RECORD, Verb.RECORD_PAPER, papers.record_paper, when=major.is_major),
    DescribeMajor: Order(Action.RECORD, Verb.DESCRIBE_MAJOR, papers.describe_major, when=major.is_major),
    StrikePaper: Order(Action.JUDGE_MAJOR, Verb.STRIKE_PAPER, papers.strike_paper, when=papers.has_papers),
    CallFalseAlarm: Order(Action.TELL, Verb.CALL_FALSE_ALARM, alarm.call_false_alarm),
    MakeLongTerm: Order(
        Action.LONG_TERM, Verb.MAKE_LONG_TERM, plan.make_long_term, then=plan.begin, when=plan.may_file, bars=own_case
    ),
    FillPart: Order(Action.PLAN, Verb.FILL_PART, plan.fill_part, when=plan.in_the_making, why=plan.already_sent),
    AddStage: Order(Action.PLAN, Verb.ADD_STAGE, plan.add_stage, when=plan.in_the_making, why=plan.already_sent),
    DropStage: Order(Action.PLAN, Verb.DROP_STAGE, plan.drop_stage, when=plan.has_stage, why=plan.already_sent),
    SubmitPlan: Order(
        Action.PLAN, Verb.SUBMIT_PLAN, approval.submit_plan, when=plan.in_the_making, why=plan.already_sent
    ),
    ApprovePlan: Order(
        Action.APPROVE_PLAN, Verb.APPROVE_PLAN, approval.approve, when=plan.awaits_approval, bars=approval.not_theirs
    ),
    ReturnPlan: Order(
        Action.APPROVE_PLAN, Verb.RETURN_PLAN, approval.give_back, when=plan.awaits_approval, bars=approval.not_theirs
    ),
    TakeBackPlan: Order(
        Action.PLAN, Verb.TAKE_BACK_PLAN, approval.take_back_plan, when=plan.awaits_approval, bars=approval.anothers
    ),
    FinishStage: Order(Action.WORK, Verb.FINISH_STAGE, stages.finish_stage, when=stages.in_hand),
    MoveStage: Order(Action.GRANT_AGAIN, Verb.MOVE_STAGE, stages.move_stage, when=stages.in_hand, bars=own_request),
}


def possible(person: Person, hazard: Standing, on: date) -> list[Verb]:
    """What the tables let a person do with a case as it stands, in the order of the table."""
    return [order.verb for order in _open_to(person, hazard, on)]


def offered(person: Person, hazard: Standing, on: date, holders: Holders) -> list[Verb]:
    """Of that, what is put before them: the executive stands in only where there is nobody to stand in for."""
    case = cast(Hazard, hazard)
    return [
        order.verb
        for order in _open_to(person, hazard, on)
        if is_put_before(person, order.needs, order.whose(case) if order.whose else order.needs, case, on, holders)
    ]


def _open_to(person: Person, hazard: Standing, on: date) -> list[Order]:
    return [
        order
        for order in ORDERS.values()
        if allowed(person, order.needs, hazard, on)
        and order.refusal(person, cast(Hazard, hazard), on) is None
        and not (order.verb is Verb.PASS_ON and hazard.passes >= PASSES_FINAL)
        and not (order.verb is Verb.ASK_MORE_TIME and hazard.due_locked)
    ]


def refusals(person: Person, hazard: Standing, on: date) -> dict[Verb, Refused]:
    """Why what somebody has the right to do is not theirs in this case, for whoever taps a card of before."""
    case = cast(Hazard, hazard)
    held = [order for order in ORDERS.values() if allowed(person, order.needs, case, on)]
    found = {order.verb: order.refusal(person, case, on) for order in held}
    return {verb: refusal for verb, refusal in found.items() if refusal is not None and refusal.reason != "state"}


def perform(desk: Desk, command: Command, act: Act) -> Hazard | None:
    """Carry out a command as a person. Raises Refused, and then the transaction must not be committed."""
    if act.by is None or not act.by.works_on(desk.today):
        raise Refused("not_employed")
    if (errand := ERRANDS.get(type(command))) is not None:
        if not reach(act.by, errand.needs, desk.today).reaches:
            raise _denied(errand.needs)
        return errand.do(desk, command, act)
    order = ORDERS[type(command)]
    hazard = desk.hazard(cast(HazardCommand, command).hazard_id)
    if hazard is None or not allowed(act.by, Action.SEE, hazard, desk.today):
        raise Refused("unknown_case")  # the same answer for "not there" and "not yours to see"
    if not allowed(act.by, order.needs, hazard, desk.today):
        raise _denied(order.needs)
    if (refusal := order.refusal(act.by, hazard, desk.today)) is not None:
        raise refusal
    act = replace(act, in_place_of=in_whose_place(act.by, order.needs, hazard, desk.today))
    desk.record(order.do(desk, hazard, command, act))
    if order.then is not None:
        order.then(desk, hazard, act)
    return hazard


def _denied(right: Action) -> Refused:
    """It is not theirs: which right it takes, and who has it."""
    return Refused("not_yours", right=right, may=",".join(who_may(right)))


# Command -> what enters a new case, or is done to one by whoever has a part in it already.
ENTRIES: dict[type, Errand] = {
    SubmitReport: Errand(Action.REPORT, report),
    ReportFixed: Errand(Action.REPORT, report),
    ReportFinding: Errand(Action.REPORT_FINDING, report),
    ReportFindings: Errand(Action.REPORT_FINDING, findings.report_findings),
    ReportAnonymously: Errand(Action.REPORT, report),
    RaiseAlarm: Errand(Action.REPORT, alarm.raise_alarm),
    ReportAgain: Errand(Action.REPORT, again.report_again),
    AmendMessage: Errand(Action.AMEND, amended.note),
    WithdrawMessage: Errand(Action.AMEND, amended.note),
    AddPictures: Errand(Action.AMEND, amended.add),
    TakeOutPictures: Errand(Action.AMEND, amended.take_out),
    MarkSeen: Errand(Action.SEE, attention.mark_seen),
}
ERRANDS = {**OFFICE, **ENTRIES}
