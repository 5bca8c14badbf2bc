"""The figures of a period: each topic with its facts."""

from typing import Any

from handlers.figures import ASKED_FOR
from tests.templates.scenes.facts import ITEM, Scene, Two, plain
from workflow.indicators import FIGURES, Dimension, Kind
from workflow.spans import Unit

STORES, EQUIPMENT = Two("仓储部", "Stores"), Two("设备部", "Equipment")
HEAD: dict[str, Any] = {
    **{"unit": "month", "first": "2026-11-01", "last": "2026-11-24"},
    **{"as_of": "", "within": [], "only": []},
}
OF_ONE = {**HEAD, "within": [STORES, EQUIPMENT], "only": [Two("冲压车间", "Stamping shop")], "as_of": "2026-11-12"}
FIRST = tuple(f"figures.{each}" for each in ("period", "apart", "compare", "cases"))
BY = [f"figures.by.{each.name.lower()}" for each in Dimension]
RATES = [name for name, figure in FIGURES.items() if figure.kind is Kind.RATE]


def number(counts: int) -> dict[str, Any]:
    return {"value": counts, "counts": counts, "of": counts, "small": False}


def rate(counts: int, of: int) -> dict[str, Any]:
    return {"value": counts / of if of else None, "counts": counts, "of": of, "small": 0 < of < 10}


def time(minutes: int | None, of: int) -> dict[str, Any]:
    return {"value": minutes, "counts": of, "of": of, "small": 0 < of < 10}


MANY = {
    **{"reported": number(1042), "closed": number(1039)},
    **{"open": number(131), "overdue": number(14), "major": number(2)},
    **{"on_time": rate(936, 1021), "passed": rate(1039, 1180), "repeat": rate(52, 1042), "first_time": rate(841, 1039)},
    **{"quality": rate(410, 512), "per_head": {"value": 212.5, "counts": 1020, "of": 480, "small": False}},
    **{"take_time": time(125, 1040), "repair_time": time(2181, 1180), "acceptance_time": time(305, 1180)},
}
FEW = {
    **{"reported": number(3), "closed": number(1), "open": number(2), "overdue": number(0), "major": number(0)},
    **{"on_time": rate(1, 2), "passed": rate(1, 2), "repeat": rate(0, 3), "first_time": rate(0, 1)},
    **{"quality": rate(0, 0), "per_head": {"value": 37.5, "counts": 3, "of": 8, "small": True}},
    **{"take_time": time(40, 2), "repair_time": time(600, 2), "acceptance_time": time(0, 1)},
}
NONE = {name: time(None, 0) for name in FIGURES}
EARLIER = {
    **{"before_first": "2026-10-01", "before_last": "2026-10-24"},
    **{"year_first": "2025-11-01", "year_last": "2025-11-24"},
}
LINES = {
    "items": [{"key": "d1", "name": STORES, "f": MANY}, {"key": "d2", "name": EQUIPMENT, "f": FEW}] * 2,
    "total": 7,
}
CASES = {"figure": "on_time", "others": True, "items": [ITEM] * 5, "total": 12, "page": 0, "more": True, "hidden": 0}

SCENES = (
    Scene("figures.sheet", {**HEAD, "f": MANY, "empty": False}, buttons=FIRST),
    Scene(
        "figures.sheet",
        {**OF_ONE, "f": FEW, "empty": False},
        "few, and of one place",
        buttons=("figures.all", *FIRST[1:]),
    ),
    *(Scene("figures.sheet", {**HEAD, "unit": unit, "f": FEW, "empty": False}, unit) for unit in Unit),
    Scene("figures.sheet", {**HEAD, "f": {**NONE, "open": number(3)}, "empty": False}, "nothing new"),
    Scene("figures.nothing", {**HEAD, "f": NONE, "empty": True}, buttons=("figures.period",)),
    Scene("figures.nothing", {**OF_ONE, "f": NONE, "empty": True}, "of one", buttons=("figures.period", "figures.all")),
    Scene("figures.when", {}, buttons=tuple(f"figures.{unit}" for unit in Unit)),
    *plain("figures", "which_period not_yours"),
    Scene("figures.by_what", {}, buttons=(*BY[:3], "more")),
    Scene("figures.by_what", {}, "behind", buttons=(*BY[3:], "more")),
    Scene("figures.apart", {**HEAD, **LINES, "by": "department", "more": True}, buttons=("more", "figures.back")),
    Scene(
        "figures.compared",
        {**HEAD, **EARLIER, "f": MANY, "before": MANY, "year": FEW},
        buttons=("figures.back", "figures.period"),
    ),
    Scene("figures.compared", {**OF_ONE, **EARLIER, "f": FEW, "before": NONE, "year": NONE}, "of one place"),
    *(
        Scene("figures.which", {}, f"page {n}", buttons=(*(f"figures.of.{name}" for name, _ in asked), "more"))
        for n, asked in enumerate(ASKED_FOR[n : n + 3] for n in range(0, len(ASKED_FOR), 3))
    ),
    *(
        Scene("figures.cases", {**HEAD, **CASES, "figure": name, "others": others}, f"{name} {others}")
        for name, others in [*((name, False) for name in FIGURES), *((name, True) for name in RATES)]
    ),
    Scene(
        "figures.cases",
        {**OF_ONE, **CASES, "hidden": 3},
        "some are hidden",
        buttons=("more", "figures.counted", "figures.back"),
    ),
    Scene("figures.cases_none", {**HEAD, **CASES, "items": [], "total": 0}, buttons=("figures.others", "figures.back")),
    Scene("figures.cases_none", {**OF_ONE, **CASES, "items": [], "total": 0, "hidden": 3}, "all are hidden"),
)
