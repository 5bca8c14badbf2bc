"""The life of a hazard as data: which verb leads from which state to which, and which event says so."""

from collections.abc import Iterable
from enum import StrEnum


class State(StrEnum):
    """Where a hazard stands; names for people stand in templates/labels."""

    ALARM = "alarm"  # something is happening now
    REPORTED = "reported"  # nobody has it yet: the officer chooses
    ASSIGNED = "assigned"
    PLANNING = "planning"  # taken, and no work goes on before its plan is approved
    RECTIFYING = "rectifying"
    OUTSIDE = "outside"  # somebody else has to put it right, and an officer asks after it
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
    CALL_NEXT = "call_next"
    TELL_ALARM = "tell_alarm"
    RESPOND = "respond"
    STAND_DOWN = "stand_down"
    CALL_FALSE_ALARM = "call_false_alarm"
    ASK_MORE_TIME = "ask_more_time"
    GRANT_TIME = "grant_time"
    REFUSE_TIME = "refuse_time"
    ASK_MONEY = "ask_money"
    APPROVE_MONEY = "approve_money"
    REFUSE_MONEY = "refuse_money"
    SPEND_MONEY = "spend_money"
    FIX_ON_SPOT = "fix_on_spot"
    WARN = "warn"
    CONTAIN = "contain"
    CHECK_MEASURE = "check_measure"
    SET_MEASURE = "set_measure"
    MARK_INVALID = "mark_invalid"
    MERGE = "merge"
    REINSTATE = "reinstate"
    CONFIRM_MAJOR = "confirm_major"
    REGRADE = "regrade"
    LOWER_MAJOR = "lower_major"
    DEMAND_MEASURE = "demand_measure"
    RECORD_PAPER = "record_paper"
    STRIKE_PAPER = "strike_paper"
    DESCRIBE_MAJOR = "describe_major"  # for the report to the authority
    DROP_PLAN = "drop_plan"
    MAKE_LONG_TERM = "make_long_term"
    BEGIN_PLAN = "begin_plan"
    FILL_PART = "fill_part"
    ADD_STAGE = "add_stage"
    DROP_STAGE = "drop_stage"
    SUBMIT_PLAN = "submit_plan"
    APPROVE_PLAN = "approve_plan"
    RETURN_PLAN = "return_plan"
    TAKE_BACK_PLAN = "take_back_plan"
    FINISH_STAGE = "finish_stage"
    MOVE_STAGE = "move_stage"
    SLIP = "slip"
    SUPERVISE = "supervise"
    ASK_RECHECK = "ask_recheck"
    CONFIRM_HOLDS = "confirm_holds"
    ASK_HELP = "ask_help"
    TAKE_HELP = "take_help"
    FINISH_HELP = "finish_help"
    DECLINE_HELP = "decline_help"
    WITHDRAW_HELP = "withdraw_help"
    FILL_GAP = "fill_gap"
    MOVE_OUTSIDE = "move_outside"
    SEND_LETTER = "send_letter"
    NOTE_ANSWER = "note_answer"
    REPORT_TO_AUTHORITY = "report_to_authority"
    BRING_BACK = "bring_back"
    REMAIN_OUTSIDE = "remain_outside"
    HAND_OVER = "hand_over"  # its owner cannot be reached any more
    REPLACE = "replace"  # nor whoever was to accept it, or to help
    AMEND = "amend"
    WITHDRAW = "withdraw"
    ADD_PICTURES = "add_pictures"
    TAKE_OUT_PICTURES = "take_out_pictures"
    SNOOZE = "snooze"  # remind me later
    SEE = "see"  # that which asks to be seen
    ESCALATE_UNSEEN = "escalate_unseen"  # to the next person, where nobody has seen it
    MOVE_LIMIT = "move_limit"  # by whoever steers, unasked
    SUSPEND = "suspend"  # nobody can work on it for a time: a named pause
    RESUME = "resume"
    REPORT_AGAIN = "report_again"  # by whoever finds what is open already


# In the order of a life, so that tables made of them read the same each time.
IN_HAND = (State.REPORTED, State.ASSIGNED, State.PLANNING, State.RECTIFYING, State.OUTSIDE, State.AWAITING_ACCEPTANCE)
OPEN = frozenset({State.ALARM, *IN_HAND})
# An owner has it and may ask for time; for help and money already while the plan is made, of which these are a part.
AT_WORK = (State.ASSIGNED, State.RECTIFYING)
WITH_OWNER = (State.ASSIGNED, State.PLANNING, State.RECTIFYING)

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
    (State.PLANNING, Verb.POST_PROGRESS): State.PLANNING,  # what is seen and measured; no work
    (State.RECTIFYING, Verb.POST_PROGRESS): State.RECTIFYING,
    (State.RECTIFYING, Verb.SUBMIT): State.AWAITING_ACCEPTANCE,
    (State.AWAITING_ACCEPTANCE, Verb.ACCEPT): State.CLOSED,
    (State.AWAITING_ACCEPTANCE, Verb.SEND_BACK): State.RECTIFYING,
    (State.CLOSED, Verb.REOPEN): State.RECTIFYING,
    **{(state, Verb.VERIFY): state for state in IN_HAND},
    (None, Verb.RAISE_ALARM): State.ALARM,
    (State.ALARM, Verb.CALL_NEXT): State.ALARM,
    (State.ALARM, Verb.TELL_ALARM): State.ALARM,
    (State.ALARM, Verb.RESPOND): State.ALARM,
    (State.ALARM, Verb.STAND_DOWN): State.REPORTED,
    (State.ALARM, Verb.CALL_FALSE_ALARM): State.INVALID,
    **{
        (state, verb): state
        for verb in (Verb.ASK_MORE_TIME, Verb.GRANT_TIME, Verb.REFUSE_TIME)
        for state in (State.ASSIGNED, State.RECTIFYING)
    },
    **{(state, Verb.SNOOZE): state for state in AT_WORK},
    **{(state, verb): state for verb in (Verb.MOVE_LIMIT, Verb.SUSPEND, Verb.RESUME) for state in AT_WORK},
    **{(state, Verb.ASK_MONEY): state for state in WITH_OWNER},
    **{(state, verb): state for verb in (Verb.APPROVE_MONEY, Verb.REFUSE_MONEY) for state in (*IN_HAND, State.CLOSED)},
    **{
        (state, Verb.SPEND_MONEY): state
        for state in (State.PLANNING, State.RECTIFYING, State.AWAITING_ACCEPTANCE, State.CLOSED)  # bills come late
    },
    **{
        (state, verb): state
        for verb in (Verb.ASK_HELP, Verb.TAKE_HELP, Verb.FINISH_HELP, Verb.DECLINE_HELP, Verb.WITHDRAW_HELP)
        for state in WITH_OWNER
    },
    **{(state, Verb.FILL_GAP): state for state in (*AT_WORK, State.AWAITING_ACCEPTANCE)},
    **{(state, Verb.MOVE_OUTSIDE): State.OUTSIDE for state in (State.REPORTED, *AT_WORK, State.OUTSIDE)},
    **{(State.OUTSIDE, verb): State.OUTSIDE for verb in (Verb.SEND_LETTER, Verb.NOTE_ANSWER, Verb.REPORT_TO_AUTHORITY)},
    (State.OUTSIDE, Verb.SUBMIT): State.AWAITING_ACCEPTANCE,
    (State.OUTSIDE, Verb.BRING_BACK): State.REPORTED,
    (State.RECTIFYING, Verb.REMAIN_OUTSIDE): State.OUTSIDE,
    (State.REPORTED, Verb.FIX_ON_SPOT): State.AWAITING_ACCEPTANCE,
    **{
        (state, verb): state
        for verb in (Verb.WARN, Verb.CONTAIN, Verb.CHECK_MEASURE, Verb.SET_MEASURE)
        for state in IN_HAND
    },
    **{(state, Verb.MARK_INVALID): State.INVALID for state in IN_HAND},
    **{(state, Verb.MERGE): State.MERGED for state in IN_HAND},
    (State.INVALID, Verb.REINSTATE): State.REPORTED,
    (State.MERGED, Verb.REINSTATE): State.REPORTED,
    **{
        (state, verb): state
        for verb in (Verb.CONFIRM_MAJOR, Verb.REGRADE, Verb.LOWER_MAJOR, Verb.DEMAND_MEASURE)
        for state in IN_HAND
    },
    **{
        (state, verb): state
        for verb in (Verb.RECORD_PAPER, Verb.STRIKE_PAPER, Verb.DESCRIBE_MAJOR)
        for state in IN_HAND
    },
    (State.PLANNING, Verb.DROP_PLAN): State.RECTIFYING,
    (State.ASSIGNED, Verb.MAKE_LONG_TERM): State.ASSIGNED,
    (State.PLANNING, Verb.MAKE_LONG_TERM): State.PLANNING,
    (State.RECTIFYING, Verb.MAKE_LONG_TERM): State.RECTIFYING,
    (State.RECTIFYING, Verb.BEGIN_PLAN): State.PLANNING,
    (State.AWAITING_ACCEPTANCE, Verb.BEGIN_PLAN): State.PLANNING,  # found to be major after it was repaired
    **{
        (State.PLANNING, verb): State.PLANNING
        for verb in (Verb.FILL_PART, Verb.ADD_STAGE, Verb.DROP_STAGE, Verb.SUBMIT_PLAN)
    },
    **{(State.PLANNING, verb): State.PLANNING for verb in (Verb.RETURN_PLAN, Verb.TAKE_BACK_PLAN)},
    (State.PLANNING, Verb.APPROVE_PLAN): State.RECTIFYING,
    (State.PLANNING, Verb.ASSIGN): State.ASSIGNED,
    (State.PLANNING, Verb.PASS_ON): State.ASSIGNED,
    (State.PLANNING, Verb.GIVE_BACK): State.REPORTED,
    (State.RECTIFYING, Verb.FINISH_STAGE): State.RECTIFYING,
    **{(state, Verb.MOVE_STAGE): state for state in (State.ASSIGNED, State.RECTIFYING)},
    **{
        (state, verb): state
        for verb in (Verb.SLIP, Verb.SUPERVISE)
        for state in (State.REPORTED, State.ASSIGNED, State.RECTIFYING)
    },
    (State.CLOSED, Verb.ASK_RECHECK): State.CLOSED,
    (State.CLOSED, Verb.CONFIRM_HOLDS): State.CLOSED,
    **{
        (state, verb): state
        for verb in (Verb.AMEND, Verb.WITHDRAW, Verb.ADD_PICTURES, Verb.TAKE_OUT_PICTURES)
        for state in State
    },
    **{(state, verb): state for verb in (Verb.REPORT_AGAIN, Verb.SEE, Verb.ESCALATE_UNSEEN) for state in IN_HAND},
    **{(state, Verb.HAND_OVER): State.ASSIGNED for state in WITH_OWNER},
    **{(state, Verb.HAND_OVER): state for state in (State.OUTSIDE, State.AWAITING_ACCEPTANCE)},
    **{(state, Verb.REPLACE): state for state in (*WITH_OWNER, State.AWAITING_ACCEPTANCE)},
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
    Verb.CALL_NEXT: "alarm_called",
    Verb.TELL_ALARM: "alarm_told",
    Verb.RESPOND: "responding",
    Verb.STAND_DOWN: "stood_down",
    Verb.CALL_FALSE_ALARM: "false_alarm",
    Verb.ASK_MORE_TIME: "time_asked",
    Verb.GRANT_TIME: "time_granted",
    Verb.REFUSE_TIME: "time_refused",
    Verb.ASK_MONEY: "money_asked",
    Verb.APPROVE_MONEY: "money_approved",
    Verb.REFUSE_MONEY: "money_refused",
    Verb.SPEND_MONEY: "money_spent",
    Verb.FIX_ON_SPOT: "fixed_on_spot",
    Verb.WARN: "warned",
    Verb.CONTAIN: "contained",
    Verb.CHECK_MEASURE: "measure_checked",
    Verb.SET_MEASURE: "measure_set",
    Verb.MARK_INVALID: "marked_invalid",
    Verb.MERGE: "merged",
    Verb.REINSTATE: "reinstated",
    Verb.CONFIRM_MAJOR: "major_confirmed",
    Verb.REGRADE: "regraded",
    Verb.LOWER_MAJOR: "major_lowered",
    Verb.DEMAND_MEASURE: "measure_demanded",
    Verb.RECORD_PAPER: "paper_recorded",
    Verb.STRIKE_PAPER: "paper_struck",
    Verb.DESCRIBE_MAJOR: "major_described",
    Verb.DROP_PLAN: "plan_dropped",
    Verb.MAKE_LONG_TERM: "made_long_term",
    Verb.BEGIN_PLAN: "planning_begun",
    Verb.FILL_PART: "part_filled",
    Verb.ADD_STAGE: "stage_added",
    Verb.DROP_STAGE: "stage_dropped",
    Verb.SUBMIT_PLAN: "plan_submitted",
    Verb.APPROVE_PLAN: "plan_approved",
    Verb.RETURN_PLAN: "plan_returned",
    Verb.TAKE_BACK_PLAN: "plan_taken_back",
    Verb.FINISH_STAGE: "stage_finished",
    Verb.MOVE_STAGE: "stage_moved",
    Verb.SLIP: "stage_slipped",
    Verb.SUPERVISE: "supervised",
    Verb.ASK_RECHECK: "recheck_asked",
    Verb.CONFIRM_HOLDS: "held_up",
    Verb.ASK_HELP: "help_asked",
    Verb.TAKE_HELP: "help_taken",
    Verb.FINISH_HELP: "help_done",
    Verb.DECLINE_HELP: "help_declined",
    Verb.WITHDRAW_HELP: "help_withdrawn",
    Verb.FILL_GAP: "gap_filled",
    Verb.MOVE_OUTSIDE: "moved_outside",
    Verb.SEND_LETTER: "letter_sent",
    Verb.NOTE_ANSWER: "outside_answered",
    Verb.REPORT_TO_AUTHORITY: "authority_told",
    Verb.BRING_BACK: "brought_back",
    Verb.REMAIN_OUTSIDE: "remained_outside",
    Verb.HAND_OVER: "handed_over",
    Verb.REPLACE: "replaced",
    Verb.AMEND: "message_edited",
    Verb.WITHDRAW: "message_deleted",
    Verb.ADD_PICTURES: "pictures_added",
    Verb.TAKE_OUT_PICTURES: "pictures_taken_out",
    Verb.SNOOZE: "snoozed",
    Verb.MOVE_LIMIT: "limit_moved",
    Verb.SUSPEND: "suspended",
    Verb.RESUME: "resumed",
    Verb.REPORT_AGAIN: "reported_again",
    Verb.SEE: "seen",
    Verb.ESCALATE_UNSEEN: "unseen",
}
VERB_OF = {event: verb for verb, event in EVENT_OF.items()}

# A closed hazard may be opened again within this many days: the time in which a repair shows whether it holds. Who is
# asked after 30 days has a week to answer.
RECHECK_DAYS = 37


def state_after(kinds: Iterable[str]) -> State | None:
    """The state that a case's event kinds, in order, lead to. Raises KeyError where the table has no such way."""
    state: State | None = None
    for kind in kinds:
        state = TRANSITIONS[(state, VERB_OF[kind])]
    return state
