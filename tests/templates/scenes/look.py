"""Lists and cards: each topic with its facts."""

from templates.render import labels
from tests.templates.scenes.facts import (
    BARE,
    CASE,
    GUARD,
    ITEM,
    MONDAY,
    REASON,
    SIGN,
    TIMELINE,
    UNPLACED,
    ZHANG,
    ZHAO,
    Scene,
    Two,
    event,
    of_case,
    plain,
)

ABOUT = tuple(labels("zh_CN")["told_for"])
WANTS = ("work", *labels("zh_CN")["wants"])

SCENES = (
    Scene("case.card", {"case": {**CASE, "timeline": [*TIMELINE, event("sent_back", ZHAO, reason=REASON)]}}),
    Scene("case.card", {"case": {**BARE, "timeline": TIMELINE[:1]}}, "bare"),
    Scene("case.card", {"case": {**BARE, "timeline": TIMELINE[:1], "doubt": "only_done"}}, "too vague"),
    Scene("case.card", {"case": UNPLACED}, "no department"),
    Scene("case.card", {"case": {**CASE, "timeline": TIMELINE * 5}}, "a long life"),
    Scene("case.card", {"case": {**CASE, "before": {"number": "YH-20260911-0003", "times": 1}}}, "come back"),
    Scene("case.card", {"case": {**CASE, "before": {"number": "", "times": 2}}}, "come back from a case of others"),
    Scene("case.card", {"case": {**CASE, "reporters": 3}}, "of several"),
    Scene("case.card", {"case": {**CASE, "open_question": SIGN["question"]}}, "nobody could tell"),
    Scene("case.photos", {"case": CASE, "first_photo": 7, "last_photo": 12, "photos": 14}),
    Scene("case.summary", {"case": CASE}),
    Scene("case.history", {"case": CASE, "first": 0, "last": 10}),
    *plain("case", "reopen_reason reopen_reason_pictured"),
    *of_case("case", "reopened verified"),
    Scene("my.reports", {"total": 7, "items": [{**ITEM, "reporters": 2}, *[ITEM] * 4]}),
    *(
        Scene("my.to_do", {"total": 13, "items": [{**ITEM, "wants": wants} for wants in some]}, some[0])
        for some in (WANTS[:5], WANTS[5:10], WANTS[10:])
    ),
    *(
        Scene("my.gathered", {"total": 14, "items": [{**ITEM, "about": about} for about in some]}, some[0])
        for some in (ABOUT[n : n + 5] for n in range(0, len(ABOUT), 5))
    ),
    Scene("gathered.list", {"total": 5, "items": [{**ITEM, "about": about} for about in ABOUT[:5]]}),
    Scene("gathered.list", {"total": 1, "items": [{**ITEM, "about": ABOUT[0]}]}, "one"),
    Scene("my.open", {"total": 7, "items": [ITEM] * 5}),
    *(
        Scene(f"my.{name}", {"total": 7, "items": [{**ITEM, "light": "red"}] * 5})
        for name in ("overdue", "due_today", "major")
    ),
    *plain("my", "overdue_none due_today_none major_none"),
    *plain("search", "what"),
    *(
        Scene("search.found", {"total": n, "items": [ITEM] * 5, "many": n == 200, "sought": GUARD}, f"{n}")
        for n in (7, 200)
    ),
    Scene("search.found_none", {"sought": Two("没人见过的东西", "something nobody has seen"), "filters": False}),
    Scene("search.found_none", {"sought": Two("状态：超期", "state:overdue"), "filters": True}, "only filters"),
    *plain("my", "reports_none to_do_none open_none gathered_none"),
    Scene("card.stale", {"case": CASE}),
    Scene("card.stale", {"case": {**CASE, "last": TIMELINE[1]}}, "by the clock"),
    *plain("card", "passed unknown"),
    Scene("picture.line", {"at": MONDAY, "name": ZHANG}),
    Scene("picture.line", {"at": MONDAY, "name": ""}, "nameless"),
)
