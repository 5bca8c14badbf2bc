"""The usual way of a case: what giving, taking, passing on, submitting, signing off and reopening come to."""

from workflow import danger, gap, major, outside, papers, plan, stages
from workflow.commands import (
    AcceptRepair,
    AssignOwner,
    PassOn,
    PostProgress,
    Reopen,
    SendBack,
    SubmitForAcceptance,
    TakeTask,
    Verify,
)
from workflow.desk import Desk
from workflow.dispatch import acceptor_for
from workflow.errors import Refused
from workflow.events import Event
from workflow.hazard import Act, Hazard, as_seen
from workflow.people import Person
from workflow.permissions import Action, reach
from workflow.register import limit_from


def assign(desk: Desk, hazard: Hazard, command: AssignOwner, act: Act) -> Event:
    if command.seen_version is not None:
        as_seen(hazard, command.seen_version)
    owner = _colleague(desk, command.owner_id)
    right = reach(act.by, Action.ASSIGN, desk.today) if act.by else None
    if right and not right.company and owner.department_on(desk.today) not in right.department_ids:
        raise Refused("other_department")
    acceptor = acceptor_for(desk, hazard, act, owner.id)
    return hazard.assign(act, owner.id, owner.department_on(desk.today), acceptor, final=True)


def take(desk: Desk, hazard: Hazard, command: TakeTask, act: Act) -> Event:
    return hazard.take(act)


def pass_on(desk: Desk, hazard: Hazard, command: PassOn, act: Act) -> Event:
    if command.draft_id:
        desk.attach_photos(command.draft_id, hazard.id, "progress")
    if command.to is None:
        event = hazard.give_back(act, command.reason, nobodys=command.nobodys)
        hazard.matrix_gap = hazard.matrix_gap or (command.nobodys and gap.is_gap(desk, hazard))
        return event
    to = _colleague(desk, command.to)
    acceptor = acceptor_for(desk, hazard, act, to.id)
    return hazard.pass_on(act, to.id, to.department_on(desk.today), acceptor, command.reason)


def post_progress(desk: Desk, hazard: Hazard, command: PostProgress, act: Act) -> Event:
    photos = desk.attach_photos(command.draft_id, hazard.id, "progress")
    return hazard.post_progress(act, command.stage, command.remark, photos)


def may_be_submitted(hazard: Hazard) -> bool:
    """Not before its plan is worked through, and what is called major not before the director has looked at it."""
    return stages.work_is_done(hazard) and not major.is_unconfirmed(hazard)


def not_submitted(hazard: Hazard) -> Refused:
    return Refused("unconfirmed") if stages.work_is_done(hazard) else stages.not_done(hazard)


def submit(desk: Desk, hazard: Hazard, command: SubmitForAcceptance, act: Act) -> Event:
    photos = desk.attach_photos(command.draft_id, hazard.id, "after")
    acceptor = acceptor_for(desk, hazard, act, act.by.id if act.by else None)
    if acceptor is None:
        raise Refused("no_acceptor")
    event = hazard.submit(act, command.remark, photos, command.no_photo_reason, acceptor)
    papers.outdate(hazard, (papers.Paper.GROUP_REPORT,))
    return event


def accept(desk: Desk, hazard: Hazard, command: AcceptRepair, act: Act) -> Event:
    as_seen(hazard, command.seen_version)
    if hazard.danger == danger.RUNNING and not command.on_site:
        raise Refused("on_site_danger")
    photos = desk.attach_photos(command.draft_id, hazard.id, "recheck")
    return hazard.accept(act, command.remark, command.on_site, photos)


def send_back(desk: Desk, hazard: Hazard, command: SendBack, act: Act) -> Event:
    as_seen(hazard, command.seen_version)
    photos = desk.attach_photos(command.draft_id, hazard.id, "recheck")
    event = hazard.send_back(act, command.reason, photos)
    papers.outdate(hazard, (papers.Paper.GROUP_REPORT,))
    return event


def not_solved(desk: Desk, hazard: Hazard, act: Act) -> None:
    """Work goes on where it was done: by its plan, or with those outside."""
    plan.begin(desk, hazard, act)
    outside.remain_outside(desk, hazard, act)


def reopen(desk: Desk, hazard: Hazard, command: Reopen, act: Act) -> Event:
    photos = desk.attach_photos(command.draft_id, hazard.id, "recheck")
    event = hazard.reopen(act, command.reason, limit_from(desk, hazard, act.at), photos)
    papers.outdate(hazard, papers.OF_THE_REPAIR)
    return event


def taken_up_again(desk: Desk, hazard: Hazard, act: Act) -> None:
    """People first, then where it was solved. Of a major hazard a measure is asked for; of others it is told."""
    if major.is_major(hazard):
        danger.forget_measure(hazard)
    else:
        danger.unwatched(desk, hazard, act)
    major.measure_at_once(desk, hazard, act)
    not_solved(desk, hazard, act)


def verify(desk: Desk, hazard: Hazard, command: Verify, act: Act) -> Event:
    return hazard.verify(act)


def _colleague(desk: Desk, person_id: str) -> Person:
    person = desk.person(person_id)
    if person is None or not person.works_on(desk.today):
        raise Refused("has_left")
    return person
