"""Deputies: each topic with its facts."""

from tests.templates.scenes.facts import ZHANG, Scene, Two, plain

DAYS = {"name": ZHANG, "since": "2026-11-24", "until": "2026-12-03"}

SCENES = (
    Scene("deputy.who", {"found": 3, "name": "", "missed": ""}),
    Scene("deputy.who", {"found": 0, "name": Two("阿强", "Aqiang"), "missed": ""}, "nobody found"),
    *plain("deputy", "who_else since since_past until until_before which_day declined back"),
    *(Scene(f"deputy.{block}", DAYS) for block in ("sure", "named", "yours", "replaced")),
    *(Scene(f"deputy.{block}", {"name": ZHANG}) for block in ("over", "ended", "refused", "instead", "digest")),
    *plain("refused", "deputy_self deputy_gone deputy_past deputy_none deputy_over"),
    Scene("refused.deputy_long", {"days": 90}),
    Scene("refused.deputy_circle", {"name": ZHANG}),
)
