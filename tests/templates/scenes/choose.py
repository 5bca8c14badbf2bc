"""Whoever chooses owners, and whoever is told of what is late: each topic with its facts."""

from datetime import datetime

from tests.templates.scenes.facts import (
    BARE,
    CASE,
    LEFT,
    LI,
    MAJOR,
    MONDAY,
    REASON,
    SHANGHAI,
    THURSDAY,
    ZHANG,
    ZHAO,
    Scene,
    Two,
    event,
    of_case,
    plain,
)

LATE = {**CASE, "due_at": datetime(2026, 11, 19, 18, 0, tzinfo=SHANGHAI), "light": "red"}
UNTAKEN = [
    {"kind": "given", "at": MONDAY, "who": ZHANG, "you": False, "taken": None},
    {"kind": "reminded", "at": MONDAY, "who": ZHANG, "you": False, "times": 1},
    {"kind": "time_refused", "at": MONDAY, "words": []},
]
UNCHOSEN = [{"kind": "told", "at": MONDAY, "people": [{"name": ZHAO, "you": False, "role": "safety_officer"}]}]
HANDED_IN = [
    {"kind": "submitted", "at": MONDAY, "words": []},
    {"kind": "reminded", "at": MONDAY.replace(hour=17), "who": ZHAO, "you": False, "times": 2},
    {"kind": "told", "at": MONDAY.replace(hour=17), "people": [{"name": LI, "you": False, "role": "safety_officer"}]},
]
SCENES = (
    Scene("choose.new", {"case": BARE}),
    Scene("choose.new", {"case": {**BARE, "words": Two("灭火器", "extinguisher"), "doubt": "bare_thing"}}, "too vague"),
    Scene("choose.new", {"case": {**BARE, "named": ZHANG}}, "who is named has left"),
    Scene("choose.watch", {"case": BARE}),
    Scene("choose.done", {"case": {**CASE, "gap": True, "named": ZHAO}}, "who was named has left"),
    Scene("choose.given_back", {"case": BARE, "event": event("given_back", ZHANG, reason=Two("不归我管", "Not mine"))}),
    Scene("choose.owner_left", {"case": LEFT}),
    Scene("case.reopened", {"case": LEFT}, "owner has left"),
    Scene("report.sent_back", {"case": LEFT, "event": event("sent_back", ZHAO, reason=REASON)}, "owner has left"),
    Scene("report.reopened", {"case": LEFT, "event": event("reopened", LI, reason=REASON)}, "owner has left"),
    Scene("choose.waiting", {"case": {**BARE, "tried": UNCHOSEN}}),
    Scene("choose.owner", {"found": 7, "name": ""}),
    Scene("choose.owner", {"found": 0, "name": Two("王二小", "Wang Er")}, "nobody of that name"),
    *plain("choose", "owner_else"),
    *of_case("choose", "done"),
    *of_case("overdue", "not_taken coming"),
    Scene("overdue.acceptance", {"case": {**CASE, "state": "awaiting_acceptance", "tried": HANDED_IN}}),
    Scene("overdue.coming", {"case": MAJOR}, "major"),
    *of_case("task", "due_soon"),
    Scene("task.due_soon", {"case": {**CASE, "state": "assigned"}}, "not taken"),
    *(Scene(f"overdue.{topic}", {"case": LATE}) for topic in ("owner", "told_above", "leader", "watch")),
    Scene("overdue.leader", {"case": {**LATE, "tried": UNTAKEN}}, "never taken"),
    *(Scene("overdue.unanswered", {"case": CASE, "clock": clock}, clock) for clock in ("asking", "money", "approving")),
    *plain("snooze", "how_long why"),
    Scene("snooze.done", {"case": {**CASE, "snooze_until": THURSDAY}}),
    *plain("refused", "snooze_major snooze_climbed"),
    Scene("refused.snooze_often", {"most": 2}),
    Scene("refused.snooze_long", {"most": 24}),
)
