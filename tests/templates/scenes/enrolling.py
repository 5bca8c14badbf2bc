"""Coming in and leaving: each topic with its facts."""

from tests.templates.scenes.facts import LI, STAMPING, THURSDAY, ZHANG, ZHAO, Scene, Two, plain

EQUIPMENT = Two("设备部", "Maintenance")
PASSED = {"whom": ZHAO, "kept": None}
ASKED = {"name": LI, "department": STAMPING, "platform": "wecom", "address": "liqiang", "known": False, "late": False}
CODE = "join_0123456789abcdefghijkl"
INVITED = {"department": STAMPING, "days": 7, "start": CODE}
CASES = [
    {"number": f"YH-20261123-000{n}", "part": part, "area": STAMPING, "due_at": THURSDAY}
    for n, part in enumerate(("task", "task", "check", "help"), start=1)
]
SCENES = (
    Scene("enrol.unknown", {"kept": None}),
    Scene("enrol.unknown", {"kept": "m1"}, "something was sent"),
    Scene("enrol.your_name", {"kept": None}),
    Scene("enrol.passed_on", PASSED),
    Scene("enrol.passed_on", {"whom": "", "kept": "m1"}, "something was sent, nobody by name"),
    Scene("enrol.waiting", PASSED),
    Scene("enrol.declined", PASSED),
    Scene("enrol.asked", ASKED, buttons=("admit", "other_department", "decline_join")),
    Scene(
        "enrol.asked",
        {**ASKED, "known": True, "platform": "telegram", "address": "100200300"},
        "a namesake",
        buttons=("admit", "same_person", "other_department", "decline_join"),
    ),
    Scene("enrol.asked", {**ASKED, "late": True}, "late", buttons=("admit", "other_department", "decline_join")),
    *plain("enrol", "nobody_waits"),
    Scene("enrol.more_wait", {"rest": 1}, "one", buttons=("more",)),
    Scene("enrol.more_wait", {"rest": 3}, buttons=("more",)),
    Scene("enrol.which", {"found": 7, "name": ""}),
    Scene("enrol.which", {"found": 0, "name": EQUIPMENT}, "no such department"),
    Scene("enrol.which_person", {"name": LI}),
    Scene("enrol.admitted", {"name": LI, "department": STAMPING}),
    Scene("enrol.declined_them", {"name": LI}),
    Scene("enrol.settled", {"name": LI, "by": ZHAO, "state": "granted"}),
    Scene("enrol.settled", {"name": LI, "by": ZHAO, "state": "declined"}, "declined"),
    Scene("enrol.settled_by_code", {"name": LI}),
    Scene("enrol.welcome", {"name": LI, "department": STAMPING, "asks": False}),
    Scene("enrol.welcome", {"name": LI, "department": STAMPING, "asks": True}, "a language is asked for"),
    Scene("enrol.nameless", {"name": "liqiang", "department": STAMPING, "asks": False}),
    Scene("enrol.nameless", {"name": "liqiang", "department": STAMPING, "asks": True}, "a language is asked for"),
    *plain("enrol", "call_me too_many_tries known_already other_chat"),
    Scene("enrol.renamed", {"name": LI}),
    Scene("enrol.invite_where", {"found": 7, "name": ""}),
    Scene("enrol.invite_where", {"found": 0, "name": EQUIPMENT}, "no such department"),
    Scene("enrol.invited", {**INVITED, "link": f"https://t.me/hazard_bot?start={CODE}"}, "a link"),
    Scene("enrol.invited", {**INVITED, "link": ""}, "no link"),
    Scene("enrol.used", {"name": LI, "department": STAMPING}),
    *(Scene("enrol.bad_code", {"why": why}, why) for why in ("unknown", "spent", "late")),
    Scene("enrol.link_code", {"code": "K7MP-3QXT", "minutes": 10}),
    Scene("enrol.linked", {"name": LI}),
    Scene("enrol.linked_there", {"platform": "telegram"}),
    Scene("enrol.linked_there", {"platform": ""}, "another chat"),
    Scene("refused.join_settled", {"name": LI, "by": ZHAO, "state": "granted"}),
    Scene("refused.join_settled", {"name": LI, "by": ZHAO, "state": "declined"}, "declined"),
    Scene("refused.join_settled", {"name": "", "by": "", "state": ""}, "gone"),
    Scene("refused.reached_already", {"name": LI}),
    *plain("refused", "has_name"),
    Scene("leaving.yours", {"who": ZHANG, "cases": CASES, "total": 6}),
    Scene("leaving.yours", {"who": ZHANG, "cases": CASES[:1], "total": 1}, "one"),
    Scene("leaving.back", {"numbers": [case["number"] for case in CASES[:2]], "total": 2}),
    Scene("leaving.back", {"numbers": [case["number"] for case in CASES], "total": 6}, "more than a few"),
)
