"""What safety officers read of those who are not reached on their platform."""

from handlers.unreachable import KINDS, Why
from tests.templates.scenes.facts import LI, STAMPING, ZHANG, ZHAO, Scene

_NO_WORK = {"total": 0, "left": 0, "heirs": []}
_LOST = {"name": LI, "why": "gone", "about": "task", "number": "YH-20261123-0007", **_NO_WORK}
_HANDED = {**_LOST, "total": 6, "heirs": [ZHAO, ZHANG]}
_UNASKED = {"about": "", "number": ""}
_WHY = [str(why) for why in Why if why is not Why.LEFT]
_GROUP_WHY = [str(why) for why in (Why.GONE, Why.REFUSED, Why.NO_ANSWER, Why.OUR_FAULT)]
SCENES = (
    *(Scene("platform.unreachable", {**_LOST, "why": why}, why) for why in _WHY),
    *(
        Scene("platform.unreachable", {**_LOST, "about": kind, "number": ""}, kind)
        for kind in sorted({*KINDS, "other"})
    ),
    Scene("platform.unreachable", _HANDED, "handed over"),
    Scene("platform.unreachable", {**_HANDED, "left": 2}, "nobody for some"),
    Scene("platform.unreachable", {**_HANDED, **_UNASKED}, "nothing missed"),
    Scene("platform.unreachable", {**_LOST, **_UNASKED}, "nothing missed, nothing open"),
    *(Scene("platform.group_lost", {"area": STAMPING, "why": why, "robot": False}, why) for why in _GROUP_WHY),
    Scene("platform.group_lost", {"area": STAMPING, "why": "gone", "robot": True}, "robot"),
)
