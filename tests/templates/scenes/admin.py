"""What officers and administrators read of their company: each topic with its facts."""

from tests.templates.scenes.facts import MONDAY, Scene, plain

FIGURES = {
    "received": 12,
    "sent": 30,
    "platforms": [{"bot": "wecom:1", "platform": "wecom", "people": 23}, {"bot": "x", "platform": "", "people": 2}],
    "backup": {"outcome": "good", "day": ""},
    "restored": {"day": "2026-11-24", "ago": 0},
    "chain": 812,
    "everything": False,
}
PROBLEMS = [
    {"kind": "disk_full", "mebibytes": 812},
    {"kind": "inbox_late", "count": 3, "since": MONDAY},
    {"kind": "outbox_late", "count": 14, "since": MONDAY},
    {"kind": "clock_late", "count": 2, "since": MONDAY},
    {"kind": "silenced", "bot": "telegram:1", "platform": "telegram", "until": MONDAY.replace(hour=9)},
    {"kind": "undelivered", "bot": "wecom:1", "platform": "wecom", "count": 5},
    {"kind": "unanswered", "count": 1},
    {"kind": "unread", "count": 2},
    {"kind": "chain_behind", "count": 7},
    {"kind": "no_backup"},
    {"kind": "backup_failed", "day": "2026-11-24"},
    {"kind": "backup_doubtful", "day": "2026-11-24"},
    {"kind": "backup_none", "day": "2026-11-20"},
    {"kind": "role_unreached", "role": "safety_officer"},
    {"kind": "unwatched", "part": "night", "first": "2026-11-28", "last": "2026-11-29"},
]
BARE = {**FIGURES, "platforms": [], "backup": None, "restored": None}

SCENES = (
    *plain("admin", "menu"),
    Scene("status.all", {**FIGURES, "problems": [], "count": 0}, "all is well"),
    Scene("status.all", {**FIGURES, "problems": PROBLEMS[1:2], "count": 1}, "one thing"),
    Scene("status.all", {**BARE, "problems": PROBLEMS[9:11], "count": 15}, "the worst of many"),
    Scene("status.all", {**FIGURES, "problems": PROBLEMS, "count": 15, "everything": True}, "each of many"),
)
