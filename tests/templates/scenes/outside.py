"""What lies with somebody outside: each topic with its facts."""

from datetime import datetime

from tests.templates.scenes.facts import (
    CASE,
    LI,
    NOBODYS,
    REASON,
    SHANGHAI,
    TIMELINE,
    ZHANG,
    ZHAO,
    Scene,
    Two,
    event,
    of_case,
    plain,
)

PARTY = Two("园区物业", "Park management")
MOVED = event("moved_outside", ZHAO, party=PARTY)
HELD = event("contained", ZHAO, measure=Two("围起来了", "Fenced in"))
OUTSIDE = {
    **CASE,
    "state": "outside",
    "stage": None,
    "owner": ZHAO,
    "party": PARTY,
    "outside_until": datetime(2026, 12, 3, 18, 0, tzinfo=SHANGHAI),
    "timeline": [*TIMELINE[:2], HELD, MOVED],
}
BARE_LETTER = {**OUTSIDE, "equipment": "", "requirement": "", "law": "", "timeline": [*TIMELINE[:1], MOVED]}
AUTHORITY = Two("区应急管理局", "District emergency office")
TOLD = {**event("authority_told", ZHAO, authority=AUTHORITY), "facts": {"day": "2026-11-24", "photos": 1}}
BY_ANOTHER = {**TOLD, "words": {"authority": AUTHORITY, "person": LI}, "facts": {"day": "2026-11-24", "photos": 0}}
BACK = event("sent_back", ZHANG, reason=REASON)
AGAIN = {**OUTSIDE, "timeline": [*OUTSIDE["timeline"], BACK, event("remained_outside", None)]}
ITS_OFFICER_LEFT = {**AGAIN, "owner_left": True}
OPENED = event("reopened", LI, reason=REASON)
ANSWERED = event("outside_answered", ZHAO, answer=Two("下周来修", "they come next week"))

SCENES = (
    *plain("outside", "party measure measure_pictured until which_day sent answer next_day authority person receipt"),
    *plain("outside", "report_day report_which_day why_back"),
    Scene("outside.letter", {"case": OUTSIDE}),
    Scene("outside.letter", {"case": BARE_LETTER}, "bare"),
    *(Scene(f"outside.{topic}", {"case": OUTSIDE}) for topic in ("letter_noted", "answer_noted", "report_noted")),
    *of_case("outside", "brought_back"),
    Scene("outside.brought_back", {"case": {**CASE, **NOBODYS}}, "nobody's"),
    Scene("outside.news", {"case": OUTSIDE, "event": ANSWERED}),
    Scene("outside.news", {"case": OUTSIDE, "event": event("letter_sent", ZHAO)}, "no words"),
    Scene("outside.reported", {"case": OUTSIDE, "event": TOLD}),
    Scene("outside.reported", {"case": OUTSIDE, "event": BY_ANOTHER}, "by another, without a receipt"),
    *(Scene(f"outside.{topic}", {"case": OUTSIDE}) for topic in ("due", "unsolved")),
    Scene("outside.not_solved", {"case": AGAIN, "event": BACK}),
    Scene("outside.not_solved", {"case": ITS_OFFICER_LEFT, "event": OPENED}, "reopened, who followed it up has left"),
    Scene("outside.not_solved", {"case": {**CASE, "state": "assigned"}, "event": BACK}, "read later, in the house"),
    *(Scene(topic, {"case": AGAIN}, "outside") for topic in ("accept.sent_back", "case.reopened")),
    *(Scene(topic, {"case": ITS_OFFICER_LEFT}, "outside, left") for topic in ("accept.sent_back", "case.reopened")),
    Scene("report.sent_back", {"case": AGAIN, "event": BACK}, "outside"),
    Scene("report.reopened", {"case": ITS_OFFICER_LEFT, "event": OPENED}, "outside, who followed it up has left"),
    Scene("case.card", {"case": AGAIN}, "outside again"),
    *(Scene(f"{topic}.outside", {"case": OUTSIDE}) for topic in ("task", "report")),
    *of_case("report", "brought_back"),
    Scene("case.card", {"case": OUTSIDE}, "outside"),
    *plain("refused", "whom measure_first answer report_day"),
    Scene("refused.outside_day", {"most": 90}),
    Scene("assist.over", {"case": OUTSIDE, "event": event("moved_outside", ZHANG, party=PARTY)}, "outside"),
)
