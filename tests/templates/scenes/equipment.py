"""The QR code on a machine: each topic with its facts."""

from tests.templates.scenes.facts import PRESS, STAMPING, Scene, Two

NAMES = {"area": STAMPING, "equipment": PRESS}
SCENES = (
    Scene("equipment.which", {"missed": ""}),
    Scene("equipment.which", {"missed": Two("大家伙", "the big one")}, "not found"),
    Scene("equipment.again", {**NAMES, "count": 1}, "one"),
    Scene("equipment.again", {**NAMES, "count": 2}, "two"),
    Scene("equipment.link", {**NAMES, "link": "", "start": "eq_Zk3vT0mJc9o1QhYb7uLw2A"}),
)
