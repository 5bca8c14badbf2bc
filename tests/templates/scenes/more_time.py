"""More time: each topic with its facts."""

from tests.templates.scenes.facts import CASE, MONDAY, REASON, ZHANG, ZHAO, Scene, Two, because, event, of_case, plain

ASKED = {**CASE, "asked_until": MONDAY}
SCENES = (
    *plain("time", "how_long how_many_days why why_not"),
    *of_case("time", "sent decided granted"),
    *(
        Scene("time.asked", {"case": ASKED, "event": e}, t)
        for e, t in ((event("time_asked", ZHANG, reason=REASON), ""), (None, "by the clock"))
    ),
    because("time.refused", "time_refused", ZHAO, reason=Two("能按时改", "Can be done in time")),
    *of_case("report", "time_granted"),
    *plain("refused", "due_locked own_request directors"),
    Scene("refused.days", {"most": 90}),
)
