"""What each command does: one visible table, with the right it needs and the verb it calls."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, cast

from workflow import alarm, danger, extension, set_aside
from workflow.alarm import CallFalseAlarm, RaiseAlarm, Respond, StandDown, TellAlarm
from workflow.anonymous import ReportAnonymously
from workflow.commands import (
    AcceptRepair,
    AssignOwner,
    ChooseLanguage,
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
from workflow.danger import CheckMeasure, Contain, MissMeasure
from workflow.desk import Desk
from workflow.dispatch import acceptor_for, dispatch
from workflow.errors import Refused
from workflow.events import Event
from workflow.extension import AskMoreTime, GrantTime, RefuseTime
from workflow.hazard import PASSES_FINAL, Act, Hazard
from workflow.lifecycle import TRANSITIONS, Verb
from workflow.on_the_spot import ReportFixed
from workflow.people import Person
from workflow.permissions import Action, Case, allowed, reach
from workflow.register import limit_days
from workflow.reporting import report
from workflow.set_aside import MarkInvalid, Merge, Reinstate


@dataclass(frozen=True)
class Order:
    """A row of the table: the right a command needs on its case, the verb it comes to, what it does there and then."""

    needs: Action
    verb: Verb
    do: Callable[[Desk, Hazard, Any, Act], Event]
    then: Callable[[Desk, Hazard, Act], None] | None = None  # what follows of itself, with events of its own
    when: Callable[[Hazard], bool] | None = None  # what the case must be like, besides its state


def _assign(desk: Desk, hazard: Hazard, command: AssignOwner, act: Act) -> Event:
    if command.seen_version is not None:
        _as_seen(hazard, command.seen_version)
    owner = _colleague(desk, command.owner_id, act)
    right = reach(act.by, Action.ASSIGN, _day(desk, act)) if act.by else None
    if right and not right.company and owner.department_on(_day(desk, act)) not in right.department_ids:
        raise Refused("other_department")
    acceptor = acceptor_for(desk, hazard, act, owner.id)
    return hazard.assign(act, owner.id, owner.department_on(_day(desk, act)), acceptor, final=True)


def _take(desk: Desk, hazard: Hazard, command: TakeTask, act: Act) -> Event:
    return hazard.take(act)


def _pass_on(desk: Desk, hazard: Hazard, command: PassOn, act: Act) -> Event:
    if command.draft_id:
        desk.attach_photos(command.draft_id, hazard.id, "progress")
    if command.to is None:
        return hazard.give_back(act, command.reason)
    to = _colleague(desk, command.to, act)
    acceptor = acceptor_for(desk, hazard, act, to.id)
    return hazard.pass_on(act, to.id, to.department_on(_day(desk, act)), acceptor, command.reason)


def _post_progress(desk: Desk, hazard: Hazard, command: PostProgress, act: Act) -> Event:
    photos = desk.attach_photos(command.draft_id, hazard.id, "progress")
    return hazard.post_progress(act, command.stage, command.remark, photos)


def _submit(desk: Desk, hazard: Hazard, command: SubmitForAcceptance, act: Act) -> Event:
    photos = desk.attach_photos(command.draft_id, hazard.id, "after")
    acceptor = acceptor_for(desk, hazard, act, act.by.id if act.by else None)
    if acceptor is None:
        raise Refused("no_acceptor")
    return hazard.submit(act, command.remark, photos, command.no_photo_reason, acceptor)


def _accept(desk: Desk, hazard: Hazard, command: AcceptRepair, act: Act) -> Event:
    _as_seen(hazard, command.seen_version)
    photos = desk.attach_photos(command.draft_id, hazard.id, "recheck")
    return hazard.accept(act, command.remark, command.on_site, photos)


def _send_back(desk: Desk, hazard: Hazard, command: SendBack, act: Act) -> Event:
    _as_seen(hazard, command.seen_version)
    photos = desk.attach_photos(command.draft_id, hazard.id, "recheck")
    return hazard.send_back(act, command.reason, photos)


def _reopen(desk: Desk, hazard: Hazard, command: Reopen, act: Act) -> Event:
    entry = desk.entry(hazard.library_code) if hazard.library_code else None
    photos = desk.attach_photos(command.draft_id, hazard.id, "recheck")
    return hazard.reopen(
        act, command.reason, desk.calendar.due(act.at, limit_days(hazard.company_grade, entry)), photos
    )


def _verify(desk: Desk, hazard: Hazard, command: Verify, act: Act) -> Event:
    return hazard.verify(act)


class Standing(Case, Protocol):
    """A case as far as the tables look at it."""

    passes: int
    danger: str
    asked_until: datetime | None


ORDERS: dict[type, Order] = {
    AssignOwner: Order(Action.ASSIGN, Verb.ASSIGN, _assign),
    TakeTask: Order(Action.WORK, Verb.TAKE, _take),
    PassOn: Order(Action.WORK, Verb.PASS_ON, _pass_on),
    PostProgress: Order(Action.WORK, Verb.POST_PROGRESS, _post_progress),
    SubmitForAcceptance: Order(Action.WORK, Verb.SUBMIT, _submit),
    AcceptRepair: Order(Action.ACCEPT, Verb.ACCEPT, _accept),
    SendBack: Order(Action.ACCEPT, Verb.SEND_BACK, _send_back),
    Reopen: Order(Action.REOPEN, Verb.REOPEN, _reopen),
    Verify: Order(Action.VERIFY, Verb.VERIFY, _verify),
    TellAlarm: Order(Action.TELL, Verb.TELL_ALARM, alarm.tell_alarm),
    Respond: Order(Action.RESPOND, Verb.RESPOND, alarm.respond),
    StandDown: Order(Action.RESPOND, Verb.STAND_DOWN, alarm.stand_down, then=dispatch),
    AskMoreTime: Order(Action.WORK, Verb.ASK_MORE_TIME, extension.ask_more_time),
    GrantTime: Order(Action.GRANT, Verb.GRANT_TIME, extension.grant_time, when=extension.is_asked),
    RefuseTime: Order(Action.GRANT, Verb.REFUSE_TIME, extension.refuse_time, when=extension.is_asked),
    Contain: Order(Action.CONTAIN, Verb.CONTAIN, danger.contain, when=danger.is_dangerous),
    MissMeasure: Order(Action.CONTAIN, Verb.WARN, danger.miss_measure, when=danger.is_dangerous),
    CheckMeasure: Order(Action.CONTAIN, Verb.CHECK_MEASURE, danger.check_measure, when=danger.is_held),
    MarkInvalid: Order(Action.SET_ASIDE, Verb.MARK_INVALID, set_aside.mark_invalid),
    Merge: Order(Action.SET_ASIDE, Verb.MERGE, set_aside.merge),
    Reinstate: Order(Action.SET_ASIDE, Verb.REINSTATE, set_aside.reinstate, then=set_aside.look_for_owner),
    CallFalseAlarm: Order(Action.TELL, Verb.CALL_FALSE_ALARM, alarm.call_false_alarm),
}


def possible(person: Person, hazard: Standing, on: date) -> list[Verb]:
    """What the tables let a person do with a case as it stands, in the order of the table."""
    return [
        order.verb
        for order in ORDERS.values()
        if (hazard.state, order.verb) in TRANSITIONS
        and allowed(person, order.needs, hazard, on)
        and (order.when is None or order.when(cast(Hazard, hazard)))
        and not (order.verb is Verb.PASS_ON and hazard.passes >= PASSES_FINAL)
    ]


def perform(desk: Desk, command: Command, act: Act) -> Hazard | None:
    """Carry out a command as a person. Raises Refused, and then the transaction must not be committed."""
    if act.by is None or not act.by.works_on(_day(desk, act)):
        raise Refused("not_employed")
    if isinstance(command, ChooseLanguage):
        desk.choose_language(act.by.id, command.language)
        return None
    if (enter := ENTRIES.get(type(command))) is not None:
        return enter(desk, command, act)
    order = ORDERS[type(command)]
    hazard = desk.hazard(cast(HazardCommand, command).hazard_id)
    if hazard is None or not allowed(act.by, Action.SEE, hazard, _day(desk, act)):
        raise Refused("unknown_case")  # the same answer for "not there" and "not yours to see"
    if not allowed(act.by, order.needs, hazard, _day(desk, act)):
        raise Refused("not_yours")
    if order.when is not None and not order.when(hazard):
        raise Refused("state", state=hazard.state)
    desk.record(order.do(desk, hazard, command, act))
    if order.then is not None:
        order.then(desk, hazard, act)
    return hazard


# Command -> what enters a new case.
ENTRIES: dict[type, Callable[[Desk, Any, Act], Hazard]] = {
    SubmitReport: report,
    ReportFixed: report,
    ReportAnonymously: report,
    RaiseAlarm: alarm.raise_alarm,
}


def _colleague(desk: Desk, person_id: str, act: Act) -> Person:
    person = desk.person(person_id)
    if person is None or not person.works_on(_day(desk, act)):
        raise Refused("has_left")
    return person


def _as_seen(hazard: Hazard, version: int) -> None:
    if hazard.version != version:
        raise Refused("changed_since")


def _day(desk: Desk, act: Act) -> date:
    return desk.calendar.local(act.at).date()
