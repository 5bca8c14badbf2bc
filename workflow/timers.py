"""Every clock as data: which event starts, pauses, resumes and stops it, when it rings first and again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from workflow.alarm import call_next
from workflow.attention import ASKS, BY_DOING, SEEN_WITHIN, pass_up
from workflow.clock import Clock, after
from workflow.danger import ANSWERED_WITHIN, end_measure, is_held, look_again, next_look
from workflow.desk import Desk
from workflow.escalation import rings_first, rings_next, rings_on
from workflow.events import Event
from workflow.hazard import Hazard
from workflow.lifecycle import State
from workflow.major import is_unconfirmed
from workflow.money import is_money_asked
from workflow.notice import Lane
from workflow.plan import days_to_plan, in_the_making, is_long_term, wanted
from workflow.recheck import ASKED_AGAIN, FIRST_ASKED, TIMES_ASKED, ask_recheck, is_closed
from workflow.rings import RINGS
from workflow.snooze import is_put_off, put_off_until
from workflow.stages import in_hand, next_due, slip, slips_on
from workflow.suspension import end_rest, is_suspended, rests_until


def _at_due(hazard: Hazard, now: datetime) -> datetime:
    return hazard.due_at


def _at_stage(hazard: Hazard, now: datetime) -> datetime:
    """At the end of the next stage's day; one whose day has passed already gets a day."""
    due = next_due(hazard)
    return due if due is not None and due > now else now + timedelta(days=1)


def _to_plan(hazard: Hazard, now: datetime) -> datetime:
    return now + timedelta(days=days_to_plan(hazard))


def _limit_counts(hazard: Hazard) -> bool:
    """Its owner has it. A plan in the making will set the limit, and outside nobody owes one; an authority's stands."""
    if hazard.state in (State.REPORTED, State.AWAITING_ACCEPTANCE):
        return False
    return hazard.due_locked or hazard.state not in (State.PLANNING, State.OUTSIDE)


def _under_way(hazard: Hazard) -> bool:
    return is_long_term(hazard) and not wanted(hazard)


def _at_answer(hazard: Hazard, now: datetime) -> datetime:
    return hazard.outside_until or now


# What makes a case nobody's task any more.
SET_ASIDE = frozenset({"marked_invalid", "merged"})
NOT_SENT_ANY_MORE = frozenset({"plan_returned", "plan_taken_back"})
CHANGES_HANDS = frozenset({"assigned", "passed_on", "given_back", "handed_over"})
LEAVES_PLANNING = frozenset({"plan_approved", "plan_dropped"}) | CHANGES_HANDS | SET_ASIDE
# What takes a case out of its owner's hands: there is nothing to be taken, done or helped with in the house.
OUT_OF_HAND = SET_ASIDE | {"moved_outside"}
# What ends the work of whoever asked for time or help.
OWNER_STOPS = frozenset({"submitted"}) | CHANGES_HANDS | OUT_OF_HAND
# Every open case has at least one of these running: an alarm "alarm" until somebody answers, then "responding"; what is
# nobody's "choosing", a plan in the making "planning", then "approving", what lies outside "outside", others "due" or
# "acceptance". Of the rest a closed one has a clock for a time, "recheck".
CLOCKS: tuple[Clock, ...] = (
    Clock(
        "alarm",
        starts=frozenset({"alarm_raised"}),
        stops=frozenset({"responding", "stood_down", "false_alarm"}),
        first=after(timedelta(minutes=2)),
        again=timedelta(minutes=2),
        does=call_next,
    ),
    Clock(
        "responding",
        starts=frozenset({"responding"}),
        stops=frozenset({"stood_down", "false_alarm"}),
        first=after(timedelta(minutes=30)),
        again=timedelta(minutes=30),
    ),
    Clock(
        "danger",
        starts=frozenset({"warned", "measure_demanded"}),
        stops=frozenset({"contained", "accepted"}) | SET_ASIDE,
        first=after(timedelta(minutes=15)),
        again=timedelta(minutes=15),
    ),
    Clock(
        "measure",
        starts=frozenset({"contained", "measure_checked", "measure_set", "reinstated"}),
        stops=frozenset({"warned", "accepted"}) | SET_ASIDE,
        first=next_look,
        again=ANSWERED_WITHIN,
        again_at=look_again,
        only=is_held,
        does=end_measure,
    ),
    Clock(
        "confirming",
        starts=frozenset({"reported", "regraded", "reinstated"}),
        stops=frozenset({"major_confirmed", "major_lowered"}) | SET_ASIDE,
        first=after(timedelta(hours=2)),
        again=timedelta(hours=4),
        only=is_unconfirmed,
    ),
    Clock(
        "asking",
        starts=frozenset({"time_asked"}),
        stops=frozenset({"time_granted", "time_refused", "planning_begun"}) | OWNER_STOPS,
        first=after(timedelta(days=1)),
        again=timedelta(days=1),
        climbs=True,
    ),
    Clock(
        "help",
        starts=frozenset({"help_asked", "help_taken"}),
        stops=frozenset({"help_done", "help_declined", "help_withdrawn"}) | OWNER_STOPS,
        first=after(timedelta(days=1)),
        again=timedelta(days=1),
        climbs=True,
    ),
    Clock(
        "money",
        starts=frozenset({"money_asked", "reinstated", "reopened"}),
        stops=frozenset({"money_approved", "money_refused", "accepted"}) | SET_ASIDE,
        first=after(timedelta(days=1)),
        again=timedelta(days=1),
        only=is_money_asked,
        climbs=True,
    ),
    Clock(
        "choosing",
        starts=frozenset({"reported", "given_back", "stood_down", "reinstated", "brought_back"}),
        stops=frozenset({"assigned", "fixed_on_spot"}) | OUT_OF_HAND,
        first=after(timedelta(hours=4)),
        again=timedelta(days=1),
        climbs=True,
    ),
    Clock(
        "taking",
        starts=frozenset({"assigned", "passed_on", "handed_over"}),
        pauses=frozenset({"suspended"}),
        resumes=frozenset({"resumed"}),
        stops=frozenset({"taken", "given_back"}) | OUT_OF_HAND,
        first=after(timedelta(hours=8)),
        again=timedelta(days=1),
        only=lambda hazard: hazard.state is State.ASSIGNED and not is_suspended(hazard),
        climbs=True,
    ),
    Clock(
        "due",
        starts=frozenset({"assigned", "passed_on", "handed_over", "reopened", "time_granted", "limit_moved"})
        | {"suspended", "resumed"}
        | {"planning_begun", "plan_approved", "stage_moved", "regraded", "major_lowered", "moved_outside"},
        pauses=frozenset({"submitted"}),
        resumes=frozenset({"sent_back"}),
        stops=frozenset({"given_back", "brought_back"}) | SET_ASIDE,
        first=_at_due,
        again=timedelta(days=1),
        only=_limit_counts,
        ladder=(rings_first, rings_next),
        goes_on=rings_on,
    ),
    Clock(
        "snooze",
        starts=frozenset({"snoozed"}),
        stops=frozenset({"taken", "regraded", "planning_begun", "suspended"}) | OWNER_STOPS,
        first=put_off_until,
        again=timedelta(days=30),  # so long it may take until its reader is at work
        only=is_put_off,
        most=1,
    ),
    Clock(
        "resting",
        starts=frozenset({"suspended"}),
        stops=frozenset({"resumed", "regraded", "major_lowered", "planning_begun", "submitted", "given_back"})
        | OUT_OF_HAND,
        first=rests_until,
        again=timedelta(days=1),
        only=is_suspended,
        runs=is_suspended,
        does=end_rest,
    ),
    Clock(
        "planning",
        starts=frozenset({"planning_begun", "regraded", "major_confirmed", "major_lowered"}),
        pauses=frozenset({"plan_submitted"}),
        resumes=NOT_SENT_ANY_MORE,
        stops=LEAVES_PLANNING,
        first=_to_plan,
        again=timedelta(days=1),
        only=in_the_making,
        climbs=True,
    ),
    Clock(
        "approving",
        starts=frozenset({"plan_submitted"}),
        stops=NOT_SENT_ANY_MORE | LEAVES_PLANNING,
        first=after(timedelta(days=1)),
        again=timedelta(days=1),
        climbs=True,
    ),
    Clock(
        "stage",
        starts=frozenset({"plan_approved", "stage_finished", "stage_moved", "reinstated"}),
        stops=SET_ASIDE,
        first=_at_stage,
        again=timedelta(days=7),
        only=in_hand,
        runs=slips_on,
        does=slip,
    ),
    Clock(
        "report",
        starts=frozenset({"plan_approved", "made_long_term", "reopened", "reinstated", "supervised"}),
        stops=frozenset({"accepted"}) | SET_ASIDE,
        first=after(timedelta(days=7)),
        again=timedelta(days=7),
        only=_under_way,
    ),
    Clock(
        "outside",
        starts=frozenset({"moved_outside", "outside_answered", "remained_outside"}),
        stops=frozenset({"submitted", "brought_back"}) | SET_ASIDE,
        first=_at_answer,
        again=timedelta(days=7),
    ),
    Clock(
        "acceptance",
        starts=frozenset({"submitted", "fixed_on_spot"}),
        stops=frozenset({"accepted", "sent_back", "planning_begun"}) | SET_ASIDE,
        first=after(timedelta(days=2)),
        again=timedelta(days=1),
        climbs=True,
    ),
    Clock(
        "recheck",
        starts=frozenset({"accepted"}),
        stops=frozenset({"reopened"}),
        first=after(FIRST_ASKED),
        again=ASKED_AGAIN,
        runs=is_closed,
        most=TIMES_ASKED,
        does=ask_recheck,
    ),
    *(
        Clock(
            ask.clock,
            starts=ask.starts,
            stops=ask.ends | BY_DOING | {"seen", "unseen"},
            first=after(SEEN_WITHIN),
            again=SEEN_WITHIN,
            only=ask.holds,
            runs=ask.holds,
            does=pass_up(ask),
            concerns=ask.concerns,
        )
        for ask in ASKS
    ),
)
CLOCK = {clock.name: clock for clock in CLOCKS}
# Those that tell of an emergency or of what is major ring before all others, however many are due.
URGENT = frozenset(
    [
        *(ask.clock for ask in ASKS),
        *(name for name, rows in RINGS.items() if any(told.lane < Lane.NOTICE for row in rows for told in row)),
    ]
)
# Clock -> those whose reminders, while they wait for their reader's shift, say less than what it has come to tell.
GIVE_WAY: dict[str, tuple[str, ...]] = {"due": ("taking", "snooze")}

# The "draft" clock of a person with an unfinished report: one nudge, then, after more than a weekend, it is put aside.
DRAFT_NUDGE = timedelta(minutes=30)
DRAFT_EXPIRES = timedelta(hours=72)


def follow(desk: Desk, hazard: Hazard, events: Sequence[Event]) -> None:
    """Start and stop the clocks that some events of one case, in order, leave running or stopped."""
    entered = any(event.version == 1 for event in events)
    for clock in CLOCKS:
        named = (event for event in reversed(events) if event.kind in clock.sets_going | clock.halts)
        last = next(filter(clock.concerns, named), None)
        if last and last.kind in clock.sets_going and clock.only(hazard):
            desk.start_timer("hazard", hazard.id, clock.name, clock.set_by(desk, hazard, last))
        elif last and not entered:
            desk.stop_timer("hazard", hazard.id, clock.name)
