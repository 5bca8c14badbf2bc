"""What a finished script says, and what a performed command answers and opens next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from handlers.questions import Open, Option
from workflow.alarm import CallFalseAlarm, RaiseAlarm, Respond, StandDown, TellAlarm
from workflow.anonymous import ReportAnonymously
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
from workflow.danger import CheckMeasure, Contain, MissMeasure
from workflow.extension import AskMoreTime, GrantTime, RefuseTime
from workflow.on_the_spot import ReportFixed
from workflow.set_aside import MarkInvalid, Merge, Reinstate


@dataclass(frozen=True)
class Say:
    """A script's result that changes nothing: something to say."""

    topic: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    version: int | None = None  # of the case, as it stands in what is said


@dataclass(frozen=True)
class Become:
    """A script's result: it goes on as another script, which takes its photographs over."""

    script: str
    args: Mapping[str, Any] = field(default_factory=dict)


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
    ReportAnonymously: "anonymous.done",
    AssignOwner: "choose.done",
    PassOn: "task.passed_on",
    SubmitForAcceptance: "task.submitted",
    AcceptRepair: "accept.done",
    SendBack: "accept.sent_back",
    Reopen: "case.reopened",
    Verify: "case.verified",
    ChooseLanguage: "help.language_chosen",
    AskMoreTime: "time.sent",
    GrantTime: "time.decided",
    RefuseTime: "time.decided",
    Contain: "danger.held",
    CheckMeasure: "danger.checked",
    MissMeasure: "danger.missed",
    MarkInvalid: "aside.marked_invalid",
    Merge: "aside.merged",
    Reinstate: "aside.reinstated",
    Respond: "alarm.your_way",
    StandDown: "alarm.stood_down",
    CallFalseAlarm: "alarm.called_off",
}


def follow_up(command: Command) -> Open | None:
    """The dialogue that a performed command leads into: an owner stays with the task, a caller with the alarm."""
    if isinstance(command, TakeTask):
        return Open("work_on_task", {"hazard": command.hazard_id, "greeting": "task.taken"})
    if isinstance(command, PostProgress):
        return Open("work_on_task", {"hazard": command.hazard_id, "greeting": "task.noted"})
    if isinstance(command, RaiseAlarm):
        return Open("tell_alarm", {"hazard": command.draft_id, "kind": command.kind, "area": command.area_id})
    if isinstance(command, TellAlarm):
        return Open("tell_alarm", {"hazard": command.hazard_id})
    return None
