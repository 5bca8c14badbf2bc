"""What safety officers read of those who are not reached on their platform."""

from handlers.unreachable import KINDS, Why
from tests.templates.scenes.facts import LI, Scene

_LOST = {"name": LI, "why": "gone", "about": "task", "number": "YH-20261123-0007"}
_WHY = [str(why) for why in Why if why is not Why.LEFT]
SCENES = (
    *(Scene("platform.unreachable", {**_LOST, "why": why}, why) for why in _WHY),
    *(
        Scene("platform.unreachable", {**_LOST, "about": kind, "number": ""}, kind)
        for kind in sorted({*KINDS, "other"})
    ),
)
