"""What officers read of the escalation ladders: each topic with its facts."""

from tests.templates.scenes.facts import Scene, plain

STEPS = [
    [-1, ["owner"]],
    [0, ["owner", "team_leader"]],
    [1, ["owner", "team_leader", "safety_officer", "department_head"]],
    [3, ["safety_director", "executive"]],
]
DAILY = [[None, ["owner", "safety_director", "executive"]], [0, ["owner", "executive"]]]
GENERAL = {"grade": "general", "steps": STEPS, "own": [], "cases": 12}
MAJOR = {"grade": "major", "steps": DAILY, "own": DAILY, "cases": 0}
SCENES = (
    *plain("ladder", "grade when"),
    Scene("ladder.card", GENERAL),
    Scene("ladder.card", MAJOR, "of the company's own"),
    Scene("ladder.which", GENERAL),
    *(Scene(f"ladder.{block}", {"step": [1, ["owner", "executive"]]}) for block in ("what", "roles")),
    Scene("ladder.roles", {"step": [-3, []]}, "nobody yet"),
    *(Scene("ladder.days", {"when": when}, when) for when in ("before", "after")),
    *(Scene(f"ladder.{block}", GENERAL) for block in ("sure", "set", "put_back")),
    *(Scene(f"ladder.{block}", {**MAJOR, "steps": []}, "as usual") for block in ("sure", "set")),
    *plain("refused", "no_step_at_limit ladder_tells_nobody role_off_ladder"),
    Scene("refused.ladder_days", {"most": 365}),
)
