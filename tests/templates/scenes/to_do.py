"""What somebody reads when their shift begins: each topic with its facts."""

from tests.templates.scenes.facts import ITEM, Scene, plain

LATE = {**ITEM, "light": "red"}
MEASURE = {**ITEM, "light": "green"}
DAY = {
    "day": "2026-11-24",
    "total": 9,
    "overdue": 1,
    "today": 2,
    "later": 3,
    "accept": 1,
    "decide": 2,
    "items": [LATE, ITEM],
    "measures": [MEASURE, MEASURE],
    "measures_in_all": 3,
    "gathered": 4,
}
NONE = {name: 0 for name in ("total", "overdue", "today", "later", "accept", "decide", "measures_in_all", "gathered")}
LITTLE = {**NONE, "day": "2026-11-24", "items": [], "measures": []}
SCENES = (
    Scene("to_do.daily", DAY, "of everything", buttons=("to_do", "gathered")),
    Scene("to_do.daily", {**LITTLE, "total": 2, "overdue": 2, "items": [LATE, LATE]}, "late", buttons=("to_do",)),
    Scene("to_do.daily", {**LITTLE, "total": 3, "overdue": 3, "items": [LATE, LATE]}, "three late", buttons=("to_do",)),
    Scene("to_do.daily", {**LITTLE, "total": 1, "today": 1, "items": [ITEM]}, buttons=("to_do", "to_do_off")),
    Scene("to_do.daily", {**LITTLE, "total": 4, "later": 4}, "nothing presses", buttons=("to_do", "to_do_off")),
    Scene("to_do.daily", {**LITTLE, "total": 1, "accept": 1}, "one to accept", buttons=("to_do", "to_do_off")),
    Scene("to_do.daily", {**LITTLE, "total": 2, "decide": 2}, "to decide", buttons=("to_do", "to_do_off")),
    Scene(
        "to_do.daily",
        {**LITTLE, "measures": [MEASURE], "measures_in_all": 1},
        "only a measure",
        buttons=("to_do", "to_do_off"),
    ),
    Scene("to_do.when", {"off": False}, buttons=("to_do_off",)),
    Scene("to_do.when", {"off": True}, "off", buttons=("to_do_on",)),
    Scene("to_do.stopped", {}, buttons=("to_do_on",)),
    *plain("to_do", "chosen"),
)
