"""Plausible facts for every topic, in both languages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from workflow.emergency import Emergency

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=SHANGHAI)  # a Tuesday
MONDAY = datetime(2026, 11, 23, 8, 12, tzinfo=SHANGHAI)
THURSDAY = datetime(2026, 11, 26, 18, 0, tzinfo=SHANGHAI)


class Two(NamedTuple):
    """A fact that reads differently in each language."""

    zh_CN: str
    en: str


ZHOU = Two("周强", "Zhou Qiang")
LI, ZHANG, ZHAO = Two("李强", "Li Qiang"), Two("张伟", "Zhang Wei"), Two("赵敏", "Zhao Min")
STAMPING, PRESS = Two("冲压车间", "Stamping shop"), Two("2号冲床", "Press 2")
GUARD = Two("冲压2号机防护罩松了", "guard of press 2 is loose")
REQUIREMENT = Two("停机，紧固或更换后再开机", "stop the machine, fasten or replace the guard, then start again")
REASON = Two("螺丝还少一个", "one screw is still missing")


def event(kind: str, who: Two | None, **words: Two) -> dict[str, Any]:
    return {"id": f"e-{kind}", "kind": kind, "at": MONDAY, "who": who or "", "words": words, "facts": {}}


TIMELINE = [event("reported", None, words=GUARD), event("assigned", None), event("taken", ZHANG)]
CASE: dict[str, Any] = {
    "id": "h1",
    "number": "YH-20261123-0007",
    "version": 3,
    "state": "rectifying",
    "stage": "waiting_parts",
    "category": "mechanical",
    "source": "worker",
    "source_id": None,
    "grade": "general",
    "area": STAMPING,
    "equipment": PRESS,
    "words": GUARD,
    "owner": ZHANG,
    "due_at": THURSDAY,
    "light": "green",
    "requirement": REQUIREMENT,
    "law": Two("《安全生产法》第三十六条", "Work Safety Law, article 36"),
    "department": Two("设备部", "Equipment"),
    "acceptor": ZHAO,
    "reporter": LI,
    "received_at": MONDAY,
    "closed_at": datetime(2026, 11, 24, 11, 20, tzinfo=SHANGHAI),
    "verified_at": None,
    "passes": 0,
    "merged_into": "",
    "asked_until": None,
    "danger": "",
    "owner_left": False,
    "library_code": "M-01",
    "timeline": TIMELINE,
    "last": TIMELINE[-1],
}
# Nobody's yet, and the barest a case can be.
NOBODYS = {"state": "reported", "stage": None, "owner": "", "department": ""}
BARE = {**CASE, **NOBODYS, "equipment": "", "requirement": "", "law": ""}
# Chosen by an officer among people who belong to no department.
UNPLACED = {**CASE, "department": ""}
# One of a list, as handlers/lookups.py gives it: the moment is text.
ITEM = {**{name: CASE[name] for name in ("number", "state", "area", "words", "light")}, "due_at": THURSDAY.isoformat()}


@dataclass(frozen=True)
class Scene:
    """A topic with its facts; `note` tells several of one topic apart."""

    topic: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""

    @property
    def title(self) -> str:
        return f"{self.topic} ({self.note})" if self.note else self.topic


def _plain(name: str, blocks: str) -> Iterator[Scene]:
    """Topics that need no facts."""
    return (Scene(f"{name}.{block}") for block in blocks.split())


def _of_case(name: str, blocks: str) -> Iterator[Scene]:
    """Topics that need the case and nothing else."""
    return (Scene(f"{name}.{block}", {"case": CASE}) for block in blocks.split())


def _because(topic: str, kind: str, who: Two, **words: Two) -> Scene:
    """A topic told because of an event."""
    return Scene(topic, {"case": CASE, "event": event(kind, who, **words)})


SURE = {
    "area": STAMPING,
    "equipment": PRESS,
    "assumed": False,
    "words": GUARD,
    "category": "mechanical",
    "grade": "general",
    "name": Two("防护罩缺失或松动", "guard missing or loose"),
    "requirement": REQUIREMENT,
    "dangerous": False,
    "confidence": 0.9,
    "named": False,
    "photos": 2,
}
GUESSED = {**SURE, "confidence": 0.4, "assumed": True, "equipment": "", "photos": 0}
UNKNOWN = {**GUESSED, "name": "", "requirement": ""}

REPORT = (
    *_plain("report", "start what_again kind kind_corrected category equipment correct how_bad"),
    Scene("report.where", {"missed": ""}),
    Scene("report.where", {"missed": Two("月球上", "on the moon")}, "not found"),
    Scene("report.confirm", {**SURE, "named": True}, "told"),
    Scene("report.what", {"photos": 1}, "one"),
    Scene("report.what", {"photos": 2}, "two"),
    Scene("report.or_task", {"photos": 1, "items": [ITEM, ITEM]}),
    Scene("report.confirm", SURE, "sure"),
    Scene("report.confirm", {**SURE, "dangerous": True}, "somebody can be hurt"),
    Scene("report.confirm", GUESSED, "guessed"),
    Scene("report.confirm", UNKNOWN, "unknown"),
    Scene("report.done", {"case": CASE}),
    Scene("report.done", {"case": BARE}, "nobody's"),
    Scene("report.done", {"case": UNPLACED}, "no department"),
    *_of_case("report", "reassigned"),
    Scene("report.reassigned", {"case": UNPLACED}, "no department"),
    _because("report.sent_back", "sent_back", ZHAO, reason=REASON),
    _because("report.reopened", "reopened", LI, reason=REASON),
    _because("report.closed", "accepted", ZHAO),
    Scene("report.nudge", {"said": GUARD}),
    Scene("report.nudge", {"said": ""}, "only a photo"),
    *_plain("photo", "not_image too_large too_many_pixels truncated unavailable"),
    Scene("photo.added", {"total": 1}, "one"),
    Scene("photo.added", {"total": 2}, "two"),
)
MAJOR = {**CASE, "grade": "major", "due_at": datetime(2026, 11, 24, 18, 0, tzinfo=SHANGHAI)}
TASK = (
    *_of_case("task", "new not_taken taken noted work submitted passed_on accepted"),
    Scene("task.new", {"case": MAJOR}, "major"),
    Scene("task.new", {"case": {**BARE, "owner": ZHANG}}, "bare"),
    Scene("task.received", {"case": CASE, "photos": 2}),
    Scene("task.received", {"case": CASE, "photos": 1}, "one"),
    Scene("task.received", {"case": {**CASE, "acceptor": ""}, "photos": 0}, "words only"),
    *_plain("task", "after no_photo_reason pass_reason give_back_reason"),
    Scene("task.pass_to", {"found": 7, "name": ""}),
    Scene("task.pass_to", {"found": 0, "name": Two("王二小", "Wang Er")}, "nobody of that name"),
    Scene("task.passed_on", {"case": BARE}, "given back"),
    _because("task.sent_back", "sent_back", ZHAO, reason=REASON),
    _because("task.reopened", "reopened", LI, reason=REASON),
    Scene("task.reassigned", {"case": CASE}),
)
NO_PHOTO = Two("机器在转，拍不了", "the machine is running")
LEFT = {**CASE, "owner_left": True}
ACCEPT = (
    _because("accept.new", "submitted", ZHANG, remark=Two("换了新卡扣", "new clips fitted")),
    Scene("accept.new", {"case": CASE, "event": event("submitted", ZHANG, no_photo_reason=NO_PHOTO)}, "no photo"),
    *_of_case("accept", "waiting done sent_back"),
    *(Scene(f"accept.{topic}", {"photos": n}, f"{n} photos") for topic in ("on_site", "remark_noted") for n in (0, 2)),
    *(Scene(f"accept.{topic}", {"case": LEFT}, "owner has left") for topic in ("sent_back",)),
    *_plain("accept", "reason reason_pictured"),
)
FIRE = {
    **BARE,
    "source": "emergency",
    "source_id": "fire",
    "words": Two("二号炉着火了，烟很大", "furnace 2 is on fire, a lot of smoke"),
    "timeline": [{**event("alarm_raised", LI), "facts": {"unsure": False}}],
}


def _told(what: str, photos: int = 0, **words: Two) -> dict[str, Any]:
    return {**event("alarm_told", LI, **words), "facts": {"what": what, "photos": photos}}


ALARM = (
    *(Scene("alarm.raised", {"kind": kind, "phone": "8110", "duty": ZHOU}, kind) for kind in Emergency),
    Scene("alarm.raised", {"kind": "fire", "phone": "", "duty": ""}, "no number, nobody on duty"),
    *_plain("alarm", "passed_on"),
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
DOUBTS: tuple[dict[str, Any], ...] = ({"used_in": "YH-20261101-0002"}, {"old_photo": True}, {"timeless_photo": True})
SPOT = (
    *_plain("report", "fixed_after"),
    *(Scene("report.fixed", {"photos": n}, f"{n} photos") for n in (2, 4)),
    *_of_case("report", "fixed_done"),
    *(
        Scene("accept.new", {"case": CASE, "event": {**event("fixed_on_spot", LI), "facts": facts}}, *facts)
        for facts in DOUBTS
    ),
)
ASKED = {**CASE, "asked_until": MONDAY}
TIME = (
    *_plain("time", "how_long how_many_days why why_not"),
    *_of_case("time", "sent decided granted"),
    *(
        Scene("time.asked", {"case": ASKED, "event": e}, t)
        for e, t in ((event("time_asked", ZHANG, reason=REASON), ""), (None, "by the clock"))
    ),
    _because("time.refused", "time_refused", ZHAO, reason=Two("能按时改", "Can be done in time")),
    *_of_case("report", "time_granted"),
    *_plain("refused", "due_locked own_request directors"),
    Scene("refused.days", {"most": 90}),
)
DANGER = (
    Scene("task.new", {"case": {**CASE, "danger": "running"}}, "not stopped"),
    Scene("report.done", {"case": {**CASE, "danger": "running"}}, "not stopped"),
    *_of_case("danger", "running held check checked missed"),
    *_plain("danger", "how how_pictured"),
    _because("danger.contained", "contained", ZHANG, measure=Two("断电挂牌", "power off, tagged")),
)
MERGED = {**BARE, "state": "merged", "merged_into": "YH-20261123-0003"}
ASIDE = (
    *_plain("aside", "why_invalid into_which why_back"),
    *_of_case("aside", "marked_invalid"),
    Scene("aside.merged", {"case": MERGED}),
    *(Scene("aside.reinstated", {"case": case}, title) for case, title in ((CASE, ""), (BARE, "nobody's"))),
    _because("report.invalid", "marked_invalid", ZHAO, reason=Two("不会伤人", "Cannot hurt anybody")),
    Scene(
        "report.merged", {"case": MERGED, "event": {**event("merged", ZHAO), "facts": {"number": "YH-20261123-0003"}}}
    ),
    *_of_case("report", "reinstated"),
    Scene("task.set_aside", {"case": MERGED}),
    *_of_case("case", "more"),
    Scene("refused.merge_unknown", {"number": "YH-20261123-9999"}),
    Scene("refused.merge_closed", {"number": "YH-20261123-0003"}),
    *_plain("refused", "merge_itself merge_running own_case"),
)
LATE = {**CASE, "due_at": datetime(2026, 11, 19, 18, 0, tzinfo=SHANGHAI), "light": "red"}
CHOOSE = (
    Scene("choose.new", {"case": BARE}),
    Scene("choose.given_back", {"case": BARE, "event": event("given_back", ZHANG, reason=Two("不归我管", "Not mine"))}),
    Scene("choose.owner_left", {"case": LEFT}),
    Scene("case.reopened", {"case": LEFT}, "owner has left"),
    Scene("report.sent_back", {"case": LEFT, "event": event("sent_back", ZHAO, reason=REASON)}, "owner has left"),
    Scene("report.reopened", {"case": LEFT, "event": event("reopened", LI, reason=REASON)}, "owner has left"),
    Scene("choose.waiting", {"case": BARE}),
    Scene("choose.owner", {"found": 7, "name": ""}),
    Scene("choose.owner", {"found": 0, "name": Two("王二小", "Wang Er")}, "nobody of that name"),
    *_of_case("choose", "done"),
    Scene("major.new", {"case": MAJOR}),
    Scene("major.new", {"case": {**BARE, "grade": "major"}}, "nobody's"),
    Scene("major.new", {"case": {**MAJOR, "department": ""}}, "no department"),
    *_of_case("overdue", "not_taken acceptance"),
    Scene("overdue.owner", {"case": LATE}),
    Scene("overdue.leader", {"case": LATE}),
)
LOOK = (
    Scene("case.card", {"case": {**CASE, "timeline": [*TIMELINE, event("sent_back", ZHAO, reason=REASON)]}}),
    Scene("case.card", {"case": {**BARE, "timeline": TIMELINE[:1]}}, "bare"),
    Scene("case.card", {"case": UNPLACED}, "no department"),
    *_plain("case", "reopen_reason reopen_reason_pictured"),
    *_of_case("case", "reopened verified"),
    Scene("my.reports", {"total": 7, "items": [ITEM] * 5}),
    Scene("my.to_do", {"total": 7, "items": [ITEM] * 5}),
    Scene("my.open", {"total": 7, "items": [ITEM] * 5}),
    *_plain("my", "reports_none to_do_none open_none"),
    Scene("card.stale", {"case": CASE}),
    Scene("card.stale", {"case": {**CASE, "last": TIMELINE[1]}}, "by the clock"),
    *_plain("card", "passed unknown"),
    Scene("picture.line", {"at": MONDAY, "name": ZHANG}),
    Scene("picture.line", {"at": MONDAY, "name": ""}, "nameless"),
)
TALK = (
    *_plain("dialogue", "changed nothing_open nothing_kept"),
    Scene("dialogue.cancelled", {"kept": True}, "kept"),
    Scene("dialogue.cancelled", {"kept": False}, "over"),
    Scene("dialogue.gone", {"said": GUARD}),
    Scene("dialogue.gone", {"said": ""}, "nothing said"),
    *_plain("help", "main language language_chosen"),
    *_plain("unknown", "person words in_dialogue voice video our_fault"),
    Scene("unknown.which_number", {"number": "2"}),
    Scene("unknown.too_long", {"length": 10000, "most": 2000}),
    *_of_case("refused", "changed_since state verified_before"),
    Scene("refused.on_site", {"case": {**CASE, "grade": "larger"}}),
    Scene("refused.recheck_over", {"case": CASE, "days": 30}),
    *_plain(
        "refused",
        "same_owner passed_before officer_chose after_photo reason own_repair no_acceptor not_employed unknown_case "
        "not_yours other_department reported_before area_gone equipment_gone has_left",
    ),
)
OPERATOR = (
    Scene("operator.started", {"address": "http://127.0.0.1:8080", "data": "data/demo"}),
    *_plain("operator", "stopped loop_fell not_migrated no_company not_a_demo imported_before"),
    Scene("operator.migrated", {"database": "sqlite:///data/demo/hazardline.db"}),
    Scene("operator.already_running", {"data": "data/demo"}),
    Scene("operator.port_taken", {"address": "127.0.0.1:8080"}),
    Scene("operator.bad_setting", {"variable": "HAZARDLINE_PORT", "why": "not a number"}),
    Scene("operator.imported", {"tables": [("people", 25, 0, 0), ("areas", 0, 1, 12)]}),
    Scene("operator.nothing_imported", {"count": 3}),
)
# Whatever an error of a workbook tells: storage/workbook_errors.py gives each the place, and what it adds.
CELL: dict[str, Any] = {
    "path": "company.xlsx",
    "sheet": "人员",
    "english": "People",
    "row": 7,
    "column": "部门",
    "cell": "D7",
    "area": "B3:C4",
    "value": "设备科",
    "choices": ["是", "否"],
    "meant": [],
    "target": "部门",
    "limit": 40,
    "length": 61,
    "count": 2,
    "first": 4,
    "other": "F",
    "way": "A1 → A2 → A1",
    "start": "2026-01-01",
    "known": "DEMO",
}
WORKBOOK = """
    no_file not_workbook too_large unpacks_too_large too_many_rows missing_sheet duplicate_sheet no_headings
    missing_column duplicate_column merged_cells formula_without_value error_value missing_value too_long bad_code
    bad_date bad_number unknown_time_zone unknown_yes_no unknown_language unknown_colour unknown_day_kind unknown_grade
    unknown_role unknown_category unknown_site unknown_area unknown_department unknown_contractor unknown_person
    unknown_equipment one_company duplicate_code duplicate_row duplicate_scope area_cycle department_cycle too_deep
    owner_accepts ends_before_start other_company real_company
"""
CHAT = (*REPORT, *ALARM, *TASK, *ACCEPT, *CHOOSE, *TIME, *SPOT, *DANGER, *ASIDE, *LOOK, *TALK)
SCENES: tuple[Scene, ...] = (
    *CHAT,
    *OPERATOR,
    *(Scene(f"workbook.{block}", CELL) for block in WORKBOOK.split()),
    Scene("workbook.unknown_department", {**CELL, "meant": ["D-EQ"]}, "a name instead of a code"),
)
