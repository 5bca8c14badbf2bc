"""Accidents and remarks of authorities: each topic with its facts."""

from typing import Any

from tests.templates.scenes.facts import Scene, Two, plain
from workflow.evidence import Kind

CRUSHED = Two("手伸进去取料，压伤食指", "reached in for a part, index finger crushed")
IN_ORDER = Two("台账齐全，五落实到位", "the ledger is complete, plans are in order")
BUREAU = Two("市应急管理局", "City emergency bureau")
CASES = ["YH-20261123-0007", "YH-20261123-0009"]
ACCIDENT: dict[str, Any] = {
    **{"kind": "accident", "day": "2026-11-20", "words": CRUSHED, "cases": CASES},
    **{"accident": "machinery", "severity": "minor", "authority": ""},
}
REMARK: dict[str, Any] = {
    **{"kind": "remark", "day": "2026-11-20", "words": IN_ORDER, "cases": []},
    **{"accident": "", "severity": "", "authority": BUREAU},
}
BOTH = ((ACCIDENT, "an accident"), (REMARK, "a remark"))
ITEMS = [{**ACCIDENT, "withdrawn": n == 2} for n in range(5)], [{**REMARK, "withdrawn": False}]

SCENES = (
    *(
        Scene("evidence.list", {"kind": str(kind), "items": items, "total": total, "more": total > 5}, str(kind))
        for kind, items, total in ((Kind.ACCIDENT, ITEMS[0], 12), (Kind.REMARK, ITEMS[1], 1))
    ),
    *(Scene("evidence.none", {"kind": str(kind)}, str(kind)) for kind in Kind),
    *(
        Scene("evidence.card", {**told, "withdrawn": gone}, f"{note}{', withdrawn' if gone else ''}")
        for told, note in BOTH
        for gone in (False, True)
    ),
    *plain("evidence", "day day_again not_yet which_accident no_such_accident how_bad which_authority"),
    *plain("evidence", "what_accident what_remark which_cases left as_it_was not_yours"),
    Scene("evidence.shorter", {"most": 300}),
    Scene("evidence.no_such_case", {"said": "YH-20990101-0001", "most": 5}),
    *(
        Scene(f"evidence.{topic}", told, note)
        for topic in ("which_field", "sure", "sure_correct", "sure_withdraw")
        for told, note in BOTH
    ),
    *(
        Scene(f"evidence.{topic}", told, note)
        for topic in ("recorded", "corrected", "put_back", "withdrawn", "restored")
        for told, note in BOTH
    ),
    *plain("refused", "evidence_changed evidence_day evidence_authority"),
    Scene("refused.evidence_long", {"most": 300}),
    Scene("refused.evidence_cases", {"most": 5}),
)
