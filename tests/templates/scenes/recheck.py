"""The recheck of a closed case: each topic with its facts."""

from tests.templates.scenes.facts import CASE, Scene, event, of_case

SCENES = (
    Scene("recheck.ask", {"case": CASE, "event": {**event("recheck_asked", None), "facts": {"days": 7}}}),
    *of_case("recheck", "noted"),
)
