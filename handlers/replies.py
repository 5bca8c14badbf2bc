"""What a finished script says, and what a performed command answers and opens next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from handlers.questions import Open, Option
from workflow.again import ReportAgain
from workflow.alarm import CallFalseAlarm, RaiseAlarm, Respond, StandDown, TellAlarm
from workflow.amended import AddPictures, AmendMessage, WithdrawMessage
from workflow.anonymous import ReportAnonymously
from workflow.approval import ApprovePlan, ReturnPlan, SubmitPlan, TakeBackPlan
from workflow.assistance import AskHelp, DeclineHelp, FinishHelp, TakeHelp, WithdrawHelp
from workflow.attention import MarkSeen
from workflow.commands import (
    AcceptRepair,
    AssignOwner,
    ChooseLanguage,
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
from workflow.danger import CheckMeasure, Contain, MissMeasure, SetMeasure
from workflow.deputies import RefuseDeputyship
from workflow.extension import AskMoreTime, GrantTime, MoveLimit, RefuseTime
from workflow.feedback import AnswerFeedback, GiveFeedback
from workflow.gap import FillGap
from workflow.major import ConfirmMajor, LowerMajor, Regrade
from workflow.money import ApproveMoney, AskMoney, RefuseMoney, SpendMoney
from workflow.on_the_spot import ReportFixed
from workflow.outside import BringBack, MoveOutside, NoteAnswer, ReportToAuthority, SendLetter
from workflow.papers import DescribeMajor, RecordPaper, StrikePaper
from workflow.plan import LIMIT, AddStage, DropStage, FillPart, MakeLongTerm
from workflow.recheck import ConfirmHolds
from workflow.set_aside import MarkInvalid, Merge, Reinstate
from workflow.snooze import SnoozeReminder
from workflow.sources import ReportFinding
from workflow.stages import FinishStage, MoveStage
from workflow.survey import AnswerSurvey, CallSurveyBack
from workflow.suspension import Resume, Suspend
from workflow.to_do import ChooseToDo


@dataclass(frozen=True)
class Say:
    """A script's result that changes nothing: something to say."""

    topic: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    version: int | None = None  # of the case, as it stands in what is said


@dataclass(frozen=True)
class Several:
    """A script's result: several things to say, each a message with choices of its own."""

    said: Sequence[Say]


@dataclass(frozen=True)
class Become:
    """A script's result: it goes on as another script, which takes its photographs over."""

    script: str
    args: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class OneByOne:
    """A script's result: its parts become reports, the next one whenever the one before is over."""

    parts: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class FirstOthers:
    """A script's result: these parts are hazards of their own and become reports, one after another; then it goes on.

    answers: how many of its last answers told of them, and are taken back.
    """

    parts: Sequence[Mapping[str, Any]]
    answers: int


@dataclass(frozen=True)
class Do:
    """A script's result: a command that is answered otherwise than usual, by a topic or by the dialogue it opens."""

    command: Command
    topic: str = ""
    then: Open | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    once: bool = False  # the answer tells a secret: it is gone when it was told


@dataclass(frozen=True)
class Reply:
    """An answer to the person whose turn it is; rendered by the courier after the commit."""

    topic: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    question: Mapping[str, Any] | None = None
    hazard: str | None = None
    version: int | None = None
    replaces: str | None = None  # the notice whose place it takes: a list that was turned to its next page
    private: bool = False  # it tells of an anonymous dialogue, though the message it answers is none of one


# Command -> the topic that answers it. A command that opens work_on_task is answered by that dialogue's question.
ANSWERS: dict[type, str] = {
    SubmitReport: "report.done",
    ReportFixed: "report.fixed_done",
    ReportFinding: "finding.done",
    ReportAgain: "report.same_done",
    ReportAnonymously: "anonymous.done",
    AssignOwner: "choose.done",
    PassOn: "task.passed_on",
    SubmitForAcceptance: "task.submitted",
    AcceptRepair: "accept.done",
    SendBack: "accept.sent_back",
    Reopen: "case.reopened",
    Verify: "case.verified",
    ChooseLanguage: "help.language_chosen",
    ChooseToDo: "to_do.chosen",
    AskMoreTime: "time.sent",
    GrantTime: "time.decided",
    RefuseTime: "time.decided",
    MoveLimit: "steer.limit_moved",
    Suspend: "steer.suspended",
    Resume: "steer.resumed",
    SnoozeReminder: "snooze.done",
    AskMoney: "money.sent",
    ApproveMoney: "money.given",
    RefuseMoney: "money.not_given",
    SpendMoney: "money.noted",
    AskHelp: "assist.sent",
    TakeHelp: "assist.yours",
    FinishHelp: "assist.finished",
    DeclineHelp: "assist.answered",
    WithdrawHelp: "assist.withdrawn",
    FillGap: "choose.gap_filled",
    MoveOutside: "outside.letter",
    SendLetter: "outside.letter_noted",
    NoteAnswer: "outside.answer_noted",
    ReportToAuthority: "outside.report_noted",
    BringBack: "outside.brought_back",
    Contain: "danger.held",
    CheckMeasure: "danger.checked",
    SetMeasure: "danger.held",
    MissMeasure: "danger.missed",
    MarkInvalid: "aside.marked_invalid",
    Merge: "aside.merged",
    Reinstate: "aside.reinstated",
    ConfirmMajor: "major.confirm_done",
    LowerMajor: "major.graded",
    Regrade: "major.graded",
    RecordPaper: "papers.recorded",
    StrikePaper: "papers.strike_done",
    DescribeMajor: "major.report",
    MakeLongTerm: "plan.done",
    SubmitPlan: "plan.sent",
    ApprovePlan: "plan.decided",
    ReturnPlan: "plan.decided",
    TakeBackPlan: "plan.taken_back",
    FinishStage: "plan.stage_noted",
    MoveStage: "plan.stage_moved",
    ConfirmHolds: "recheck.noted",
    AmendMessage: "case.amended",
    WithdrawMessage: "case.withdrawn",
    AddPictures: "photo.joined",
    MarkSeen: "seen.noted",
    GiveFeedback: "feedback.sent",
    AnswerFeedback: "feedback.answer_sent",
    AnswerSurvey: "survey.thanks",
    CallSurveyBack: "survey.called_back",
    RefuseDeputyship: "deputy.declined",
    StandDown: "alarm.stood_down",
    CallFalseAlarm: "alarm.called_off",
}


# A command after which an open dialogue of this script about the same case has nothing more to ask.
ENDS: dict[type, str] = {
    StandDown: "tell_alarm",
    CallFalseAlarm: "tell_alarm",
    SubmitForAcceptance: "work_on_task",
    PassOn: "work_on_task",
}


def follow_up(command: Command) -> Open | None:
    """The dialogue that a performed command leads into: an owner stays with the task, a caller with the alarm."""
    if isinstance(command, TakeTask):
        return Open("work_on_task", {"hazard": command.hazard_id, "greeting": "task.taken"})
    if isinstance(command, PostProgress):
        return Open("work_on_task", {"hazard": command.hazard_id, "greeting": "task.noted"})
    if isinstance(command, FillPart | AddStage | DropStage):
        return Open("fill_plan", {"hazard": command.hazard_id, "just": "noted", **_just(command)})
    if isinstance(command, RaiseAlarm):
        return Open("tell_alarm", {"hazard": command.draft_id, "kind": command.kind, "area": command.area_id})
    if isinstance(command, Respond):
        return Open("tell_alarm", {"hazard": command.hazard_id, "greeting": "alarm.your_way"})
    if isinstance(command, TellAlarm):
        return Open("tell_alarm", {"hazard": command.hazard_id})
    return None


def _just(command: FillPart | AddStage | DropStage) -> dict[str, Any]:
    """What the list of missing parts has to know: it is asked for before the command is carried out."""
    if isinstance(command, DropStage):
        return {"dropped": True}
    return {"filled": command.part if isinstance(command, FillPart) else LIMIT}
