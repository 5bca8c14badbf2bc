"""Steering a case: each topic with its facts."""

from datetime import datetime

from tests.templates.scenes.facts import CASE, REASON, SHANGHAI, THURSDAY, ZHAO, Scene, Two, event, of_case, plain

LATER = datetime(2026, 12, 3, 18, 0, tzinfo=SHANGHAI)
RESTING = {**CASE, "suspended_until": LATER, "due_at": datetime(2026, 12, 6, 18, 0, tzinfo=SHANGHAI)}
STANDS = Two("停产", "The line stands")


def _told(topic: str, kind: str) -> Scene:
    case = CASE if kind == "limit_moved" else RESTING
    return Scene(topic, {"case": case, "event": event(kind, ZHAO, reason=REASON)})


SCENES = (
    *plain("steer", "which nothing_done rest_until why_rest not_undone"),
    *of_case("steer", "menu nothing how_long resume_sure left limit_moved resumed"),
    *(Scene("steer.no_such_number", {"said": said}, said) for said in ("9999", "abc")),
    Scene("steer.menu", {"case": RESTING}, "at rest"),
    Scene("steer.why_longer", {"until": THURSDAY}),
    Scene("steer.longer_sure", {"case": CASE, "until": LATER}),
    *(
        Scene("steer.rest_sure", {"case": CASE, "until": until, "reason": STANDS}, note)
        for until, note in (("7", "days"), ("2026-12-03", "a day"))
    ),
    Scene("steer.undo_sure", {"case": CASE, "step": "regraded"}),
    Scene("steer.suspended", {"case": RESTING}),
    *(
        _told(f"{who}.{topic}", kind)
        for who, topic, kind in (
            ("time", "moved", "limit_moved"),
            ("time", "suspended", "suspended"),
            ("report", "limit_moved", "limit_moved"),
            ("report", "suspended", "suspended"),
        )
    ),
    *of_case("time", "resumed"),
    *of_case("report", "resumed"),
    *plain("refused", "limit_asked limit_rests limit_same rest_danger rest_late"),
    Scene("refused.rest_day", {"most": 90}),
)
