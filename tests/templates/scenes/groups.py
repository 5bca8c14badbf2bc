"""What the chat of an area reads: each topic with its facts."""

from tests.templates.scenes.facts import PRESS, STAMPING, Scene, Two, plain

PAINT = Two("涂装车间", "Paint shop")
POST = {"number": "YH-20261123-0007", "grade": "major", "state": "rectifying", "area": STAMPING, "equipment": PRESS}
FIGURES = {"area": STAMPING, "new": 3, "closed": 2, "open": 9, "overdue": 1}

SCENES = (
    *plain("group", "hello denied"),
    Scene("group.which_area", {"was": ""}),
    Scene("group.which_area", {"was": PAINT}, "it has one"),
    *(Scene(f"group.{topic}", {"area": STAMPING, "was": ""}) for topic in ("bound", "begins")),
    *(Scene(f"group.{topic}", {"area": STAMPING, "was": PAINT}, "it had one") for topic in ("bound", "begins")),
    *(Scene(f"group.{topic}", POST, buttons=("show",)) for topic in ("major", "confirmed", "closed")),
    Scene("group.major", {**POST, "equipment": ""}, "no equipment", buttons=("show",)),
    Scene("group.lowered", {**POST, "grade": "larger"}, buttons=("show",)),
    Scene("group.set_aside", {**POST, "state": "invalid"}, buttons=("show",)),
    Scene("group.set_aside", {**POST, "state": "merged"}, "merged", buttons=("show",)),
    Scene("group.daily", FIGURES),
    Scene("group.daily", {**FIGURES, "overdue": 0}, "nothing overdue"),
    Scene("group.daily", {**FIGURES, "new": 0, "closed": 0, "open": 0, "overdue": 0}, "nothing to say"),
)
