"""What is scored, told to many, and asked of like places: each topic with its facts."""

from tests.templates.scenes.facts import CASE, GUARD, LI, STAMPING, THURSDAY, Scene, Two, plain

NOTICE = Two("周五 14:00 全厂停电检修", "The whole plant is without power on Friday from 14:00")
STORE, WELDING = Two("仓库", "Store"), Two("焊接车间", "Welding shop")
UNTIL = THURSDAY.isoformat()
PLACE = {"number": "YH-20261123-0007", "words": GUARD, "found_at": STAMPING, "place": WELDING, "until": UNTIL}
LOOKED = Two("三台都看了，螺栓齐", "all three looked at, no bolt missing")
ANSWERS = [
    {"place": WELDING, "who": LI, "found": False, "words": LOOKED},
    {"place": STORE, "who": LI, "found": None, "words": ""},
]
ROUND = {"number": "YH-20261123-0007", "until": UNTIL, "late": False, "total": 2, "answered": 1, "found": 0}

SCENES = (
    Scene("score.card", {"case": CASE, "number": 3, "of": 17}),
    *(Scene("score.done", {"done": 17, "skipped": skipped}, f"{skipped} skipped") for skipped in (0, 2)),
    Scene("score.skipped", {"skipped": 1}),
    *plain("score", "none"),
    *plain("broadcast", "what whom which_role which_place no_such_place left nobody"),
    Scene("broadcast.shorter", {"most": 500}),
    *(
        Scene("broadcast.sure", {"words": NOTICE, "role": role, "place": place, "readers": 12}, note)
        for role, place, note in (("owner", "", "a role"), ("", STAMPING, "a place"), ("", "", "everybody"))
    ),
    Scene("broadcast.sent", {"readers": 12}),
    Scene("broadcast.told", {"words": NOTICE, "by": LI}),
    *(
        Scene("elsewhere.sure", {"number": "YH-20261123-0007", "places": [WELDING, STORE], "until": until}, note)
        for until, note in (("7", "days"), ("2026-12-03", "a day"))
    ),
    *plain("elsewhere", "until over"),
    *(Scene("elsewhere.no_rounds", {"may": may}, note) for may, note in ((True, ""), (False, "who may not ask"))),
    Scene("elsewhere.sent", {"number": "YH-20261123-0007", "places": 2}),
    *(Scene(f"elsewhere.{topic}", {"number": "YH-20261123-0007"}) for topic in ("left", "none", "thanks")),
    *(Scene(f"elsewhere.{topic}", PLACE) for topic in ("asked", "found_what", "looked_at")),
    *(
        Scene("elsewhere.answered", {**PLACE, "words": LOOKED, "found": found, "waits": waits, "total": 2}, note)
        for found, waits, note in ((True, 1, "found"), (False, 0, "the last"))
    ),
    Scene("elsewhere.progress", {**ROUND, "places": ANSWERS}),
    Scene("elsewhere.rounds", {"rounds": [ROUND]}),
    *plain("refused", "own_report scored_before score_gone broadcast_nobody elsewhere_not_asked elsewhere_answered"),
    Scene("refused.broadcast_long", {"most": 500}),
    Scene("refused.elsewhere_day", {"most": 30}),
    *(Scene(f"refused.{topic}", {"number": "YH-20261123-0007"}) for topic in ("elsewhere_asked", "elsewhere_none")),
    *(Scene(f"unknown.{topic}", {"said": "/serch"}) for topic in ("command", "no_command")),
)
