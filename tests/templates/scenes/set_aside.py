"""No case of its own: each topic with its facts."""

from tests.templates.scenes.facts import BARE, CASE, MAJOR, REASON, ZHAO, Scene, Two, because, event, of_case, plain

MERGED = {**BARE, "state": "merged", "merged_into": "YH-20261123-0003"}
SCENES = (
    Scene("aside.invalid_sure", {"case": CASE, "reason": REASON}),
    *plain("aside", "why_invalid into_which why_back"),
    *of_case("aside", "marked_invalid"),
    Scene("aside.merged", {"case": MERGED}),
    *(Scene("aside.reinstated", {"case": case}, title) for case, title in ((CASE, ""), (BARE, "nobody's"))),
    because("report.invalid", "marked_invalid", ZHAO, reason=Two("不会伤人", "Cannot hurt anybody")),
    Scene(
        "report.merged", {"case": MERGED, "event": {**event("merged", ZHAO), "facts": {"number": "YH-20261123-0003"}}}
    ),
    *of_case("report", "reinstated"),
    Scene("task.set_aside", {"case": MERGED}),
    Scene(
        "major.set_aside",
        {"case": {**MAJOR, "state": "invalid"}, "event": event("marked_invalid", ZHAO, reason=REASON)},
        "no hazard",
    ),
    Scene("major.set_aside", {"case": {**MERGED, "grade": "major"}, "event": event("merged", ZHAO)}, "merged"),
    *of_case("case", "more"),
    Scene("case.card", {"case": MERGED}, "merged"),
    Scene("case.card", {"case": {**BARE, "state": "invalid"}}, "no hazard"),
    Scene("refused.merge_unknown", {"number": "YH-20261123-9999"}),
    *(
        Scene(f"refused.{reason}", {"number": "YH-20261123-0003"})
        for reason in [
            "merge_grade",
            "merge_locked",
            "merge_plan",
            "merge_danger",
            "merge_neither",
            "merge_closed",
            "same_ended",
        ]
    ),
    *of_case("refused", "authority_aside"),
    *plain("refused", "merge_itself merge_running own_case"),
)
