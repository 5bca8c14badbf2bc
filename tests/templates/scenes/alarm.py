"""Something happens now: each topic with its facts."""

from typing import Any

from tests.templates.scenes.facts import BARE, LI, PRESS, ZHANG, ZHOU, Scene, Two, event, plain
from workflow.emergency import Emergency

FIRE: dict[str, Any] = {
    **BARE,
    "source": "emergency",
    "source_id": "fire",
    "words": Two("二号炉着火了，烟很大", "furnace 2 is on fire, a lot of smoke"),
    "timeline": [{**event("alarm_raised", LI), "facts": {"unsure": False}}],
}


REACHED = {"unreached": "", "unreached_phone": ""}
FIRST = {"kind": "fire", "phone": "8110", "duty": ZHOU}
MA = Two("马海涛", "Ma Haitao")
LEG = Two("有个人腿伤了", "somebody has hurt a leg")


def _told(what: str, photos: int = 0, **words: Two) -> dict[str, Any]:
    return {**event("alarm_told", LI, **words), "facts": {"what": what, "photos": photos}}


SCENES = (
    *(Scene("alarm.raised", {"kind": kind, "phone": "8110", "duty": ZHOU, **REACHED}, kind) for kind in Emergency),
    Scene("alarm.raised", {"kind": "fire", "phone": "", "duty": "", **REACHED}, "no number, nobody on duty"),
    Scene("alarm.raised", {**FIRST, "unreached": MA, "unreached_phone": "8201"}, "who is on duty has no chat"),
    Scene("alarm.raised", {**FIRST, "unreached": MA, "unreached_phone": ""}, "and no telephone"),
    Scene("alarm.sure", {"case": {**FIRE, "timeline": [*FIRE["timeline"], _told("words", news=LEG)]}}),
    Scene("alarm.sure", {"case": {**FIRE, "timeline": [*FIRE["timeline"], _told("called")]}}, "without words"),
    *plain("alarm", "passed_on lasts goes_on ended"),
    Scene("alarm.stranger", {"kind": "fire", "phone": "8110"}),
    Scene(
        "alarm.alert",
        {"case": {**FIRE, "timeline": [{**event("alarm_raised", LI), "facts": {"unsure": True}}]}},
        "place not said",
    ),
    Scene("alarm.false", {"case": FIRE, "event": event("false_alarm", None)}, "by the reporter"),
    Scene("alarm.alert", {"case": {**FIRE, "equipment": PRESS}}),
    Scene("alarm.news", {"case": FIRE, "event": _told("called")}),
    Scene(
        "alarm.news",
        {"case": FIRE, "event": _told("words", 2, news=Two("三号门那边", "near gate 3"))},
        "words and photos",
    ),
    *(
        Scene(f"alarm.{block}", {"case": FIRE, "event": event("responding", ZHANG)})
        for block in ("responder", "over", "false")
    ),
    *(Scene(f"alarm.{block}", {"case": FIRE}) for block in ("your_way", "still_on", "called_off")),
    Scene("alarm.stood_down", {"case": {**FIRE, "owner": ZHANG}}),
    Scene("alarm.stood_down", {"case": FIRE}, "nobody's"),
)
