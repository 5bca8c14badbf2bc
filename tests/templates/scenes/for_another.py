"""Reporting for another: each topic with its facts."""

from tests.templates.scenes.facts import BARE, CASE, LI, Scene, Two, event
from tests.templates.scenes.report import SURE

WANG = Two("王芳", "Wang Fang")
FOR_LI = {**CASE, "typist": WANG}
REPORTED = {**event("reported", WANG), "facts": {"entered_by": "p2"}}
SCENES = (
    Scene("report.for_whom", {"found": 7, "name": "", "missed": ""}),
    Scene("report.for_whom", {"found": 0, "name": "", "missed": ""}, "no team"),
    Scene("report.for_whom", {"found": 0, "name": Two("王二小", "Wang Er"), "missed": ""}, "nobody of that name"),
    Scene("report.for_whom", {"found": 7, "name": "", "missed": Two("王二小", "Wang Er")}, "the team instead"),
    Scene("report.confirm", {**SURE, "finder": LI}, "for another"),
    Scene("report.done", {"case": FOR_LI}, "for another"),
    Scene("report.fixed_done", {"case": FOR_LI}, "for another"),
    Scene("report.finder_stays", {"case": FOR_LI}),
    Scene("report.for_you", {"case": FOR_LI}),
    Scene("report.for_you", {"case": {**BARE, "typist": WANG}}, "nobody's"),
    Scene("case.card", {"case": {**FOR_LI, "timeline": [REPORTED]}}, "for another"),
)
