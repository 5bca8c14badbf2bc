"""Example cases: each topic with its facts."""

from tests.templates.scenes.facts import GUARD, Scene, Two, plain

NUMBER = "YH-20261123-0007"
DONE = Two("螺栓全部换新，加了联锁", "all bolts are new, an interlock was added")
TOLD = {"number": NUMBER, "category": "mechanical", "words": GUARD, "done": DONE}
ON = {"number": NUMBER, "on": "2026-11-30"}
ROWS = [
    {"number": NUMBER, "on": "2026-12-07", "told": False, "words": GUARD},
    {"number": "YH-20261101-0002", "on": "2026-11-23", "told": True, "words": GUARD},
]

SCENES = (
    Scene("example.sure", TOLD),
    *plain("example", "what how none"),
    Scene("example.shorter", {"most": 200}),
    *(Scene(f"example.{topic}", {"number": NUMBER}) for topic in ("chosen", "left", "still_open", "withdrawn")),
    *(Scene("example.chosen_before", {**ON, "state": state}, state) for state in ("waits", "told")),
    *(Scene(f"example.{topic}", ON) for topic in ("sure_back", "stays")),
    Scene("example.list", {"rows": ROWS}),
    Scene("example.told", TOLD),
    Scene("refused.example_open", {"number": NUMBER}),
    Scene("refused.example_long", {"most": 200}),
    Scene("refused.example_chosen", ON),
    *plain("refused", "example_over"),
)
