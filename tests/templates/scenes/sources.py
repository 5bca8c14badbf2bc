"""Where cases come from, and what an authority has found: each topic with its facts."""

from tests.templates.scenes.facts import BARE, CASE, GUARD, STAMPING, Scene, Two, event, plain
from tests.templates.scenes.report import SURE

BUREAU, DOCUMENT = Two("市应急管理局", "City Emergency Management Bureau"), Two("应急责改〔2026〕15号", "EM (2026) 15")
ORDER = {"authority": BUREAU, "number": DOCUMENT, "until": "2026-12-03"}
REPORTED = event("reported", None, words=GUARD, authority=BUREAU)
FOUND = {**CASE, "source": "authority", "source_id": DOCUMENT, "due_locked": True, "timeline": [REPORTED]}
ROW = {"number": 1, "words": GUARD, "place": STAMPING, "category": "mechanical", "major": False, "until": ""}
ROWS = {
    "order": ORDER,
    "rows": [ROW, {**ROW, "number": 2, "place": "", "major": True}, {**ROW, "number": 3, "until": "2026-12-10"}],
    **{"total": 3, "nowhere": [], "most": 50, "photos": 1},
}
SCENES = (
    *plain("finding", "officers photo authority number number_again until until_again until_past"),
    Scene("finding.what", {"order": ORDER}),
    Scene("report.confirm", {**SURE, "order": ORDER}, "of an order"),
    Scene("report.confirm", {**SURE, "order": ORDER, "photos": 0, "dangerous": True}, "of an order, dangerous"),
    Scene("finding.done", {"case": FOUND}),
    Scene(
        "finding.done", {"case": {**BARE, **{n: FOUND[n] for n in ("source", "source_id", "due_locked")}}}, "nobody's"
    ),
    *(Scene(f"{topic}", {"case": FOUND}, "of an order") for topic in ("case.card", "task.new")),
    *(
        Scene("case.card", {"case": {**CASE, "source": source, "source_id": number, "due_locked": locked}}, source)
        for source, number, locked in (
            ("emergency", "fire", False),
            ("inspection", "R-12", True),
            ("sensor", None, False),
            ("hse", "8841", False),
        )
    ),
    *(
        Scene(f"finding.{topic}", {**ROWS, **more}, note)
        for topic in ("rows", "rows_again")
        for more, note in (({}, ""), ({"nowhere": [2], "photos": 0}, "a place not clear"), ({"total": 51}, "too many"))
    ),
    Scene("finding.rows_hurt", {"numbers": [1, 3]}),
    *(Scene(f"finding.{topic}", {"order": ORDER, "total": 3}) for topic in ("rows_done", "rows_left")),
    Scene("refused.findings_many", {"most": 50}),
    Scene("refused.order_incomplete", {"most": 60}),
    *plain("refused", "limit_past order_photo"),
)
