"""Anonymous reports: each topic with its facts."""

from tests.templates.scenes.facts import BARE, CASE, GUARD, TIMELINE, Scene, Two, event, of_case, plain
from tests.templates.scenes.report import SURE

UNNAMED = {**event("reopened", None, reason=Two("又坏了", "broken again")), "anonymous": True}
SCENES = (
    Scene("anonymous.start", {"photos": 0}),
    Scene("anonymous.start", {"photos": 1}, "after a picture"),
    Scene("anonymous.off", {"whom": Two("吴静", "Wu Jing")}),
    Scene("anonymous.off", {"whom": ""}, "nobody to ask"),
    Scene("report.confirm", {**SURE, "words": GUARD, "anonymous": True}, "anonymous"),
    Scene("anonymous.done", {"case": CASE}),
    Scene("anonymous.nudge", {"hours": 8}),
    Scene("anonymous.done", {"case": {**BARE, "danger": "running"}}, "nobody's, not stopped"),
    *plain("anonymous", "own_name cancelled expired alarm our_fault no_edits no_finder"),
    *of_case("anonymous", "late"),
    Scene("anonymous.more_pictures", {"photos": 1}, "one"),
    Scene("anonymous.more_pictures", {"photos": 2}, "two"),
    Scene("case.card", {"case": {**CASE, "anonymous": True, "timeline": [*TIMELINE, UNNAMED]}}, "anonymous"),
    Scene("card.stale", {"case": {**CASE, "last": UNNAMED}}, "by an anonymous reporter"),
    Scene("refused.changed_since", {"case": {**CASE, "last": UNNAMED}}, "by an anonymous reporter"),
)
