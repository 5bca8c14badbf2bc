"""The rules of telling, put once more in plain words, as tables: nothing here is taken from what sends."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

# Lanes, as the column `lane` has them.
EMERGENCY, ANSWER, MAJOR = -1, 0, 1
BUDGET = 6  # pushed notices to a person and day
# What may come outside a shift although it is no emergency: its reader has chosen the hour.
AT_ANY_HOUR = ("digest.",)
OPEN = frozenset({"alarm", "reported", "assigned", "planning", "rectifying", "outside", "awaiting_acceptance"})
# Clocks that do not keep an open case alive: of what is closed, or beside the case.
NO_LIFE = frozenset({"recheck"})
# Clocks whose reminders are about a closed case.
OF_CLOSED = frozenset({"recheck"})
# What asks for something that only an open case needs; a list has no line of it once the case is over.
OF_OPEN = ("task.new", "task.not_taken", "task.due_soon", "overdue.", "accept.new", "accept.waiting", "choose.")
# What asks for a tap that it was seen: an emergency, a major hazard. Within so long somebody must have, or the next one
# is asked.
TO_BE_SEEN = ("danger.running", "danger.unseen", "major.new", "major.confirmed", "major.unseen")
AND_NOBODY_LEFT = ("danger.unseen_by_all", "major.unseen_by_all")
SEEN_WITHIN = timedelta(minutes=15)
# What tells that somebody has seen it, that it has ended, or that the next one was asked.
SEES = frozenset({"seen", "taken", "progress_posted", "submitted", "verified", "part_filled", "paper_recorded"})
ENDS = frozenset({"contained", "major_confirmed", "major_lowered", "marked_invalid", "merged", "accepted"})
ASKS_ON = "unseen"
# What people hear themselves though they are away: of what they have reported.
TO_THEMSELVES = ("report.", "alarm.", "danger.contained")
# What takes a moment between two machines is no fault.
SLACK = timedelta(seconds=5)


@dataclass(frozen=True)
class Reminding:
    """When a clock may remind at the earliest after it began, and how long it leaves people in peace in between."""

    first: timedelta
    again: timedelta


def _hours(first: float, again: float) -> Reminding:
    return Reminding(timedelta(hours=first), timedelta(hours=again))


REMINDING: Mapping[str, Reminding] = {
    "alarm": _hours(1 / 30, 1 / 30),
    "responding": _hours(0.5, 0.5),
    "danger": _hours(0.25, 0.25),
    "measure": _hours(0, 0),  # by the rhythm that its person has set
    "confirming": _hours(2, 4),
    "asking": _hours(24, 24),
    "help": _hours(24, 24),
    "money": _hours(24, 24),
    "choosing": _hours(4, 24),
    "taking": _hours(8, 24),
    "due": _hours(0, 8),  # by the limit: see LADDER; a reminder may fall back to the shift before
    "planning": _hours(24, 24),
    "approving": _hours(24, 24),
    "stage": _hours(0, 24),
    "report": _hours(24 * 7, 24 * 7),
    "outside": _hours(0, 24 * 7),
    "acceptance": _hours(48, 24),
    "recheck": _hours(24 * 7, 24 * 7),
    "snooze": _hours(1, 24),
    "unnoted": _hours(4, 24),
}
# The clock of the limit. Grade -> role -> how long before (minus) or after the limit it may be told at the earliest.
# "owner" is whoever had the case then, the others are roles by membership. What comes before the limit, and off the
# owner's shift, may come with the last shift before; where a rung names nobody but the owner, the next one is told.
_ALWAYS = timedelta(days=-10_000)
_DAY = timedelta(days=1)
# Off the owner's shift a reminder falls to the last shift that began before: over a week of holidays at the most.
_SHIFT_BEFORE = timedelta(days=9)
LADDER: Mapping[str, Mapping[str, timedelta]] = {
    "general": {
        "owner": -1 * _DAY - _SHIFT_BEFORE,
        "team_leader": 0 * _DAY,
        "safety_officer": 1 * _DAY,
        "department_head": 1 * _DAY,
        "safety_director": 1 * _DAY,
        "executive": 3 * _DAY,
    },
    "larger": {
        "owner": -3 * _DAY - _SHIFT_BEFORE,
        "team_leader": -1 * _DAY,
        "safety_officer": 0 * _DAY,
        "department_head": 0 * _DAY,
        "safety_director": 0 * _DAY,
        "executive": 1 * _DAY,
    },
    "major": dict.fromkeys(
        ("owner", "team_leader", "safety_officer", "department_head", "safety_director", "executive"), _ALWAYS
    ),
}
# A limit that is over for so long beyond the last rung, days of rest and all, and the top has never been told of it.
TOP, NEVER_TOLD = "executive", timedelta(days=14)
OWED, HANDED_IN = frozenset({"assigned", "rectifying"}), frozenset({"awaiting_acceptance"})
SETS_ASIDE = frozenset({"suspended", "resumed", "planning_begun", "regraded", "reopened", "moved_outside", "snoozed"})
# Of a case whose owner has left.
IN_PLACE_OF_OWNER = "safety_officer"
# Whoever repairs it themself is no step above it: the next one up is told in that place.
NEXT_UP = {
    "team_leader": "department_head",
    "safety_officer": "safety_director",
    "department_head": "safety_director",
    "safety_director": "executive",
}
# At nights and on days of rest whoever has the watch stands in for any of them.
STANDS_IN = "duty_leader"
# Other clocks -> who may be reminded by them: what somebody is to the case, or a role that they hold.
_LED = ("safety_officer", "safety_director", "department_head", "executive", "team_leader", "duty_leader")
NAMED: Mapping[str, tuple[str, ...]] = {
    "taking": ("owner", *_LED),
    "acceptance": ("acceptor", *_LED),
    "choosing": _LED,
    "confirming": _LED,
    "asking": _LED,
    "approving": _LED,
    "planning": ("owner", *_LED),
    "recheck": ("reporter", *_LED),
    "money": ("owner", *_LED),
    "outside": ("owner", *_LED),
}


def is_one_of(topic: str, beginnings: tuple[str, ...]) -> bool:
    return topic.startswith(beginnings)
