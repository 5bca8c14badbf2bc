"""Orders of authorities as a whole, and their re-checks: each topic with its facts."""

from tests.templates.scenes.facts import GUARD, STAMPING, Scene, Two, plain
from tests.templates.scenes.sources import BUREAU, DOCUMENT

PAPER = Two("应急复查〔2026〕3号", "RC (2026) 3")
FIXED = Two("护罩没有固定", "the guard is not fixed")
CASES = [
    {"id": f"h{n}", "number": f"YH-20261123-000{n}", "state": state, "words": GUARD, "area": STAMPING}
    for n, state in ((1, "closed"), (2, "rectifying"))
]
OPEN = {"id": "h1", "order": DOCUMENT, "authority": BUREAU, "until": "2026-12-03", "total": 2, "left": 1}
OPEN |= {"state": "open"}
PUT_RIGHT, CLOSED = {**OPEN, "left": 0, "state": "put_right"}, {**OPEN, "left": 0, "state": "closed"}
RECHECK = {"paper": PAPER, "day": "2026-12-05"}
FOUND = {"order": DOCUMENT, **RECHECK}
FAILED = {**FOUND, "numbers": ["YH-20261123-0002"], "until": "2026-12-10", "words": FIXED}
SCENES = (
    Scene("order.all", {"items": [OPEN, PUT_RIGHT, CLOSED], "total": 3}),
    *plain("order", "none scan_needed paper what_failed until"),
    *(
        Scene("order.card", {**order, "items": CASES, "recheck": recheck}, str(order["state"]))
        for order, recheck in ((OPEN, None), (PUT_RIGHT, None), (CLOSED, RECHECK))
    ),
    *(Scene("order.not_now", order, str(order["state"])) for order in (OPEN, CLOSED)),
    Scene("order.scan", {"order": DOCUMENT}),
    Scene("made.which_of_order", PUT_RIGHT, buttons=("made.recheck_request", "made.reply")),
    Scene("order.result", FOUND),
    *(Scene(f"order.{topic}", {"cases": CASES}) for topic in ("which_failed", "which_again")),
    *(Scene(f"order.{topic}", FOUND) for topic in ("sure_closed", "closed", "left", "sure_struck", "struck")),
    *(Scene(f"order.{topic}", FAILED) for topic in ("sure_failed", "failed")),
    Scene("refused.order_open", {"cases": 2}),
    Scene("refused.request_open", {"cases": 2}),
    *plain("refused", "order_closed not_of_order no_recheck no_order"),
)
