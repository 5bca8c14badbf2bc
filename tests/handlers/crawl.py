"""Every way through every script: what can be asked and said, found by answering everything in every way."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any

from handlers.dialogue import Asking, Finished, answered, play
from handlers.papers import USUAL_DAYS
from handlers.questions import Entry, Lookup, Question
from handlers.replies import Several
from handlers.routing import SCRIPTS
from handlers.wanted import (
    AlarmCall,
    AlarmNews,
    AmountIn,
    AreasUnder,
    Audience,
    CaseNow,
    CaseNumbered,
    CasePhotos,
    ChartNow,
    ClosedBefore,
    CodesInForce,
    Colleagues,
    DayAfter,
    DayIn,
    DayOfWork,
    DaysAhead,
    Departments,
    Digest,
    DigestNow,
    DraftPhotos,
    DueToday,
    ElsewhereAsked,
    ElsewhereOf,
    ElsewhereRounds,
    EquipmentIn,
    FigureCases,
    FiguresApart,
    FiguresCompared,
    FiguresSheet,
    FileOf,
    Finders,
    FreshCode,
    FreshLink,
    Gathered,
    HandOver,
    HourIn,
    IsAnother,
    IsOneself,
    IsUnheld,
    Joining,
    Label,
    LastSaid,
    LastSteered,
    LikePlaces,
    LongTermCases,
    MajorCases,
    MajorSigns,
    May,
    MoreTime,
    MyReports,
    NameOf,
    NewCode,
    OpenAlready,
    OpenCases,
    OpenRequests,
    OrderOf,
    OverdueCases,
    OwnName,
    PlaceIn,
    PlaceNames,
    Sealed,
    Search,
    SeenAt,
    ShiftsTaken,
    SpanIn,
    Suggest,
    SurveyToAnswer,
    TasksInHand,
    ToDo,
    ToScore,
    Unfinished,
    UnnamedCase,
    WantsNoToDo,
    WebDevices,
    WhyNot,
)
from tests.handlers.found_by_officers import FOUND_BY_OFFICERS
from workflow.danger import means_of
from workflow.library import Category
from workflow.lifecycle import Verb

DEEPEST = 6  # answers; no script asks more before it comes back to a question it has asked


@dataclass(frozen=True)
class Circumstances:
    """What the lookups find: a company on one of its better or worse days."""

    sure: bool = True
    alternatives: int = 3
    place: str | None = "stamping"
    equipment: str | None = "press2"
    photos: int = 1
    found: int = 12  # people, areas, machines
    case: bool = True
    passes: int = 0
    listed: int = 5
    verbs: tuple[Verb, ...] = tuple(Verb)
    grade: str = "general"
    planning: bool = False
    unconfirmed: bool = False
    papers: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    category: Category = Category.MECHANICAL
    hurts: bool | None = None  # what the library says
    alike: str | None = None  # an open case that a report may be the same as
    signs: int = 0  # clauses on major hazards
    vague: bool = False  # the words, very likely


SHIFT = {
    **{"who": "孙立军", "areas": ["冲压车间"], "starts": "2026-11-23T00:00:00+00:00", "taken_at": None},
    **{"cases": 2, "measures": 0, "missed": True},
}
ORDER = {"authority": "市应急管理局", "number": "应急责改〔2026〕15号", "until": "2026-12-03", "same": "h1"}
DAY_OF_WORK = {
    **{name: 1 for name in ("total", "overdue", "today", "later", "accept", "decide", "measures_in_all", "gathered")},
    "day": "2026-11-24",
    "items": [{"id": "h1"}],
    "measures": [],
}
PLACE = {
    **{"number": "YH-20261123-0001", "words": "防护罩松了", "found_at": "冲压车间", "place": "焊接车间"},
    **{"until": "2026-11-30T10:00:00+00:00", "answered": False},
}
ROUND = {
    **{"number": "YH-20261123-0001", "until": "2026-11-30T10:00:00+00:00", "late": False, "total": 1, "answered": 0},
    **{"found": 0, "places": [{"place": "焊接车间", "who": "孙立军", "found": None, "words": ""}]},
}
DAYS = (
    Circumstances(),
    Circumstances(sure=False, place=None, photos=0, passes=1, listed=0),
    Circumstances(category=Category.ENVIRONMENT, hurts=True),
    Circumstances(sure=False, alternatives=0, found=0, equipment=None, passes=99),
    Circumstances(alike="h1"),
    Circumstances(verbs=(), photos=0),
    Circumstances(planning=True, photos=0),
    Circumstances(case=False, listed=0),
    Circumstances(signs=2, photos=0),
    Circumstances(grade="major", unconfirmed=True, photos=0),
    Circumstances(grade="major", papers=("authority", "union"), missing=("congress", "group_report")),
    Circumstances(grade="larger", papers=("order",), photos=0),
    Circumstances(vague=True, photos=0),
)


def device(number: int) -> dict[str, str]:
    """A browser in which somebody is signed in."""
    at = datetime(2026, 11, 23, 8, number, tzinfo=UTC).isoformat()
    return {"id": f"s{number}", "make": "chrome", "system": "android", "opened_at": at, "used_at": at}


def line(number: int) -> dict[str, Any]:
    """A case as one line of a list."""
    return {
        "id": f"h{number}",
        "number": f"YH-20261123-{number:04d}",
        "version": 3,
        "state": "rectifying",
        "stage": None,
        "category": "mechanical",
        "grade": "general",
        "area": "冲压车间",
        "equipment": "2号冲床",
        "words": "防护罩松了",
        "owner": "张伟",
        "due_at": datetime(2026, 11, 26, 10, 0, tzinfo=UTC).isoformat(),
        "light": "yellow",
    }


def _suggest(day: Circumstances, asked: Suggest) -> dict[str, Any]:
    told = asked.category is not None
    names = ("防护罩缺失", "急停失灵", "地面漏油")[: day.alternatives]
    return {
        "category": asked.category or day.category,
        "grade": "general",
        "hurts": day.hurts,
        "means": None,
        "entry": "M-01" if day.sure or asked.entry else None,
        "name": "防护罩缺失" if day.sure else "",
        "named": asked.entry is not None,
        "requirement": "停机，紧固后再开机" if day.sure else "",
        "confidence": 0.9 if day.sure else 0.2,
        "model": "test/1",
        "abstained": not day.sure and not told,
        "fixed": "搬走了" in asked.words,
        "doubt": {"probability": 0.9 if day.vague else 0.1, "reason": "bare_thing", "high": day.vague},
        "alternatives": [{"category": "mechanical", "entry": name, "name": name} for name in names],
    }


def _signs(day: Circumstances, asked: MajorSigns) -> list[dict[str, Any]]:
    sign = {"category": "environment", "question": "炉前有积水吗？", "otherwise": "larger"}
    return [{**sign, "entry": f"O-{n}", "name": f"clause {n}"} for n in range(day.signs)]


def _page(day: Circumstances, page: int) -> dict[str, Any]:
    items = [line(n) for n in range(1, day.listed + 1)]
    return {"items": items, "page": page, "more": page == 0 and bool(items), "total": 2 * len(items)}


def _named(prefix: str, count: int) -> list[dict[str, str]]:
    return [{"id": f"{prefix}{n}", "name": f"{prefix}{n}", "department": "设备部"} for n in range(count)]


def _case(day: Circumstances, asked: CaseNow) -> dict[str, Any] | None:
    kept = {
        "version": 30 if day.sure else 3,
        "number": "YH-20261123-0001",
        "state": "awaiting_acceptance" if day.missing else "planning" if day.planning else "rectifying",
        "grade": day.grade,
    }
    verbs = [str(verb) for verb in day.verbs]
    gate = {"unconfirmed": day.unconfirmed, "papers": list(day.papers), "missing_papers": list(day.missing)}
    people = {"acceptor": "赵敏", "owner": "张伟"}
    found = {**kept, **people, **gate, "passes": day.passes, "verbs": verbs, "plan": _plan(day)}
    found |= {"help": "taken", "danger": "stopped" if day.sure else "running", "means": means_of(day.category)}
    return found if day.case else None


def _plan(day: Circumstances) -> dict[str, Any] | None:
    """A plan in the making with two stages, a complete one, or none."""
    if not day.alternatives:
        return None
    missing = ["goal", "method", "funds"] if day.sure else []
    stages = ["2026-12-03T10:00:00+00:00", "2027-01-15T10:00:00+00:00"]
    return {"stands": "making", "missing": missing, "stages": stages[: day.photos + 1], "stage": 1}


def _alarm_call(day: Circumstances, asked: AlarmCall) -> dict[str, str]:
    if not day.case:
        return {"phone": "", "duty": "", "unreached": "", "unreached_phone": ""}
    return {"phone": "8110", "duty": "周强", "unreached": "马海涛", "unreached_phone": "8201"}


def _hand_over(day: Circumstances, asked: HandOver) -> dict[str, Any] | None:
    """A leader's own, of whatever size, taken over or not."""
    if not day.sure:
        return None
    taken = {"starts": SHIFT["starts"], "taken_at": SHIFT["starts"] if day.case else None, "may_take": True}
    return {"cases": [], "total": day.listed, "measures": [], "held": 0, "waits": day.listed, **taken}


def _more_time(day: Circumstances, asked: MoreTime) -> dict[str, Any] | None:
    """What is tapped; of words too many days, none, or nothing that is understood."""
    if not asked.words.isdecimal() and not day.photos:
        return None
    days = int(asked.words) if asked.words.isdecimal() else 91 if day.sure else 0
    return {"days": days, "until": "2026-12-01T10:00:00+00:00", "limit": "2026-11-26T10:00:00+00:00"}


def _joining(day: Circumstances, asked: Joining) -> dict[str, Any] | None:
    """Of somebody with no, one or several namesakes; decided already; or another one's business."""
    known = [{"id": f"p{n}", "name": f"李强 E{n}"} for n in range(day.photos if day.alternatives else 3)]
    state = {"state": "open" if day.case and day.verbs else "granted", "by": "韩磊"}
    request = {"id": "j1", "name": "李强", "department": "冲压车间", "namesakes": known}
    return {**request, **state} if day.case else None


def _open_requests(day: Circumstances, asked: OpenRequests) -> dict[str, Any]:
    """Two, one of them of somebody who may stand in the list already, with others after them; or none."""
    asker = {"name": "李强", "bot": "telegram:1", "address": "100200300", "department": "冲压车间"}
    items = [{"id": f"j{n}", **asker, "known": bool(n)} for n in range(2 if day.sure else 0)]
    return {"items": items, "rest": day.photos}


def _last_steered(day: Circumstances, asked: LastSteered) -> dict[str, str] | None:
    """One of what can be undone, by the day; or nothing that could be."""
    before = {"assigned": "p1", "regraded": "general", "limit_moved": "2026-12-01T10:00:00+00:00", "suspended": "x"}
    kind = [*before][(day.found + day.photos + day.passes) % 4]
    return {"kind": kind, "from": before[kind]} if day.verbs else None


FOUND: dict[type[Lookup], Callable[[Circumstances, Any], Any]] = {
    Suggest: _suggest,
    MajorSigns: _signs,
    PlaceIn: lambda day, asked: {"area": day.place, "equipment": day.equipment, "assumed": not day.sure},
    PlaceNames: lambda day, asked: {"area": "冲压车间", "equipment": "2号冲床" if asked.equipment else ""},
    AreasUnder: lambda day, asked: _named("area", day.found) if asked.parent is None else [],
    EquipmentIn: lambda day, asked: _named("machine", day.found),
    DraftPhotos: lambda day, asked: day.photos,
    CaseNow: _case,
    CasePhotos: lambda day, asked: 14 if day.sure else day.photos,
    CaseNumbered: lambda day, asked: "h1" if day.case else None,
    LastSteered: _last_steered,
    WhyNot: lambda day, asked: {"reason": "own_case", "facts": {}} if day.sure else None,
    IsAnother: lambda day, asked: day.sure,
    IsUnheld: lambda day, asked: day.sure,
    DayAfter: lambda day, asked: "2026-12-02" if asked.since and day.hurts else "2026-12-03",
    SeenAt: lambda day, asked: {"asked": day.case, "at": "2026-11-24T08:31:00+00:00" if day.sure else None},
    AlarmCall: _alarm_call,
    AlarmNews: lambda day, asked: 0 if asked.seen or not day.sure else day.photos,
    IsOneself: lambda day, asked: day.sure,
    Colleagues: lambda day, asked: [] if asked.name else _named("colleague", day.found),
    Departments: lambda day, asked: _named("department", int(day.sure) if asked.said else day.found),
    MyReports: lambda day, asked: _page(day, asked.page),
    ToDo: lambda day, asked: _page(day, asked.page),
    OpenCases: lambda day, asked: _page(day, asked.page),
    LongTermCases: lambda day, asked: _page(day, asked.page),
    OverdueCases: lambda day, asked: _page(day, asked.page),
    DueToday: lambda day, asked: _page(day, asked.page),
    MajorCases: lambda day, asked: _page(day, asked.page),
    ChartNow: lambda day, asked: (
        {"empty": not day.listed, "drill": [("fire", "消防")] * day.listed} if day.case else None
    ),
    DigestNow: lambda day, asked: {"facts": {}, "lists": ["overdue"], "cases": ["c1"]} if day.case else None,
    Digest: lambda day, asked: {"at": "07:30", "off": not day.sure} if day.case else None,
    FiguresSheet: lambda day, asked: {"empty": not day.case},
    FiguresApart: lambda day, asked: _page(day, asked.page) | {"items": [{"key": f"d{n}"} for n in range(day.listed)]},
    FiguresCompared: lambda day, asked: {},
    FigureCases: lambda day, asked: {**_page(day, asked.page), "hidden": 0},
    SpanIn: lambda day, asked: {"unit": "month", "day": "2026-10-01", "as_of": ""} if day.sure else None,
    Gathered: lambda day, asked: _page(day, asked.page),
    WantsNoToDo: lambda day, asked: not day.sure,
    DayOfWork: lambda day, asked: DAY_OF_WORK if day.case else None,
    HandOver: _hand_over,
    ShiftsTaken: lambda day, asked: {"shifts": [SHIFT] * day.listed, "more": 0} if day.case else None,
    HourIn: lambda day, asked: "06:30" if day.sure else None,
    Finders: lambda day, asked: [] if asked.name else _named("teammate", day.found),
    May: lambda day, asked: day.case,
    OrderOf: lambda day, asked: ORDER if day.sure else None,
    CodesInForce: lambda day, asked: day.photos,
    NewCode: lambda day, asked: {"token": "t", "digest": "d"},
    ClosedBefore: lambda day, asked: {"number": "YH-20261101-0001", "times": 1} if day.alike else None,
    OpenAlready: lambda day, asked: day.alike,
    DaysAhead: lambda day, asked: 7 if day.sure else -1,
    NameOf: lambda day, asked: "李强",
    Joining: _joining,
    OpenRequests: _open_requests,
    UnnamedCase: lambda day, asked: {"hazard": "h1", "number": "YH-20261123-0001"} if day.case else None,
    Sealed: lambda day, asked: (
        {"id": "u1", "number": "YH-20261123-0001", "name": "林志远", "reason": "有人受伤"} if day.sure else None
    ),
    FreshLink: lambda day, asked: {"code": "0123456789abcdefghijkl", "digest": "d"},
    WebDevices: lambda day, asked: [device(n) for n in range(min(day.listed, 3))],
    FreshCode: lambda day, asked: {
        "code": "ABCD-2345" if asked.short else "join_0123456789abcdefghijkl",
        "digest": "d",
    },
    ToScore: lambda day, asked: {
        "case": line(1) if day.case and not asked.without else None,
        "total": int(day.case and not asked.without),
    },
    Audience: lambda day, asked: 12 if day.sure else 0,
    LikePlaces: lambda day, asked: ["焊接车间", "仓库"] if day.sure else [],
    ElsewhereOf: lambda day, asked: ROUND if day.alternatives == 0 else None,
    SurveyToAnswer: lambda day, asked: {"id": "v1", "state": "open" if day.case else "over"},
    ElsewhereAsked: lambda day, asked: PLACE if day.case else None,
    ElsewhereRounds: lambda day, asked: [{"id": "h1", **ROUND}] if day.case else [],
    FileOf: lambda day, asked: {"cases": 0 if not day.case else 30_000 if not day.sure else 12},
    LastSaid: lambda day, asked: asked.sent,
    Search: lambda day, asked: {**_page(day, asked.page), "many": False},
    TasksInHand: lambda day, asked: [line(n) for n in range(1, min(day.listed, 3) + 1)],
    Unfinished: lambda day, asked: day.sure,
    MoreTime: _more_time,
    DayIn: lambda day, asked: "2026-12-03" if day.sure or asked.words in USUAL_DAYS else None,
    AmountIn: lambda day, asked: 300_000 if day.sure else None,
    OwnName: lambda day, asked: ["李强"] if not day.sure and day.case and "李强" in asked.words else [],
    Label: lambda day, asked: f"{asked.kind}.{asked.code}",
    **FOUND_BY_OFFICERS,
}


def finding(day: Circumstances) -> Callable[[Lookup], Any]:
    """What answers lookups on such a day."""
    return lambda lookup: FOUND[type(lookup)](day, lookup)


PLACES = ("place_card", "add_place", "rename_place", "retire_place")
# How scripts are opened; beside the bare ones, with what cards, commands and other scripts give them.
OPENINGS: tuple[tuple[str, Mapping[str, Any]], ...] = (
    *((script, {"hazard": "h1", "seen": 3}) for script in SCRIPTS if script not in ("raise_alarm", "list_file")),
    ("score_reports", {"done": 2, "of": 3, "last": "h2"}),
    ("undo_score", {"done": 2, "of": 3, "last": "h2"}),
    ("answer_elsewhere", {"answer": "a1", "found": True}),
    ("list_file", {"listed": {"list": "OpenCases"}}),
    ("take_over", {"starts": "2026-11-23T00:00:00+00:00", "cases": 2}),
    ("fill_plan", {"hazard": "h1", "just": "taken"}),
    ("fill_plan", {"hazard": "h1", "just": "noted", "filled": "goal"}),
    ("fill_plan", {"hazard": "h1", "just": "noted", "dropped": True}),
    ("fill_plan", {"hazard": "h1", "just": "kept"}),
    ("raise_alarm", {"kind": "fire", "text": "二号炉着火了"}),
    ("tell_alarm", {"hazard": "h1", "kind": "fire", "area": "stamping"}),
    ("report_hazard", {"text": "冲压2号机防护罩松了", "photos": 1}),
    ("report_hazard", {"photos": 2, "new": True}),
    ("report_hazard", {"text": "通道堆了托盘，已经搬走了", "photos": 1, "new": True}),
    ("report_hazard", {"area": "stamping", "equipment": "press2"}),
    ("split_album", {"parts": [{"ids": [f"m{n}"], "text": f"{n}号机漏油", "photos": [f"p{n}"]} for n in range(3)]}),
    ("equipment_code", {"words": "2号冲床"}),
    ("add_pictures", {"hazard": "h1", "photos": 1}),
    ("report_hazard", {"for_another": True}),
    ("report_hazard", {"for_another": True, "finder": "李师傅", "text": "防护罩松了", "new": True}),
    ("report_finding", {"same": "h1"}),
    ("report_finding", {"sheet": "s1"}),
    ("show_help", {"more": True}),
    *((script, {"everything": True}) for script in ("status", "usage")),
    ("people", {"words": "张伟"}),
    ("give_feedback", {"words": "按钮太小"}),
    ("answer_feedback", {"feedback": "f1"}),
    *((script, {"what": what, "place": "a1"}) for script in PLACES for what in ("area", "department")),
    ("rename_place", {"place": "a1", "undo": True, "names": ["食堂", "Canteen"], "if_names": ["食堂", "Mess"]}),
    ("colour_area", {"place": "a1", "to": "red", "undo": True, "if_now": "blue"}),
    ("colour_area", {"place": "a1", "undo": True, "if_now": "blue"}),
    *(("retire_place", {"what": "area", "place": "a1", "to": to}) for to in ("back", "retire")),
    ("undo_site_plan", {"plan": "s1", "if_now": "s2"}),
    ("undo_site_plan", {"if_now": "s2"}),
    ("calendar", {"day": "2026-12-05", "kind": "rest", "undo": True, "if_now": "work"}),
    ("library", {"words": "灭火器"}),
    ("library", {"which": "retired", "page": 1}),
    ("library_entry", {"entry": "FI-16"}),
    *((script, {"entry": "FI-16"}) for script in ("change_entry", "retire_entry")),
    ("change_entry", {"entry": "FI-16", "undo": "limit", "values": {"limit_days": 3}, "version": 2}),
    ("retire_entry", {"entry": "FI-16", "back": True, "version": 2}),
    ("new_law", {"undo": "GB 50140-2026", "added": True, "replaces": "GB 50140-2005", "carried": {"FI-15": 2}}),
    *(("ladder", {"grade": grade}) for grade in ("general", "major")),
    ("set_ladder", {"grade": "general", "usual": True}),
    ("set_ladder", {"grade": "general", "undo": True, "steps": [], "if_now": [[0, ["owner"]]]}),
    ("hours", {"words": "张伟"}),
    ("set_shift", {"person": "p1"}),
    ("set_shift", {"person": "p1", "undo": True, "to": "D", "if_now": "N"}),
    ("set_quiet", {"quiet": False}),
    ("set_quiet", {"undo": True, "if_now": False}),
    ("bulk_change", {"sheet": "s1", "name": "公司.xlsx"}),
    ("record_evidence", {"kind": "remark"}),
    ("answer_survey", {"survey": "v1"}),
    ("call_survey_back", {"survey": "v1"}),
    *(("correct_evidence", {"kind": kind, "version": n}) for kind in ("accident", "remark") for n in (1, 2)),
    ("undo_correction", {"version": 1}),
    ("matrix", {"words": "冲压车间漏电"}),
    ("set_owner", {"area": "a1", "category": "fire"}),
    ("set_owner", {"area": "a1", "category": "fire", "undo": True, "department": "d1", "owner": "p1", "if_now": "p2"}),
    *(
        ("undo_staff", {"person": "p1", "undo": what, "of": "m1"})
        for what in ("end", "resume", "move", "leave", "back", "block", "unblock")
    ),
    ("choose_language", {"language": "en"}),
    ("choose_to_do", {"off": True}),
    ("choose_to_do", {"off": False}),
    ("search", {"words": "防护罩"}),
    ("figures", {"only": [["department_id", "d1"]]}),
    *(("figures_by", {"page": n}) for n in range(2)),
    *(("figures_which", {"page": n}) for n in range(5)),
    *(
        ("figures_cases", {"figure": "on_time", "others": others, "page": n})
        for n in range(2)
        for others in (True, False)
    ),
    ("figures_apart", {"page": 1}),
    ("work_on_task", {"hazard": "h1", "greeting": "task.taken"}),
    ("work_on_task", {"hazard": "h1", "greeting": "task.noted"}),
    ("work_on_task", {"hazard": "h1", "said": "装好了", "received": True}),
)


@dataclass(frozen=True)
class Way:
    """A script on its way: how it was opened, what has been answered, where it stands."""

    script: str
    args: Mapping[str, Any]
    day: Circumstances
    stands: Asking | Finished
    journal: list[Entry] = field(default_factory=list)


def results_of(stands: Asking | Finished) -> Sequence[Any]:
    """What a script has come to: nothing while it asks; of several things to say each."""
    if isinstance(stands, Asking):
        return ()
    return stands.result.said if isinstance(stands.result, Several) else (stands.result,)


def start(script: str, args: Mapping[str, Any], day: Circumstances, journal: list[Entry]) -> Asking | Finished:
    return play(SCRIPTS[script].start("d1", args), journal, finding(day))


def answers(question: Question) -> Iterator[dict[str, Any]]:
    """Everything that can be answered: each button that does not open something else, words, pictures."""
    for option in question.options:
        if option.opens is None:
            yield {"choice": option.value}
    if question.text:
        yield {"text": "三号门口地上一大滩油"}
    if question.parts:
        yield {"text": "灭火器过期了", "part": {"ids": ["m1"], "photos": ["p1"], "late": True}}
    if question.photos:
        yield {"text": "", "photos": 1}
        yield {"text": "换好了", "photos": 2}


def _sight(stands: Asking | Finished) -> Any:
    """What a person sees; a script that shows the same again need not be followed twice."""
    if isinstance(stands, Finished):
        return type(stands.result), getattr(stands.result, "topic", None), getattr(stands.result, "script", None)
    question = stands.question
    return question.key, question.topic, repr(question.options), tuple(sorted(question.facts))


def ways(script: str, args: Mapping[str, Any], day: Circumstances) -> Iterator[Way]:
    """Every way through a script, each sight once."""
    seen: set[Any] = set()
    ahead: list[tuple[list[Entry], int]] = [([], 0)]
    while ahead:
        journal, depth = ahead.pop(0)
        stands = start(script, args, day, journal)
        if _sight(stands) in seen:
            continue
        seen.add(_sight(stands))
        yield Way(script, args, day, stands, journal)
        if isinstance(stands, Asking) and depth < DEEPEST:
            ahead += [(answered(stands, "m1", **answer), depth + 1) for answer in answers(stands.question)]


@cache
def everywhere() -> tuple[Way, ...]:
    """Every way through every script on every day."""
    return tuple(way for day in DAYS for script, args in OPENINGS for way in ways(script, args, day))
