"""Help from another department, and what is nobody's: each topic with its facts."""

from tests.templates.scenes.facts import (
    BARE,
    CASE,
    TIMELINE,
    UNPLACED,
    ZHANG,
    ZHAO,
    Scene,
    Two,
    event,
    plain,
)

PRODUCTION, SUN = Two("生产部", "Production"), Two("孙立军", "Sun Lijun")
ASKED = {**CASE, "help": "asked", "helper_department": PRODUCTION}
TAKEN = {**ASKED, "help": "taken", "helper": SUN}
DONE = {**CASE, "help": "done", "helper": SUN}
FILLED = {**event("gap_filled", ZHAO), "facts": {"row": "CY/mechanical"}}
NOT_FILLED = {**FILLED, "facts": {"row": None}}
GIVEN_BACK = event("given_back", ZHANG, reason=Two("找不到负责人", "Nobody's"))


def _because(topic: str, kind: str, **words: Two) -> Scene:
    return Scene(f"assist.{topic}", {"case": DONE if topic == "done" else TAKEN, "event": event(kind, SUN, **words)})


SCENES = (
    Scene("assist.which", {"found": 5, "name": ""}),
    Scene("assist.which", {"found": 0, "name": Two("锅炉房", "Boiler house")}, "no such department"),
    *plain("assist", "need how why_not"),
    *(Scene(f"assist.{topic}", {"case": ASKED}) for topic in ("sent", "answered", "withdrawn")),
    Scene("assist.asked", {"case": ASKED, "event": event("help_asked", ZHANG, need=Two("人手", "People"))}),
    *(
        Scene(f"assist.{topic}", {"case": case}, note)
        for topic in ("waiting", "nobody_came")
        for case, note in ((ASKED, "nobody has it"), (TAKEN, "somebody has it"))
    ),
    *(Scene(f"assist.{topic}", {"case": TAKEN}) for topic in ("yours", "has_it", "finished")),
    _because("taken", "help_taken"),
    _because("done", "help_done", remark=Two("断了电，挂了牌", "power is off, tag is on")),
    Scene("assist.done", {"case": DONE, "event": event("help_done", SUN)}, "pictures only"),
    _because("declined", "help_declined", reason=Two("抽不出人", "Nobody free")),
    _because("over", "help_withdrawn"),
    Scene("assist.over", {"case": CASE, "event": event("submitted", ZHANG)}, "submitted"),
    Scene("assist.over", {"case": CASE, "event": event("help_asked", ZHANG)}, "another is asked"),
    Scene("case.card", {"case": {**ASKED, "timeline": TIMELINE}}, "help asked"),
    Scene("case.card", {"case": {**TAKEN, "timeline": TIMELINE}}, "help taken"),
    Scene("case.card", {"case": {**DONE, "timeline": TIMELINE}}, "help done"),
    *plain("refused", "own_department help_asked nobody_there help_report"),
    Scene("choose.given_back", {"case": BARE, "event": {**GIVEN_BACK, "facts": {"gap": True}}}, "nobody's"),
    Scene("choose.done", {"case": {**CASE, "gap": True}}, "the matrix has a gap"),
    Scene("choose.done", {"case": {**UNPLACED, "gap": True}}, "a gap, and no department"),
    Scene("choose.gap_filled", {"case": {**CASE, "last": FILLED}}),
    Scene("choose.gap_filled", {"case": {**CASE, "last": NOT_FILLED}}, "somebody was first"),
    Scene("task.always", {"case": CASE, "event": FILLED}),
)
