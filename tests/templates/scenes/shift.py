"""The hand-over of a shift: each topic with its facts."""

from tests.templates.scenes.facts import GUARD, PRESS, STAMPING, THURSDAY, ZHANG, Scene, Two, plain

SPILL, STORE = Two("3号门地面漏油", "oil on the floor at gate 3"), Two("仓储区", "Warehouse")
SWITCHED_OFF = Two("断电挂牌，已锁开关箱", "switched off, tagged and locked")
AT, LATER = "2026-11-24T00:00:00+00:00", "2026-11-24T00:05:00+00:00"
LATE = {"number": "YH-20261119-0002", "area": STORE, "equipment": "", "words": SPILL, "light": "red"}
GOES_ON = {"number": "YH-20261123-0007", "area": STAMPING, "equipment": PRESS, "words": GUARD, "light": "green"}
CASES = [{**LATE, "due_at": "2026-11-22T10:00:00+00:00"}, {**GOES_ON, "due_at": THURSDAY.isoformat()}]
MEASURE = {"number": "YH-20261123-0007", "area": STAMPING, "equipment": PRESS, "measure": SWITCHED_OFF, "until": None}
LIST = {"starts": AT, "taken_at": None, "cases": CASES, "total": 2, "measures": [MEASURE], "held": 1, "waits": 2}
SHIFT = {"who": ZHANG, "areas": [STAMPING], "starts": AT, "taken_at": LATER, "cases": 2, "measures": 1, "missed": False}
SCENES = (
    Scene("shift.list", LIST, buttons=("taken_over", "shift_cases", "to_do")),
    Scene(
        "shift.list",
        {**LIST, "cases": CASES * 2, "total": 14, "held": 3}
        | {"measures": [MEASURE, {**MEASURE, "equipment": "", "until": THURSDAY.isoformat()}]},
        "much at once",
        buttons=("taken_over", "shift_cases"),
    ),
    Scene(
        "shift.list",
        {**LIST, "taken_at": LATER, "measures": [], "held": 0, "waits": 0},
        "taken over",
        buttons=("shift_cases",),
    ),
    Scene("shift.list", {**LIST, "cases": [], "total": 0, "measures": [{**MEASURE, "measure": ""}]}, "one measure"),
    Scene("shift.taken_over", {"cases": 2, "measures": 1}, buttons=("shift_cases",)),
    Scene(
        "shift.taken",
        {
            "shifts": [
                {**SHIFT, "taken_at": None, "missed": True},
                SHIFT,
                {**SHIFT, "taken_at": None, "areas": [STAMPING, STORE]},
                {**SHIFT, "taken_at": None, "cases": 0, "measures": 0},
                *[SHIFT] * 3,
            ],
            "more": 0,
        },
    ),
    Scene("shift.taken", {"shifts": [{**SHIFT, "taken_at": None, "missed": True}, SHIFT], "more": 4}, "more of them"),
    *plain("shift", "nothing none_taken not_yours"),
)
