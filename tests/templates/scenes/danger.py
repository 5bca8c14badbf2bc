"""A danger that is held off: each topic with its facts."""

from tests.templates.scenes.facts import (
    ASKED,
    CASE,
    LI,
    THURSDAY,
    TIMELINE,
    ZHANG,
    Scene,
    Two,
    because,
    event,
    of_case,
    plain,
)

FENCED = Two("断电挂牌", "power off, tagged")
HELD = {**CASE, "danger": "held", "timeline": [*TIMELINE, event("contained", ZHANG, measure=FENCED)]}
ENDING = {**HELD, "measure_until": THURSDAY}

OIL = {"category": "environment", "means": "ground", "words": Two("3号门口地上有油", "oil on the floor at gate 3")}
ON_THE_FLOOR = {**CASE, **OIL, "danger": "running", "equipment": ""}

SCENES = (
    *(Scene(topic, {"case": ON_THE_FLOOR}, "oil on the floor") for topic in ("task.new", "task.taken", "case.card")),
    *(Scene(f"danger.{block}", {"case": ON_THE_FLOOR}, "oil on the floor") for block in ("running", "missed")),
    *(
        Scene("danger.running", {"case": {**CASE, "category": category, "means": means}}, means)
        for category, means in (
            ("fire", "fire"),
            ("chemical", "release"),
            ("height", "opening"),
            ("special_equipment", "unsteady"),
        )
    ),
    Scene("task.new", {"case": {**CASE, "danger": "running"}}, "not stopped"),
    Scene("report.done", {"case": {**CASE, "danger": "running"}}, "not stopped"),
    *of_case("danger", "running missed"),
    Scene("danger.running", {"case": {**CASE, "measure_until": THURSDAY}}, "its measure has ended"),
    *(Scene(f"danger.{block}", {"case": HELD}) for block in ("held", "check", "checked")),
    *(
        Scene(f"danger.{block}", {"case": {**ENDING, "measure_hours": 8}}, "with an end")
        for block in ("held", "check", "checked")
    ),
    Scene("danger.check", {"case": {**HELD, "timeline": TIMELINE}}, "its words are gone"),
    Scene("danger.running", {"case": {**CASE, "asked": ASKED}}, "nobody has come"),
    Scene("danger.running", {"case": {**CASE, "asked": {**ASKED, "people": ASKED["people"][:1]}}}, "one was called"),
    Scene("danger.unchecked", {"case": HELD}),
    Scene("danger.unchecked", {"case": {**HELD, "asked": ASKED}}, "who was asked"),
    Scene(
        "danger.unchecked",
        {"case": {**HELD, "timeline": [*HELD["timeline"], event("measure_checked", LI)]}},
        "seen once",
    ),
    Scene("danger.unchecked", {"case": {**HELD, "timeline": TIMELINE}}, "its words are gone"),
    Scene("danger.ending", {"case": ENDING}),
    Scene("danger.ending", {"case": {**ENDING, "timeline": TIMELINE}}, "its words are gone"),
    *plain("danger", "how how_pictured how_often until_when which_day"),
    because("danger.contained", "contained", ZHANG, measure=FENCED),
    Scene("case.card", {"case": HELD}, "held until the repair"),
    Scene("case.card", {"case": {**ENDING, "measure_hours": 168}}, "held for some days"),
    Scene("refused.merge_held", {"number": "YH-20261123-0009"}),
    *plain("refused", "measure_past measure_far rhythm"),
)
