"""The life of a hazard as data: which verb leads from which state to which, and which event says so."""

from collections.abc import Iterable
from enum import StrEnum


class State(StrEnum):
    """Where a hazard stands; names for people stand in templates/labels."""

    ALARM = "alarm"  # something is happening now
    REPORTED = "reported"  # nobody has it yet: the officer chooses
    ASSIGNED = "assigned"
    RECTIFYING = "rectifying"
    AWAITING_ACCEPTANCE = "awaiting_acceptance"
    CLOSED = "closed"
    INVALID = "invalid"  # a person has said that there is no hazard
    MERGED = "merged"  # it goes on in another case


class Verb(StrEnum):
    """What can be done to a hazard."""

    REPORT = "report"
    ASSIGN = "assign"
    TAKE = "take"
    PASS_ON = "pass_on"  # noqa: S105 - a verb, not a password
    GIVE_BACK = "give_back"
    POST_PROGRESS = "post_progress"
    SUBMIT = "submit"
    ACCEPT = "accept"
    SEND_BACK = "send_back"
    REOPEN = "reopen"
    VERIFY = "verify"
    RAISE_ALARM = "raise_alarm"
    TELL_ALARM = "tell_alarm"
    RESPOND = "respond"
    STAND_DOWN = "stand_down"
    CALL_FALSE_ALARM = "call_false_alarm"
    ASK_MORE_TIME = "ask_more_time"
    GRANT_TIME = "grant_time"
    REFUSE_TIME = "refuse_time"
    FIX_ON_SPOT = "fix_on_spot"
    WARN = "warn"
    CONTAIN = "contain"
    CHECK_MEASURE = "check_measure"
    MARK_INVALID = "mark_invalid"
    MERGE = "merge"
    REINSTATE = "reinstate"
    AMEND = "amend"
    WITHDRAW = "withdraw"


# In the order of a life, so that tables made of them read the same each time.
IN_HAND = (State.REPORTED, State.ASSIGNED, State.RECTIFYING, State.AWAITING_ACCEPTANCE)
OPEN = frozenset({State.ALARM, *IN_HAND})

TRANSITIONS: dict[tuple[State | None, Verb], State] = {
    (None, Verb.REPORT): State.REPORTED,
    (State.REPORTED, Verb.ASSIGN): State.ASSIGNED,
    (State.ASSIGNED, Verb.ASSIGN): State.ASSIGNED,
    (State.ASSIGNED, Verb.TAKE): State.RECTIFYING,
    (State.ASSIGNED, Verb.PASS_ON): State.ASSIGNED,
    (State.ASSIGNED, Verb.GIVE_BACK): State.REPORTED,
    (State.RECTIFYING, Verb.ASSIGN): State.ASSIGNED,
    (State.RECTIFYING, Verb.PASS_ON): State.ASSIGNED,
    (State.RECTIFYING, Verb.GIVE_BACK): State.REPORTED,
    (State.RECTIFYING, Verb.POST_PROGRESS): State.RECTIFYING,
    (State.RECTIFYING, Verb.SUBMIT): State.AWAITING_ACCEPTANCE,
    (State.AWAITING_ACCEPTANCE, Verb.ACCEPT): State.CLOSED,
    (State.AWAITING_ACCEPTANCE, Verb.SEND_BACK): State.RECTIFYING,
    (State.CLOSED, Verb.REOPEN): State.RECTIFYING,
    **{(state, Verb.VERIFY): state for state in IN_HAND},
    (None, Verb.RAISE_ALARM): State.ALARM,
    (State.ALARM, Verb.TELL_ALARM): State.ALARM,
    (State.ALARM, Verb.RESPOND): State.ALARM,
    (State.ALARM, Verb.STAND_DOWN): State.REPORTED,
    (State.ALARM, Verb.CALL_FALSE_ALARM): State.INVALID,
    **{
        (state, verb): state
        for verb in (Verb.ASK_MORE_TIME, Verb.GRANT_TIME, Verb.REFUSE_TIME)
        for state in (State.ASSIGNED, State.RECTIFYING)
    },
    (State.REPORTED, Verb.FIX_ON_SPOT): State.AWAITING_ACCEPTANCE,
    **{(state, verb): state for verb in (Verb.WARN, Verb.CONTAIN, Verb.CHECK_MEASURE) for state in IN_HAND},
    **{(state, Verb.MARK_INVALID): State.INVALID for state in IN_HAND},
    **{(state, Verb.MERGE): State.MERGED for state in IN_HAND},
    (State.INVALID, Verb.REINSTATE): State.REPORTED,
    (State.MERGED, Verb.REINSTATE): State.REPORTED,
    **{(state, verb): state for verb in (Verb.AMEND, Verb.WITHDRAW) for state in State},
}

EVENT_OF: dict[Verb, str] = {
    Verb.REPORT: "reported",
    Verb.ASSIGN: "assigned",
    Verb.TAKE: "taken",
    Verb.PASS_ON: "passed_on",
    Verb.GIVE_BACK: "given_back",
    Verb.POST_PROGRESS: "progress_posted",
    Verb.SUBMIT: "submitted",
    Verb.ACCEPT: "accepted",
    Verb.SEND_BACK: "sent_back",
    Verb.REOPEN: "reopened",
    Verb.VERIFY: "verified",
    Verb.RAISE_ALARM: "alarm_raised",
    Verb.TELL_ALARM: "alarm_told",
    Verb.RESPOND: "responding",
    Verb.STAND_DOWN: "stood_down",
    Verb.CALL_FALSE_ALARM: "false_alarm",
    Verb.ASK_MORE_TIME: "time_asked",
    Verb.GRANT_TIME: "time_granted",
    Verb.REFUSE_TIME: "time_refused",
    Verb.FIX_ON_SPOT: "fixed_on_spot",
    Verb.WARN: "warned",
    Verb.CONTAIN: "contained",
    Verb.CHECK_MEASURE: "measure_checked",
    Verb.MARK_INVALID: "marked_invalid",
    Verb.MERGE: "merged",
    Verb.REINSTATE: "reinstated",
    Verb.AMEND: "message_edited",
    Verb.WITHDRAW: "message_deleted",
}
VERB_OF = {event: verb for verb, event in EVENT_OF.items()}

# A closed hazard may be opened again within this many days: the time in which a repair shows whether it holds.
RECHECK_DAYS = 30


def state_after(kinds: Iterable[str]) -> State | None:
    """The state that a case's event kinds, in order, lead to. Raises KeyError where the table has no such way."""
    state: State | None = None
    for kind in kinds:
        state = TRANSITIONS[(state, VERB_OF[kind])]
    return state
