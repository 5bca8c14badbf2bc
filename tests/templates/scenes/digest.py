"""What managers read of a morning: each topic with its facts."""

from tests.templates.scenes.facts import GUARD, PRESS, STAMPING, THURSDAY, ZHANG, Scene, Two, plain

STORES, EQUIPMENT, PRODUCTION = Two("仓储部", "Stores"), Two("设备部", "Equipment"), Two("生产部", "Production")
CASE = {"area": STAMPING, "equipment": PRESS, "words": GUARD, "owner": ZHANG, "due_at": THURSDAY.isoformat()}
FIGURES = {
    "day": "2026-11-24",
    "within": [],
    "new": 6,
    "closed": 9,
    "open": 31,
    "overdue": 4,
    "due_today": 2,
    "major": 1,
    "waits": 2,
    "departments": [[STORES, 3], [EQUIPMENT, 1]],
    "majors": [CASE],
}
WELL = {**FIGURES, "overdue": 0, "due_today": 0, "major": 0, "waits": 0, "departments": [], "majors": []}
BARE = {**CASE, "equipment": "", "owner": ""}
SCENES = (
    Scene("digest.daily", FIGURES, buttons=("overdue_list", "due_today_list", "major_list", "to_do")),
    Scene("digest.daily", WELL, "all is well", buttons=("digest_hour",)),
    Scene(
        "digest.daily",
        {**FIGURES, "departments": [[STORES, 3], [Two("", ""), 2], [EQUIPMENT, 1], [PRODUCTION, 1]], "overdue": 7}
        | {"majors": [CASE, BARE], "major": 5},
        "much at once",
        buttons=("overdue_list", "due_today_list", "major_list", "to_do"),
    ),
    Scene(
        "digest.daily",
        {**FIGURES, "within": [STORES, EQUIPMENT], "departments": [[STORES, 4]], "major": 0, "majors": []},
        "of two departments",
        buttons=("overdue_list", "due_today_list", "to_do", "digest_hour"),
    ),
    Scene("digest.daily", {**WELL, "new": 0, "closed": 0, "open": 0}, "nothing to say", buttons=("digest_hour",)),
    Scene(
        "digest.daily",
        {**WELL, "new": 0, "closed": 0, "open": 0, "within": [STORES]},
        "nothing to say of one",
        buttons=("digest_hour",),
    ),
    Scene("digest.when", {"at": "07:30", "off": False}),
    Scene("digest.when", {"at": "07:30", "off": True}, "off"),
    Scene("digest.chosen", {"at": "06:30"}),
    *plain("digest", "which_hour stopped not_yours"),
    Scene("digest.no_scope", {"name": ZHANG, "role": "department_head"}),
)
