"""What asks to be seen and was not: each topic with its facts."""

from tests.templates.scenes.facts import CASE, MAJOR, MONDAY, ZHANG, ZHAO, ZHOU, Scene
from tests.templates.scenes.major import CONFIRMED

RUNNING = {**CASE, "danger": "running"}
FEW = {"who": [ZHOU, ZHANG], "since": MONDAY}
MANY = {"who": [ZHOU, ZHANG, ZHAO, ZHOU, ZHANG, ZHAO], "since": MONDAY}
NOBODY = {"who": [], "since": MONDAY}
WAITS = ((FEW, "two of them"), (MANY, "many of them"), (NOBODY, "nobody reached"))
DANGER, MAJORS = ("contain", "show"), ("confirm_major", "not_major", "show")

SCENES = (
    *(
        Scene(f"{name}.{block}", {"case": {**case, "unseen": waits}}, note)
        for name, case in (("danger", RUNNING), ("major", MAJOR))
        for block in ("unseen", "unseen_by_all")
        for waits, note in WAITS
    ),
    Scene("danger.unseen", {"case": {**MAJOR, "danger": "running", "unseen": FEW}}, "major"),
    Scene("danger.unseen_by_all", {"case": {**MAJOR, "danger": "running", "unseen": FEW}}, "major"),
    Scene("major.unseen", {"case": {**CONFIRMED, "unseen": FEW}}, "confirmed"),
    Scene("seen.noted", {"case": RUNNING, "seen_at": None}, buttons=DANGER),
    Scene("seen.noted", {"case": RUNNING, "seen_at": MONDAY.isoformat()}, "once more", buttons=DANGER),
    Scene("seen.noted", {"case": MAJOR, "seen_at": None}, "major", buttons=MAJORS),
    Scene("seen.noted", {"case": {**MAJOR, "danger": "running"}, "seen_at": None}, "major, not held", buttons=DANGER),
    Scene("seen.noted", {"case": CONFIRMED, "seen_at": None}, "confirmed", buttons=("hand_in_paper", "show")),
)
