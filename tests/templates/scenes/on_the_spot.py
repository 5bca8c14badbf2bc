"""Fixed on the spot: each topic with its facts."""

from typing import Any

from tests.templates.scenes.facts import CASE, LI, Scene, event, of_case, plain

DOUBTS: tuple[dict[str, Any], ...] = (
    {"used_in": "YH-20261101-0002"},
    *({f"{doubt}_photo": True} for doubt in ("same", "future", "earlier", "old", "timeless")),
)
SCENES = (
    *plain("report", "fixed_after"),
    *(Scene("report.fixed", {"photos": n}, f"{n} photos") for n in (2, 4)),
    *of_case("report", "fixed_done"),
    *(
        Scene("accept.new", {"case": CASE, "event": {**event("fixed_on_spot", LI), "facts": facts}}, *facts)
        for facts in DOUBTS
    ),
)
