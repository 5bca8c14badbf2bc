"""More time: each topic with its facts."""

from tests.templates.scenes.facts import (
    CASE,
    MONDAY,
    REASON,
    THURSDAY,
    TIMELINE,
    ZHANG,
    ZHAO,
    Scene,
    Two,
    because,
    event,
    of_case,
    plain,
)

_ASKED = {**event("time_asked", ZHANG, reason=REASON), "facts": {"days": 3}}
ASKED = {**CASE, "asked_until": THURSDAY, "timeline": [*TIMELINE, _ASKED]}
SCENES = (
    *plain("time", "how_long how_many_days why_not"),
    Scene("time.why", {"until": THURSDAY}),
    Scene("time.not_later", {"limit": THURSDAY}),
    Scene("time.at_most", {"most": 90}),
    Scene("time.sent", {"case": ASKED, "event": None}),
    *of_case("time", "decided granted"),
    *(
        Scene("time.asked", {"case": {**ASKED, "asked_until": until}, "event": None}, t)
        for until, t in ((THURSDAY, ""), (MONDAY, "past the day it asks for"))
    ),
    because("time.refused", "time_refused", ZHAO, reason=Two("能按时改", "Can be done in time")),
    *of_case("report", "time_granted"),
    *plain("refused", "due_locked own_request directors no_granter"),
    Scene("refused.days", {"most": 90}),
    Scene("refused.time_changed", {"days": 7}),
)
