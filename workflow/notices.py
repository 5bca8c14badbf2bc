"""Who is told what: from an event or a ringing clock to notices, as one visible table."""

from collections.abc import Iterable

from workflow.deputies import told_instead
from workflow.desk import Desk
from workflow.events import Event
from workflow.hazard import Hazard
from workflow.library import Grade
from workflow.notice import Lane, Notice, Told
from workflow.recipients import (
    Facts,
    acceptor,
    acceptor_if_complete,
    acceptor_if_repaired,
    acceptor_if_waiting,
    all_above_if_unseen,
    answerable_if_over,
    approvers,
    called_to,
    confirmers_if_unconfirmed,
    department_heads,
    everybody_alarmed,
    executives,
    finder_if_another_typed,
    first_on_the_ladder,
    former_owner,
    granters,
    leaders_if_major,
    managers,
    managers_if_supervised,
    money_asker,
    money_deciders,
    no_longer_needed,
    officers,
    officers_if_nobodys,
    officers_if_owner_left,
    officers_if_perhaps_major,
    owner,
    owner_by_new_row,
    owner_if_report_changed,
    reporter,
    team_leaders,
    those_just_called,
    those_of_an_order,
    union,
    union_if_published,
    watch_if_nobodys,
    who_asks_outside,
    who_can_tell_whether_it_holds,
    who_put_the_measure,
    who_sees_to_papers,
    whoever_helps,
)
from workflow.rings import RINGS
from workflow.rings import of_ring as rows_of_ring

__all__ = ["NOTICES", "RINGS", "Lane", "Notice", "Told", "is_outdated", "of_event", "of_ring"]

_LET_GO = Told(no_longer_needed, "assist.over")
# Event kind -> who is told what. The first row that names a person wins: nobody hears one event twice.
# Whoever did it is not told: the dialogue has answered them. "assigned" by the matrix tells the reporter nothing,
# because the answer to the report has named the owner.
NOTICES: dict[str, tuple[Told, ...]] = {
    "alarm_raised": (
        Told(those_just_called, "alarm.alert", Lane.EMERGENCY),
        Told(team_leaders, "alarm.alert", Lane.EMERGENCY),
    ),
    "alarm_called": (Told(those_just_called, "alarm.alert", Lane.EMERGENCY),),
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
        Told(who_put_the_measure, "danger.running", Lane.EMERGENCY),
    ),
    "contained": (
        Told(reporter, "danger.contained"),
        Told(owner, "danger.contained"),
        Told(team_leaders, "danger.contained"),
        Told(first_on_the_ladder, "danger.contained"),
    ),
    "measure_demanded": (
        Told(owner, "danger.running", Lane.EMERGENCY),
        Told(team_leaders, "danger.running", Lane.EMERGENCY),
        Told(first_on_the_ladder, "danger.running", Lane.EMERGENCY),
    ),
    "reported": (
        Told(leaders_if_major, "major.new", Lane.MAJOR),
        Told(officers_if_perhaps_major, "major.perhaps"),
        Told(officers_if_nobodys, "choose.new", clock="choosing"),
        Told(watch_if_nobodys, "choose.watch", clock="choosing"),
        Told(finder_if_another_typed, "report.for_you"),
    ),
    "assigned": (Told(owner, "task.new", clock="taking"),),
    "chosen": (
        Told(owner, "task.new", clock="taking"),
        Told(former_owner, "task.reassigned"),
        Told(reporter, "report.reassigned"),
        _LET_GO,
    ),
    "passed_on": (Told(owner, "task.new", clock="taking"), Told(reporter, "report.reassigned"), _LET_GO),
    "given_back": (Told(officers, "choose.given_back", clock="choosing"), _LET_GO),
    "gap_filled": (Told(owner_by_new_row, "task.always"),),
    "help_asked": (Told(whoever_helps, "assist.asked", clock="help"), _LET_GO),
    "help_taken": (Told(owner, "assist.taken"),),
    "help_done": (Told(owner, "assist.done"),),
    "help_declined": (Told(owner, "assist.declined"), _LET_GO),
    "help_withdrawn": (_LET_GO,),
    "time_asked": (Told(granters, "time.asked", clock="asking"),),
    "time_granted": (Told(owner, "time.granted"), Told(reporter, "report.time_granted")),
    "time_refused": (Told(owner, "time.refused"),),
    "limit_moved": (Told(owner, "time.moved"), Told(reporter, "report.limit_moved")),
    "suspended": (Told(owner, "time.suspended"), Told(reporter, "report.suspended")),
    "resumed": (Told(owner, "time.resumed"), Told(reporter, "report.resumed")),
    "money_asked": (Told(money_deciders, "money.asked", clock="money"),),
    "money_approved": (Told(money_asker, "money.approved"), Told(owner, "money.approved")),
    "money_refused": (Told(money_asker, "money.refused"), Told(owner, "money.refused")),
    "money_spent": (Told(answerable_if_over, "money.over"),),
    "made_long_term": (Told(owner, "plan.filed"),),
    "planning_begun": (Told(department_heads, "plan.begun"), Told(acceptor_if_repaired, "accept.plan_first")),
    "part_filled": (Told(owner, "plan.changed"),),
    "stage_added": (Told(owner, "plan.changed"),),
    "stage_dropped": (Told(owner, "plan.changed"),),
    "plan_submitted": (Told(approvers, "plan.to_approve", clock="approving"), Told(owner, "plan.on_its_way")),
    "plan_approved": (Told(owner, "plan.approved"), Told(reporter, "report.planned")),
    "plan_returned": (Told(owner, "plan.returned"), Told(officers_if_owner_left, "plan.returned")),
    "plan_taken_back": (Told(owner, "plan.taken_back"),),
    "stage_finished": (Told(officers, "plan.stage_done"), Told(managers_if_supervised, "plan.stage_done")),
    "stage_moved": (Told(owner, "plan.moved"), Told(officers, "plan.moved")),
    "stage_slipped": (
        Told(owner, "plan.slipped"),
        Told(department_heads, "plan.slipped"),
        Told(officers, "plan.slipped"),
        Told(managers_if_supervised, "plan.slipped"),
    ),
    "supervised": (Told(managers, "plan.supervised"),),
    "submitted": (Told(acceptor, "accept.new", clock="acceptance"), _LET_GO),
    # Of many at once: who takes them over is told by handlers/leaving.py, in one message.
    "handed_over": (_LET_GO,),
    "fixed_on_spot": (Told(acceptor, "accept.new", clock="acceptance"),),
    "sent_back": (
        Told(who_asks_outside, "outside.not_solved"),
        Told(owner, "task.sent_back"),
        Told(officers_if_owner_left, "choose.owner_left"),
        Told(reporter, "report.sent_back"),
        Told(acceptor, "accept.by_another"),
    ),
    "accepted": (Told(reporter, "report.closed"), Told(owner, "task.accepted"), Told(acceptor, "accept.by_another")),
    "marked_invalid": (
        Told(reporter, "report.invalid"),
        Told(former_owner, "task.set_aside"),
        Told(leaders_if_major, "major.set_aside", Lane.MAJOR),
        _LET_GO,
    ),
    "merged": (
        Told(reporter, "report.merged"),
        Told(former_owner, "task.set_aside"),
        Told(leaders_if_major, "major.set_aside", Lane.MAJOR),
        _LET_GO,
    ),
    "moved_outside": (Told(former_owner, "task.outside"), Told(reporter, "report.outside"), _LET_GO),
    "letter_sent": (Told(owner, "outside.news"),),
    "outside_answered": (Told(owner, "outside.news"),),
    "authority_told": (Told(owner, "outside.news"), Told(managers, "outside.reported")),
    "brought_back": (
        Told(reporter, "report.brought_back"),
        Told(former_owner, "outside.news"),
        Told(officers_if_nobodys, "choose.new", clock="choosing"),
    ),
    "recheck_asked": (Told(who_can_tell_whether_it_holds, "recheck.ask"),),
    "reinstated": (
        Told(confirmers_if_unconfirmed, "major.new", Lane.MAJOR),
        Told(reporter, "report.reinstated"),
        Told(officers_if_nobodys, "choose.new", clock="choosing"),
    ),
    "regraded": (Told(leaders_if_major, "major.new", Lane.MAJOR), Told(owner, "major.regraded")),
    "major_lowered": (
        Told(owner, "major.regraded"),
        Told(executives, "major.regraded"),
        Told(officers, "major.regraded"),
        Told(union_if_published, "major.withdrawn"),
    ),
    "major_confirmed": (
        Told(owner, "major.confirmed", Lane.MAJOR),
        Told(who_sees_to_papers, "major.papers_due", Lane.MAJOR),
        Told(executives, "major.confirmed", Lane.MAJOR),
        Told(union, "major.published", Lane.MAJOR),
    ),
    "paper_recorded": (
        Told(those_of_an_order, "papers.ordered", Lane.MAJOR),
        Told(acceptor_if_complete, "papers.complete"),
    ),
    "paper_struck": (Told(who_sees_to_papers, "papers.struck"),),
    "message_edited": (Told(owner_if_report_changed, "task.reworded"), Told(acceptor_if_waiting, "accept.reworded")),
    "message_deleted": (Told(owner_if_report_changed, "task.words_withdrawn"),),
    "pictures_added": (
        Told(owner_if_report_changed, "task.more_pictures"),
        Told(acceptor_if_waiting, "accept.more_pictures"),
    ),
    "reported_again": (Told(owner, "task.reported_again"), Told(acceptor_if_waiting, "accept.reported_again")),
    "unseen": (
        Told(called_to("danger"), "danger.unseen", Lane.EMERGENCY),
        Told(called_to("major"), "major.unseen", Lane.MAJOR),
        Told(called_to("confirmed"), "major.unseen", Lane.MAJOR),
        Told(all_above_if_unseen("danger"), "danger.unseen_by_all", Lane.EMERGENCY),
        Told(all_above_if_unseen("major"), "major.unseen_by_all", Lane.MAJOR),
        Told(all_above_if_unseen("confirmed"), "major.unseen_by_all", Lane.MAJOR),
    ),
    "pictures_taken_out": (Told(owner_if_report_changed, "task.fewer_pictures"),),
    "reopened": (
        Told(who_asks_outside, "outside.not_solved"),
        Told(owner, "task.reopened"),
        Told(officers_if_owner_left, "choose.owner_left"),
        Told(reporter, "report.reopened"),
    ),
}

# Whom these name changes with the watch: who was named then has been told, or has to be.
BY_THE_HOUR = frozenset({first_on_the_ladder})
# What these hear is about their own report.
FOR_THEMSELVES = frozenset({reporter, finder_if_another_typed})


def of_event(desk: Desk, hazard: Hazard, event: Event) -> list[Notice]:
    """The notices that an event causes."""
    told = _each_once(desk, hazard, _rows(event.kind, event.facts), event.facts, except_for=event.actor_id)
    case = (hazard.id, hazard.version)
    return [
        Notice(f"event:{event.id}", t.topic, who, *case, t.lane, of, timer_id=_asked_until(desk, hazard, t))
        for t, who, of in told
    ]


def _asked_until(desk: Desk, hazard: Hazard, told: Told) -> str | None:
    return desk.timer_of("hazard", hazard.id, told.clock) if told.clock else None


def is_outdated(desk: Desk, hazard: Hazard, kind: str, facts: Facts, topic: str, person_id: str) -> bool:
    """Whether somebody who has not heard of an event yet is not the one any more whom its row names."""
    told = [row for row in _rows(kind, facts) if row.topic == topic and row.who not in BY_THE_HOUR]
    return bool(told) and not any(person_id == who for row in told for who, _ in _readers(desk, hazard, row, facts))


def _rows(kind: str, facts: Facts) -> tuple[Told, ...]:
    return NOTICES.get("chosen" if kind == "assigned" and facts.get("final") else kind, ())


def of_ring(desk: Desk, hazard: Hazard, clock: str, step: int, timer_id: str) -> list[Notice]:
    """The notices of a clock's ring; `step` counts from 0."""
    told = _each_once(desk, hazard, rows_of_ring(desk, hazard, clock, step), {"step": step}, except_for=None)
    most = Lane.MAJOR if hazard.company_grade == Grade.MAJOR else Lane.NOTICE
    cause = f"timer:{timer_id}:{step}"
    return [
        Notice(cause, t.topic, who, hazard.id, hazard.version, min(t.lane, most), {"clock": clock, **of}, timer_id)
        for t, who, of in told
    ]


def _each_once(
    desk: Desk, hazard: Hazard, rows: Iterable[Told], facts: Facts, *, except_for: str | None
) -> Iterable[tuple[Told, str, Facts]]:
    """Who is told by which row; with whom they are told it for, where that is not themselves."""
    heard = {except_for, None}
    for told in rows:
        for person_id, of in _readers(desk, hazard, told, facts):
            if person_id not in heard:
                heard.add(person_id)
                yield told, person_id, of


def _readers(desk: Desk, hazard: Hazard, told: Told, facts: Facts) -> Iterable[tuple[str, Facts]]:
    """Whom a row names, or who acts for them; of what they reported themselves people hear themselves."""
    for person_id in filter(None, told.who(desk, hazard, facts)):
        reader = person_id if told.who in FOR_THEMSELVES else told_instead(desk, person_id)
        yield reader, {} if reader == person_id else {"for": person_id}
