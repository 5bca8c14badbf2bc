"""What managers read of a morning: each topic with its facts."""

from storage.backup_nights import Night
from tests.templates.scenes.facts import GUARD, PRESS, STAMPING, THURSDAY, ZHANG, ZHAO, Scene, Two, plain
from workflow.decisions import Why

STORES, EQUIPMENT, PRODUCTION = Two("仓储部", "Stores"), Two("设备部", "Equipment"), Two("生产部", "Production")
CASE = {"area": STAMPING, "equipment": PRESS, "words": GUARD, "owner": ZHANG, "due_at": THURSDAY.isoformat()}
CASE |= {"acceptor": ZHAO, "state": "rectifying"}
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
    "missed": 0,
    "backup": None,
    "head": {"number": 10482, "link": "3fa9c2d1" + "0" * 56},
    "departments": [[STORES, 3], [EQUIPMENT, 1]],
    "majors": [CASE],
}
WELL = {**FIGURES, "head": None, "overdue": 0, "due_today": 0, "major": 0, "waits": 0, "departments": [], "majors": []}
WEEK = {"new": 6, "closed": 9, "limits": 13, "kept": 12, "late": 4, "median": 60}
BEFORE = {"new": 8, "closed": 7, "limits": 8, "kept": 7, "late": 5, "median": 72}
NO_WEEK = {"new": 0, "closed": 0, "limits": 0, "kept": 0, "late": 0, "median": None}
DECIDE = [{**{name: CASE[name] for name in ("area", "equipment", "words")}, "why": why, "days": 9} for why in Why]
SPAN = {"first": "2026-11-16", "last": "2026-11-22", "within": []}
WEEKLY = {**SPAN, "week": WEEK, "before": BEFORE, "overdue": 4, "open": 31, "decide": DECIDE[:3]}
TODAY = {"major": 1, "overdue": 4, "due_today": 2, "waits": 2, "missed": 0, "backup": {"outcome": "good", "day": ""}}
QUIET = {"today": {**dict.fromkeys(TODAY, 0), "backup": None}, "head": None}
FAILED = {**TODAY, "missed": 1, "backup": {"outcome": "failed", "day": ""}}
MONTH = {
    **{"on_time": [46, 50], "overdue": [3, 75], "recurrence": [4, 62], "major": [1, 62], "part": [123, 300]},
    **{"new": 62, "closed": 48, "days": 3.24, "spent": 1_230_000, "open": 75},
}
NO_MONTH = {
    **{name: [0, 0] for name in ("on_time", "overdue", "recurrence", "major")},
    **{"part": [0, 300], "new": 0, "closed": 0, "days": None, "spent": 0, "open": 0},
}
OCTOBER = {"first": "2026-10-01", "last": "2026-10-31", "within": []}
MONTHLY = {**OCTOBER, "month": MONTH, "before": {**MONTH, "on_time": [44, 50], "new": 70, "closed": 55, "days": 4.0}}
HANDED_IN = {**CASE, "state": "awaiting_acceptance"}
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
        {**FIGURES, "within": [STORES, EQUIPMENT], "departments": [[STORES, 4]], "major": 0, "majors": [], "missed": 1},
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
    Scene(
        "digest.daily",
        {**FIGURES, "majors": [HANDED_IN, {**HANDED_IN, "acceptor": ""}], "major": 2},
        "majors that wait for acceptance",
        buttons=("overdue_list", "due_today_list", "major_list", "to_do"),
    ),
    *(
        Scene("digest.daily", {**WELL, "backup": {"outcome": str(night), "day": day}}, what, buttons=("digest_hour",))
        for night in Night
        for day, what in (("", f"{night} last night"), ("2026-11-23", f"{night} the night before"))
    ),
    Scene(
        "digest.daily", {**WELL, "backup": {"outcome": "none", "day": "2026-11-20"}}, "none", buttons=("digest_hour",)
    ),
    Scene(
        "digest.daily",
        {**FIGURES, "missed": 1, "backup": {"outcome": "good", "day": ""}},
        "with the backup",
        buttons=("overdue_list", "due_today_list", "major_list", "to_do"),
    ),
    Scene(
        "digest.daily",
        {**WELL, "new": 0, "closed": 0, "open": 0, "backup": {"outcome": "failed", "day": ""}},
        "nothing to say but of the backup",
        buttons=("digest_hour",),
    ),
    Scene("digest.weekly", {**WEEKLY, "today": TODAY, "head": FIGURES["head"]}),
    Scene("digest.weekly", {**WEEKLY, "today": FAILED, "head": None}, "the backup failed"),
    Scene("digest.weekly", {**WEEKLY, **QUIET, "decide": [*DECIDE[3:], {**DECIDE[0], "days": 1}]}, "others to decide"),
    Scene("digest.weekly", {**WEEKLY, **QUIET, "decide": [], "overdue": 0, "within": [STORES]}, "all is well"),
    Scene(
        "digest.weekly", {**WEEKLY, **QUIET, "week": {**NO_WEEK, "new": 1}, "before": NO_WEEK, "decide": []}, "first"
    ),
    Scene(
        "digest.weekly",
        {**WEEKLY, **QUIET, "week": NO_WEEK, "before": NO_WEEK, "overdue": 0, "open": 0, "decide": []},
        "nothing to say",
        buttons=("digest_hour",),
    ),
    Scene(
        "digest.monthly",
        {**MONTHLY, "today": TODAY, "head": FIGURES["head"]},
        buttons=("overdue_list", "major_list", "digest_hour"),
    ),
    Scene("digest.monthly", {**MONTHLY, **QUIET, "before": NO_MONTH, "within": [STORES]}, "first"),
    Scene(
        "digest.monthly", {**MONTHLY, **QUIET, "month": {**NO_MONTH, "new": 2}, "before": NO_MONTH}, "hardly anything"
    ),
    Scene("digest.monthly", {**MONTHLY, **QUIET, "month": NO_MONTH, "before": NO_MONTH}, "nothing to say"),
    Scene("digest.when", {"at": "07:30", "off": False}),
    Scene("digest.when", {"at": "07:30", "off": True}, "off"),
    Scene("digest.chosen", {"at": "06:30"}),
    *plain("digest", "which_hour stopped not_yours"),
    Scene("digest.no_scope", {"name": ZHANG, "role": "department_head"}),
)
