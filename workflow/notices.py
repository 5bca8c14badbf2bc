"""Who is told what: from an event or a ringing clock to notices, as one visible table."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from workflow.alarm import ladder
from workflow.desk import Desk
from workflow.events import Event, Fact
from workflow.extension import once_for_the_officer
from workflow.hazard import Hazard
from workflow.library import Grade
from workflow.people import Role


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


Facts = Mapping[str, Fact]
Who = Callable[[Desk, Hazard, Facts], Iterable[str | None]]


@dataclass(frozen=True)
class Told:
    """A row of the table: these people get this topic."""

    who: Who
    topic: str
    lane: Lane = Lane.NOTICE


def _reporter(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    """Whoever reported it, and whoever reported the same, or the same as that."""
    told, same = [hazard.reporter_id], desk.merged(hazard.id)
    while same:
        case, reporter = same.pop(0)
        told.append(reporter)
        same += desk.merged(case)
    return told


def _owner(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return (hazard.owner_id,) if _owner_is_here(desk, hazard) else ()


def _owner_is_here(desk: Desk, hazard: Hazard) -> bool:
    owner = desk.person(hazard.owner_id) if hazard.owner_id else None
    return owner is not None and owner.works_on(desk.today)


def _former_owner(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    former = facts.get("from")
    return (former,) if isinstance(former, str) else ()


def _acceptor(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return (hazard.acceptor_id,)


def _officers_if_acceptor_left(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    acceptor = desk.person(hazard.acceptor_id) if hazard.acceptor_id else None
    here = acceptor is not None and acceptor.works_on(desk.today)
    return () if here else _officers(desk, hazard, facts)


def _granters(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    role = Role.SAFETY_OFFICER if once_for_the_officer(hazard) else Role.SAFETY_DIRECTOR
    return (person.id for person in desk.holders(role) if person.id != hazard.owner_id)


def _officers(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return (person.id for person in desk.holders(Role.SAFETY_OFFICER))


def _officers_if_nobodys(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return _officers(desk, hazard, facts) if hazard.owner_id is None else ()


def _officers_if_owner_left(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    """Nobody would hear of the task: whoever chooses owners has to."""
    return () if _owner_is_here(desk, hazard) else _officers(desk, hazard, facts)


def _leaders_if_major(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    if hazard.company_grade != Grade.MAJOR:
        return ()
    return (person.id for role in (Role.SAFETY_DIRECTOR, Role.EXECUTIVE) for person in desk.holders(role))


def _ladder(desk: Desk, hazard: Hazard) -> list[str]:
    return [person.id for person in ladder(desk.on_duty(), desk.holders, hazard.area_path, desk.today)]


def _first_on_the_ladder(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return _ladder(desk, hazard)[:1]


def _next_on_the_ladder(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    """One more at each ring; when nobody is left, everybody again and again."""
    rungs, ring = _ladder(desk, hazard), _count(facts, "step") + 1
    return rungs[ring : ring + 1] or rungs


def _everybody_alarmed(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return _ladder(desk, hazard)[: _count(facts, "rings") + 1]


def _count(facts: Facts, name: str) -> int:
    number = facts.get(name)
    return number if isinstance(number, int) else 0


def _team_leaders(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return (person.id for person in desk.holders(Role.TEAM_LEADER, hazard.area_path))


# Event kind -> who is told what. The first row that names a person wins: nobody hears one event twice.
# Whoever did it is not told: the dialogue has answered them. "assigned" by the matrix tells the reporter nothing,
# because the answer to the report has named the owner.
NOTICES: dict[str, tuple[Told, ...]] = {
    "alarm_raised": (
        Told(_first_on_the_ladder, "alarm.alert", Lane.EMERGENCY),
        Told(_team_leaders, "alarm.alert", Lane.EMERGENCY),
    ),
    "alarm_told": (
        Told(_everybody_alarmed, "alarm.news", Lane.EMERGENCY),
        Told(_team_leaders, "alarm.news", Lane.EMERGENCY),
        Told(_reporter, "alarm.news", Lane.EMERGENCY),
    ),
    "responding": (
        Told(_reporter, "alarm.responder", Lane.EMERGENCY),
        Told(_everybody_alarmed, "alarm.responder", Lane.EMERGENCY),
        Told(_team_leaders, "alarm.responder", Lane.EMERGENCY),
    ),
    "stood_down": (
        Told(_reporter, "alarm.over", Lane.EMERGENCY),
        Told(_everybody_alarmed, "alarm.over", Lane.EMERGENCY),
        Told(_team_leaders, "alarm.over", Lane.EMERGENCY),
    ),
    "false_alarm": (
        Told(_reporter, "alarm.false", Lane.EMERGENCY),
        Told(_everybody_alarmed, "alarm.false", Lane.EMERGENCY),
        Told(_team_leaders, "alarm.false", Lane.EMERGENCY),
    ),
    "warned": (
        Told(_team_leaders, "danger.running", Lane.EMERGENCY),
        Told(_first_on_the_ladder, "danger.running", Lane.EMERGENCY),
    ),
    "contained": (Told(_reporter, "danger.contained"), Told(_team_leaders, "danger.contained")),
    "reported": (Told(_leaders_if_major, "major.new", Lane.MAJOR), Told(_officers_if_nobodys, "choose.new")),
    "assigned": (Told(_owner, "task.new"),),
    "chosen": (
        Told(_owner, "task.new"),
        Told(_former_owner, "task.reassigned"),
        Told(_reporter, "report.reassigned"),
    ),
    "passed_on": (Told(_owner, "task.new"), Told(_reporter, "report.reassigned")),
    "given_back": (Told(_officers, "choose.given_back"),),
    "time_asked": (Told(_granters, "time.asked"),),
    "time_granted": (Told(_owner, "time.granted"), Told(_reporter, "report.time_granted")),
    "time_refused": (Told(_owner, "time.refused"),),
    "submitted": (Told(_acceptor, "accept.new"),),
    "fixed_on_spot": (Told(_acceptor, "accept.new"),),
    "sent_back": (
        Told(_owner, "task.sent_back"),
        Told(_officers_if_owner_left, "choose.owner_left"),
        Told(_reporter, "report.sent_back"),
    ),
    "accepted": (Told(_reporter, "report.closed"), Told(_owner, "task.accepted")),
    "marked_invalid": (Told(_reporter, "report.invalid"), Told(_former_owner, "task.set_aside")),
    "merged": (Told(_reporter, "report.merged"), Told(_former_owner, "task.set_aside")),
    "reinstated": (Told(_reporter, "report.reinstated"), Told(_officers_if_nobodys, "choose.new")),
    "reopened": (
        Told(_owner, "task.reopened"),
        Told(_officers_if_owner_left, "choose.owner_left"),
        Told(_reporter, "report.reopened"),
    ),
}

# Clock -> what each ring tells; the last row repeats.
RINGS: dict[str, tuple[tuple[Told, ...], ...]] = {
    "alarm": ((Told(_next_on_the_ladder, "alarm.alert", Lane.EMERGENCY),),),
    "responding": ((Told(_everybody_alarmed, "alarm.still_on", Lane.EMERGENCY),),),
    "danger": (
        (
            Told(_team_leaders, "danger.running", Lane.EMERGENCY),
            Told(_first_on_the_ladder, "danger.running", Lane.EMERGENCY),
            Told(_officers, "danger.running", Lane.EMERGENCY),
        ),
    ),
    "measure": ((Told(_owner, "danger.check"), Told(_officers_if_owner_left, "danger.check")),),
    "choosing": ((Told(_officers, "choose.waiting"),),),
    "asking": ((Told(_granters, "time.asked"),),),
    "taking": (
        (Told(_owner, "task.not_taken"), Told(_officers_if_owner_left, "choose.owner_left")),
        (Told(_owner, "task.not_taken"), Told(_officers, "overdue.not_taken")),
    ),
    "due": (
        (
            Told(_owner, "overdue.owner"),
            Told(_officers_if_owner_left, "choose.owner_left"),
            Told(_team_leaders, "overdue.leader"),
        ),
        (Told(_owner, "overdue.owner"), Told(_team_leaders, "overdue.leader"), Told(_officers, "overdue.leader")),
    ),
    "acceptance": (
        (Told(_acceptor, "accept.waiting"), Told(_officers_if_acceptor_left, "overdue.acceptance")),
        (Told(_acceptor, "accept.waiting"), Told(_officers, "overdue.acceptance")),
    ),
}


def of_event(desk: Desk, hazard: Hazard, event: Event) -> list[Notice]:
    """The notices that an event causes."""
    kind = "chosen" if event.kind == "assigned" and event.facts.get("final") else event.kind
    told = _each_once(desk, hazard, NOTICES.get(kind, ()), event.facts, except_for=event.actor_id)
    return [Notice(f"event:{event.id}", t.topic, who, hazard.id, hazard.version, t.lane) for t, who in told]


def of_ring(desk: Desk, hazard: Hazard, clock: str, step: int, timer_id: str) -> list[Notice]:
    """The notices of a clock's ring; `step` counts from 0."""
    rows = RINGS[clock]
    facts: Facts = {"step": step, "rings": desk.rings("hazard", hazard.id, "alarm")}
    told = _each_once(desk, hazard, rows[min(step, len(rows) - 1)], facts, except_for=None)
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
