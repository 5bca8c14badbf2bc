"""A major hazard, its grade and its papers: each topic with its facts."""

from tests.templates.scenes.facts import (
    BARE,
    CASE,
    MAJOR,
    TIMELINE,
    ZHANG,
    ZHAO,
    Scene,
    Two,
    event,
    of_case,
    plain,
)
from tests.templates.scenes.plan import BEGUN, MAKING, PLAN, PLANNED

LIN = Two("林志远", "Lin Zhiyuan")
SOME = ["congress", "group_report"]
CONFIRMED = {**MAJOR, "unconfirmed": False, "missing_papers": SOME, "papers": ["authority", "union"]}
READY = {**CONFIRMED, "missing_papers": []}
ANOTHERS = Two("别的隐患的", "another case's")
GRAVER, NOT_LISTED = Two("后果更重", "Graver outcome"), Two("够不上重大", "Not on the list of major")


def paper(kind: str, **words: Two) -> dict[str, object]:
    return {**event(kind, LIN, **words), "facts": {"paper": "authority", "day": "2026-11-23"}}


def last(case: dict[str, object], happened: dict[str, object], *before: dict[str, object]) -> dict[str, object]:
    return {**case, "timeline": [*TIMELINE, *before, happened]}


def graded(topic: str, was: str, grade: str, reason: Two) -> Scene:
    happened = {**event("regraded", ZHAO, reason=reason), "facts": {"from": was}}
    return Scene(topic, {"case": {**CASE, "grade": grade}, "event": happened})


GRADE = (
    Scene("major.new", {"case": MAJOR, "event": event("reported", None, words=Two("松了", "loose"))}),
    Scene("major.new", {"case": MAJOR, "event": event("regraded", ZHAO, reason=GRAVER)}, "raised"),
    Scene("major.new", {"case": {**BARE, "grade": "major"}, "event": None}, "nobody's"),
    Scene("major.perhaps", {"case": MAJOR}),
    Scene("major.perhaps", {"case": BARE}, "nobody's"),
    Scene("major.new", {"case": {**MAJOR, "department": ""}, "event": None}, "no department"),
    Scene("major.waiting", {"case": MAJOR}),
    Scene("major.waiting", {"case": {**MAJOR, "director": "executive"}}, "no director"),
    *(
        Scene(f"major.{topic}", {"case": case, "event": event("major_confirmed", LIN)}, note)
        for topic in ("confirm_done", "confirmed", "published")
        for case, note in ((CONFIRMED, ""), ({**CONFIRMED, "owner": "", "department": ""}, "nobody's"))
    ),
    Scene("major.papers_due", {"case": CONFIRMED}),
    graded("major.withdrawn", "major", "larger", NOT_LISTED),
    graded("major.regraded", "general", "larger", GRAVER),
    Scene("major.graded", {"case": MAJOR}),
    Scene("major.graded", {"case": {**CASE, "grade": "larger"}}, "lower"),
    Scene("major.graded", {"case": BARE}, "nobody's"),
    *(Scene("major.sure", {"case": case}, note) for case, note in ((CASE, ""), (BARE, "nobody's"))),
    *plain("major", "which_grade why_raise why_lower cause harm difficulty"),
)
SAID = {
    "cause": Two("卡扣老化，没有按月检查", "worn clips, no monthly check"),
    "harm": Two("手被卷入，可能致残", "a hand can be drawn in and lost"),
    "difficulty": Two("要停产两天换整套防护", "two days without production for new guards"),
}
HELD = event("contained", ZHANG, measure=Two("断电挂牌，派人看守", "power off, tagged, guarded"))
REPORT = (
    Scene("major.report", {"case": last(CONFIRMED, event("major_described", LIN, **SAID), HELD)}),
    Scene("major.report", {"case": last({**BARE, "grade": "major"}, event("major_described", LIN, **SAID))}, "bare"),
    *(
        Scene("major.report", {"case": last({**CONFIRMED, **plan}, event("major_described", LIN, **SAID))}, name)
        for name, plan in (
            ("planned", {"plan": PLAN, "planned": PLANNED}),
            ("plan begun", {"plan": MAKING, "planned": BEGUN}),
        )
    ),
)
SCAN = {"paper": "authority", "law": "work_safety_law", "article": 41, "verified": True}
PAPERS = (
    *plain("papers", "which which_wrong by day day_again why_struck"),
    Scene("papers.scan", SCAN),
    Scene("papers.scan", {"paper": "evaluation", "law": "order_16", "article": 18, "verified": False}, "not verified"),
    Scene("papers.scan_needed", SCAN),
    Scene("papers.sent", {"paper": "union", "photos": 2}),
    Scene("papers.recorded", {"case": last(CONFIRMED, paper("paper_recorded", by=LIN))}),
    Scene("papers.recorded", {"case": last(READY, paper("paper_recorded"))}, "the last, by oneself"),
    *(Scene(f"papers.{topic}", {"case": READY}) for topic in ("ordered", "complete")),
    Scene("papers.strike_done", {"case": last(CONFIRMED, paper("paper_struck"))}),
    Scene("papers.strike_done", {"case": last(READY, paper("paper_struck"))}, "nothing missing"),
    *(
        Scene(
            "papers.struck",
            {"case": case, "event": paper("paper_struck", reason=ANOTHERS)},
            n,
        )
        for case, n in ((CONFIRMED, ""), (READY, "nothing missing"))
    ),
)
ELSEWHERE = (
    Scene("danger.running", {"case": MAJOR}, "major"),
    Scene("task.new", {"case": {**MAJOR, "danger": "running"}}, "major, not held"),
    *(
        Scene("accept.new", {"case": case, "event": event("submitted", ZHANG, remark=Two("换好了", "replaced"))}, note)
        for case, note in ((MAJOR, "unconfirmed"), (CONFIRMED, "papers missing"))
    ),
    Scene("accept.plan_first", {"case": CONFIRMED}),
    Scene(
        "major.confirmed",
        {"case": CONFIRMED, "event": {**event("major_confirmed", LIN), "facts": {"repaired": True}}},
        "repaired",
    ),
    Scene("major.confirm_done", {"case": {**CONFIRMED, "director": "executive"}}, "by the executive"),
    *(Scene("accept.waiting", {"case": c}, n) for c, n in ((MAJOR, "unconfirmed"), (CONFIRMED, "papers missing"))),
    Scene("case.card", {"case": {**MAJOR, "timeline": TIMELINE}}, "unconfirmed"),
    Scene("case.card", {"case": {**CONFIRMED, "timeline": [*TIMELINE, paper("paper_recorded", by=LIN)]}}, "major"),
    Scene("case.card", {"case": {**READY, "timeline": TIMELINE}}, "major, all papers there"),
    *of_case("refused", "unconfirmed no_paper no_plan same_grade ordered major_aside"),
    Scene("refused.group_early", {"case": CONFIRMED}),
    Scene("refused.papers", {"case": CONFIRMED, "missing": ",".join(SOME)}),
    *plain("refused", "paper_day paper_early paper_photo"),
)
SCENES = (*GRADE, *REPORT, *PAPERS, *ELSEWHERE)
