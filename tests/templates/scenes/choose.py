"""Whoever chooses owners, and whoever is told of what is late: each topic with its facts."""

from datetime import datetime

from tests.templates.scenes.facts import (
    BARE,
    CASE,
    LEFT,
    LI,
    REASON,
    SHANGHAI,
    ZHANG,
    ZHAO,
    Scene,
    Two,
    event,
    of_case,
)

LATE = {**CASE, "due_at": datetime(2026, 11, 19, 18, 0, tzinfo=SHANGHAI), "light": "red"}
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
    Scene("choose.waiting", {"case": BARE}),
    Scene("choose.owner", {"found": 7, "name": ""}),
    Scene("choose.owner", {"found": 0, "name": Two("王二小", "Wang Er")}, "nobody of that name"),
    *of_case("choose", "done"),
    *of_case("overdue", "not_taken acceptance"),
    Scene("overdue.owner", {"case": LATE}),
    Scene("overdue.leader", {"case": LATE}),
)
