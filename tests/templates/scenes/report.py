"""Reporting: each topic with its facts."""

from tests.templates.scenes.facts import (
    BARE,
    CASE,
    GUARD,
    ITEM,
    LI,
    PRESS,
    REASON,
    REQUIREMENT,
    SIGN,
    STAMPING,
    UNPLACED,
    ZHAO,
    Scene,
    Two,
    because,
    of_case,
    plain,
)

SURE = {
    "area": STAMPING,
    "equipment": PRESS,
    "assumed": False,
    "words": GUARD,
    "category": "mechanical",
    "grade": "general",
    "name": Two("防护罩缺失或松动", "guard missing or loose"),
    "requirement": REQUIREMENT,
    "dangerous": False,
    "means": "machine",
    "anonymous": False,
    "confidence": 0.9,
    "named": False,
    "photos": 2,
    "finder": "",
    "order": {},
}
MADE_SAFE = ("made_safe", "not_yet_safe", "change_place", "wrong")
SAME_OR_NOT = ("same_hazard", "other_hazard")
AT_PLACES = {
    means: {
        **SURE,
        "means": means,
        "category": category,
        "words": words,
        "name": "",
        "requirement": "",
        "equipment": "",
    }
    for means, category, words in (
        ("fire", "fire", Two("焊渣掉在油漆桶旁", "sparks beside the paint drums")),
        ("release", "occupational_health", Two("闻了头晕", "the smell makes dizzy")),
        ("ground", "environment", Two("3号门口地上有油", "oil on the floor at gate 3")),
        ("opening", "height", Two("井盖没了", "manhole cover missing")),
        ("unsteady", "special_equipment", Two("氧气瓶没固定", "gas cylinder not secured")),
    )
}
GUESSED = {**SURE, "confidence": 0.4, "assumed": True, "equipment": "", "photos": 0}
UNKNOWN = {**GUESSED, "name": "", "requirement": ""}
OTHER_SIGN = {
    "question": Two(
        "主水泵一停，这台水冷设备就没水了（没有应急水）吗？",
        "If the main pump stops, is there no water left for it (no emergency water)?",
    )
}
MAJOR_ANSWERS = ("major_sign.yes", "major_sign.no", "major_sign.unsure", "major_sign.else")

SCENES = (
    *plain("report", "start what_again vague kind kind_corrected category equipment correct how_bad which_major"),
    Scene("report.start_at", {"area": STAMPING, "equipment": PRESS}),
    Scene("report.start_at", {"area": STAMPING, "equipment": ""}, "no machine"),
    Scene("report.where", {"missed": ""}),
    Scene("report.where", {"missed": Two("月球上", "on the moon")}, "not found"),
    Scene("report.confirm", {**SURE, "named": True}, "told"),
    Scene("report.major", {"signs": [SIGN]}, "one clause", buttons=MAJOR_ANSWERS),
    Scene("report.major", {"signs": [SIGN, OTHER_SIGN, SIGN]}, "several clauses", buttons=MAJOR_ANSWERS),
    Scene("report.what", {"photos": 1}, "one"),
    Scene("report.what", {"photos": 2}, "two"),
    Scene("report.or_task", {"photos": 1, "items": [ITEM, ITEM]}),
    Scene("report.confirm", SURE, "sure"),
    Scene("report.confirm", {**SURE, "dangerous": True}, "somebody can be hurt"),
    *(
        Scene("report.confirm", {**AT_PLACES[means], "dangerous": True}, f"{means} that can hurt", buttons=MADE_SAFE)
        for means in AT_PLACES
    ),
    Scene("report.confirm", GUESSED, "guessed"),
    Scene("report.confirm", UNKNOWN, "unknown"),
    Scene("report.done", {"case": CASE}),
    Scene("report.done", {"case": BARE}, "nobody's"),
    Scene("report.done", {"case": UNPLACED}, "no department"),
    Scene("report.same", {"case": CASE}, buttons=SAME_OR_NOT),
    Scene("report.same", {"case": BARE}, "nobody's", buttons=SAME_OR_NOT),
    Scene("report.same_done", {"case": CASE}),
    Scene("report.same_done", {"case": BARE}, "nobody's"),
    Scene("report.same_done", {"case": UNPLACED}, "no department"),
    Scene("report.same_done", {"case": {**CASE, "state": "awaiting_acceptance"}}, "repaired"),
    Scene(
        "report.same_done",
        {"case": {**CASE, "state": "outside", "party": Two("街道办", "the street office")}},
        "outside",
    ),
    *of_case("report", "reassigned"),
    Scene("report.reassigned", {"case": UNPLACED}, "no department"),
    because("report.sent_back", "sent_back", ZHAO, reason=REASON),
    because("report.reopened", "reopened", LI, reason=REASON),
    because("report.closed", "accepted", ZHAO),
    Scene("report.nudge", {"said": GUARD}),
    Scene("report.nudge", {"said": ""}, "only a photo"),
    *plain("photo", "not_image too_large too_many_pixels truncated unavailable"),
    Scene("photo.added", {"total": 1}, "one"),
    Scene("photo.added", {"total": 2}, "two"),
)
