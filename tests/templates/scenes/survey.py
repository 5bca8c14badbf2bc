"""The survey: each topic with its facts."""

from typing import Any

from tests.templates.scenes.facts import Scene, plain
from workflow.survey import Asked

DAYS: dict[str, Any] = {"day": "2026-11-24", "until": "2026-12-08", "next": "2027-02-12"}
SENT = {**DAYS, "id": "s", "told": 48, "answers": 31, "open": False, "again": False}
COUNTED = {str(asked): {"yes": 21 - n, "partly": 6, "no": 2 + n, "unsure": 2} for n, asked in enumerate(Asked)}

SCENES = (
    Scene("survey.asked", {"until": DAYS["until"]}),
    *(Scene(f"survey.{asked}", {"number": n, "of": 5}) for n, asked in enumerate(Asked, 1)),
    *plain("survey", "thanks nothing over answered none_sent left sure_back goes_on called_back"),
    Scene("survey.results", {**SENT, "open": True, "counted": {}}, "open"),
    Scene("survey.results", {**SENT, "answers": 3, "counted": {}}, "too few"),
    Scene("survey.results", {**SENT, "counted": COUNTED}, "over"),
    Scene("survey.soon", {**SENT, "counted": {}}),
    *plain("refused", "survey_over survey_answered"),
    Scene("refused.survey_soon", {"again": DAYS["next"]}),
    Scene("survey.sure", {"readers": 48, "days": 14}),
    Scene("survey.sent", {"readers": 48, "days": 14}),
)
