"""The charts of the board in chat: what each says beside its picture."""

from typing import Any

from tests.templates.scenes.facts import STAMPING, Scene, Two

STORES, EQUIPMENT = Two("仓储部", "Stores"), Two("设备部", "Equipment")
HEAD: dict[str, Any] = {"day": "2026-11-24", "within": []}
NOW = {
    **HEAD,
    **{"which": "now", "open": 47, "overdue": 9, "due_today": 3, "major": 2, "lights": [10, 6, 31]},
    "departments": [[EQUIPMENT, 21, 5], [STORES, 14, 4], [Two("", ""), 12, 0]],
}
WELL = {**NOW, "open": 4, "overdue": 0, "due_today": 0, "major": 0, "lights": [0, 1, 3]}
KINDS = {**HEAD, "which": "kinds", "cases": 58}
ROWS = [[Two("电气", "electrical"), 14], [Two("消防", "fire"), 9], [Two("机械", "mechanical"), 8]]
ENTRIES = [[Two("配电箱缺盖板", "Distribution box without cover"), 6], [Two("没对上隐患库", "Not in the library"), 5]]
TREND = {
    **HEAD,
    **{"which": "trend", "span": "month", "new": 58, "closed": 49},
    "rows": [
        {"day": "2026-10-26", "new": 2, "closed": 1, "late": 5},
        {"day": "2026-11-24", "new": 3, "closed": 4, "late": 9},
    ],
}
PLACES = {**HEAD, "which": "places", "cases": 58, "most": {"area": STAMPING, "category": "mechanical", "cases": 8}}
SCENES = (
    Scene("chart.now", NOW, buttons=("charts.kinds", "charts.trend", "charts.places", "board")),
    Scene("chart.now", {**WELL, "departments": [[STORES, 4, 0]], "within": [STORES]}, "all is well in one department"),
    Scene("chart.kinds", {**KINDS, "rows": ROWS}, buttons=("charts.trend", "charts.now")),
    Scene("chart.kinds", {**KINDS, "cases": 1, "rows": [[ROWS[0][0], 1]], "within": [STORES]}, "a single one"),
    Scene(
        "chart.kind",
        {**KINDS, "category": "electrical", "cases": 11, "rows": ENTRIES},
        buttons=("charts.kinds", "charts.trend", "charts.places", "charts.now"),
    ),
    Scene("chart.trend", TREND, buttons=("charts.quarter", "charts.year", "charts.kinds", "charts.now")),
    Scene("chart.trend", {**TREND, "span": "quarter", "within": [STORES]}, "of weeks"),
    Scene("chart.trend", {**TREND, "span": "year"}, "of months", buttons=("charts.month",)),
    Scene("chart.places", PLACES, buttons=("charts.kinds", "charts.trend", "charts.now")),
    Scene("chart.places", {**PLACES, "within": [STORES], "most": None}, "nothing stands out"),
    *(
        Scene("chart.nothing", {**HEAD, "which": which, "within": within}, which)
        for which, within in (("now", []), ("kinds", [STORES]), ("trend", []), ("places", []))
    ),
)
