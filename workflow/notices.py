"""Who is told what: from an event or a ringing clock to notices, as one visible table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from workflow.desk import Desk
from workflow.events import Event, Fact
from workflow.hazard import Hazard
from workflow.library import Grade
from workflow.recipients import (
    Facts,
    Who,
    acceptor,
    everybody_alarmed,
    finder_if_another_typed,
    first_on_the_ladder,
    former_owner,
    granters,
    leaders_if_major,
    next_on_the_ladder,
    officers,
    officers_if_acceptor_left,
    officers_if_nobodys,
    officers_if_owner_left,
    owner,
    owner_if_report_changed,
    reporter,
    team_leaders,
)


class Lane(IntEnum):
    """The order in which the courier takes notices."""

    EMERGENCY = -1
    ANSWER = 0
    MAJOR = 1
    NOTICE = 2
    BULK = 3


@dataclass(frozen=True)
class Notice:
    """Something one person is to be told; unique by (cause, topic, recipient). Words are made when it is sent."""

    cause: str
    topic: str
    recipient_id: str
    subject_id: str
    subject_version: int
    lane: Lane
    facts: Mapping[str, Fact] = field(default_factory=dict)
    timer_id: str | None = None


@dataclass(frozen=True)
class Told:
    """A row of the table: these people get this topic."""

    who: Who
    topic: str
    lane: Lane = Lane.NOTICE


# Event kind -> who is told what. The first row that names a person wins: nobody hears one event twice.
# Whoever did it is not told: the dialogue has answered them. "assigned" by the matrix tells the reporter nothing,
# because the answer to the report has named the owner.
NOTICES: dict[str, tuple[Told, ...]] = {
    "alarm_raised": (
        Told(first_on_the_ladder, "alarm.alert", Lane.EMERGENCY),
        Told(team_leaders, "alarm.alert", Lane.EMERGENCY),
    ),
    "alarm_told": (
        Told(everybody_alarmed, "alarm.news", Lane.EMERGENCY),
        Told(team_leaders, "alarm.news", Lane.EMERGENCY),
        Told(reporter, "alarm.news", Lane.EMERGENCY),
    ),
    "responding": (
        Told(reporter, "alarm.responder", Lane.EMERGENCY),
        Told(everybody_alarmed, "alarm.responder", Lane.EMERGENCY),
        Told(team_leaders, "alarm.responder", Lane.EMERGENCY),
    ),
    "stood_down": (
        Told(reporter, "alarm.over", Lane.EMERGENCY),
        Told(everybody_alarmed, "alarm.over", Lane.EMERGENCY),
        Told(team_leaders, "alarm.over", Lane.EMERGENCY),
    ),
    "false_alarm": (
        Told(reporter, "alarm.false", Lane.EMERGENCY),
        Told(everybody_alarmed, "alarm.false", Lane.EMERGENCY),
        Told(team_leaders, "alarm.false", Lane.EMERGENCY),
    ),
    "warned": (
        Told(team_leaders, "danger.running", Lane.EMERGENCY),
        Told(first_on_the_ladder, "danger.running", Lane.EMERGENCY),
    ),
    "contained": (
        Told(reporter, "danger.contained"),
        Told(owner, "danger.contained"),
        Told(team_leaders, "danger.contained"),
        Told(first_on_the_ladder, "danger.contained"),
    ),
    "reported": (
        Told(leaders_if_major, "major.new", Lane.MAJOR),
        Told(officers_if_nobodys, "choose.new"),
        Told(finder_if_another_typed, "report.for_you"),
    ),
    "assigned": (Told(owner, "task.new"),),
    "chosen": (
        Told(owner, "task.new"),
        Told(former_owner, "task.reassigned"),
        Told(reporter, "report.reassigned"),
    ),
    "passed_on": (Told(owner, "task.new"), Told(reporter, "report.reassigned")),
    "given_back": (Told(officers, "choose.given_back"),),
    "time_asked": (Told(granters, "time.asked"),),
    "time_granted": (Told(owner, "time.granted"), Told(reporter, "report.time_granted")),
    "time_refused": (Told(owner, "time.refused"),),
    "submitted": (Told(acceptor, "accept.new"),),
    "fixed_on_spot": (Told(acceptor, "accept.new"),),
    "sent_back": (
        Told(owner, "task.sent_back"),
        Told(officers_if_owner_left, "choose.owner_left"),
        Told(reporter, "report.sent_back"),
    ),
    "accepted": (Told(reporter, "report.closed"), Told(owner, "task.accepted")),
    "marked_invalid": (Told(reporter, "report.invalid"), Told(former_owner, "task.set_aside")),
    "merged": (Told(reporter, "report.merged"), Told(former_owner, "task.set_aside")),
    "reinstated": (Told(reporter, "report.reinstated"), Told(officers_if_nobodys, "choose.new")),
    "message_edited": (Told(owner_if_report_changed, "task.reworded"),),
    "message_deleted": (Told(owner_if_report_changed, "task.words_withdrawn"),),
    "reopened": (
        Told(owner, "task.reopened"),
        Told(officers_if_owner_left, "choose.owner_left"),
        Told(reporter, "report.reopened"),
    ),
}

# Clock -> what each ring tells; the last row repeats.
RINGS: dict[str, tuple[tuple[Told, ...], ...]] = {
    "alarm": ((Told(next_on_the_ladder, "alarm.alert", Lane.EMERGENCY),),),
    "responding": (
        (
            Told(everybody_alarmed, "alarm.still_on", Lane.EMERGENCY),
            Told(team_leaders, "alarm.still_on", Lane.EMERGENCY),
        ),
    ),
    "danger": (
        (
            Told(team_leaders, "danger.running", Lane.EMERGENCY),
            Told(first_on_the_ladder, "danger.running", Lane.EMERGENCY),
            Told(officers, "danger.running", Lane.EMERGENCY),
        ),
    ),
    "measure": ((Told(owner, "danger.check"), Told(officers_if_owner_left, "danger.check")),),
    "choosing": ((Told(officers, "choose.waiting"),),),
    "asking": ((Told(granters, "time.asked"),),),
    "taking": (
        (Told(owner, "task.not_taken"), Told(officers_if_owner_left, "choose.owner_left")),
        (Told(owner, "task.not_taken"), Told(officers, "overdue.not_taken")),
    ),
    "due": (
        (
            Told(owner, "overdue.owner"),
            Told(officers_if_owner_left, "choose.owner_left"),
            Told(team_leaders, "overdue.leader"),
        ),
        (Told(owner, "overdue.owner"), Told(team_leaders, "overdue.leader"), Told(officers, "overdue.leader")),
    ),
    "acceptance": (
        (Told(acceptor, "accept.waiting"), Told(officers_if_acceptor_left, "overdue.acceptance")),
        (Told(acceptor, "accept.waiting"), Told(officers, "overdue.acceptance")),
    ),
}


def of_event(desk: Desk, hazard: Hazard, event: Event) -> list[Notice]:
    """The notices that an event causes."""
    kind = "chosen" if event.kind == "assigned" and event.facts.get("final") else event.kind
    told = _each_once(desk, hazard, NOTICES.get(kind, ()), event.facts, except_for=event.actor_id)
    return [Notice(f"event:{event.id}", t.topic, who, hazard.id, hazard.version, t.lane) for t, who in told]


def of_ring(desk: Desk, hazard: Hazard, clock: str, step: int, timer_id: str) -> list[Notice]:
    """The notices of a clock's ring; `step` counts from 0."""
    rows = RINGS.get(clock, ((),))  # some rings only do something, and that tells
    told = _each_once(desk, hazard, rows[min(step, len(rows) - 1)], {"step": step}, except_for=None)
    most = Lane.MAJOR if hazard.company_grade == Grade.MAJOR else Lane.NOTICE
    cause = f"timer:{timer_id}:{step}"
    return [
        Notice(cause, t.topic, who, hazard.id, hazard.version, min(t.lane, most), timer_id=timer_id) for t, who in told
    ]


def _each_once(
    desk: Desk, hazard: Hazard, rows: Iterable[Told], facts: Facts, *, except_for: str | None
) -> Iterable[tuple[Told, str]]:
    heard = {except_for, None}
    for told in rows:
        for person_id in told.who(desk, hazard, facts):
            if person_id is not None and person_id not in heard:
                heard.add(person_id)
                yield told, person_id
