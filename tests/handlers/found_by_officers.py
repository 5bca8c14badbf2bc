"""What the lookups of officers and administrators find on the days of crawl.py."""

from collections.abc import Callable
from typing import Any

from handlers.admin.wanted import (
    AccidentTypes,
    AuthorityOrders,
    CaseNumbers,
    CasePapers,
    DayNow,
    EffectOf,
    EntriesFound,
    EntryCard,
    EntryFault,
    EvidenceList,
    EvidenceOf,
    ExampleCases,
    ExampleDraft,
    Happening,
    Health,
    HoursNow,
    LadderFault,
    LadderNow,
    LawNamed,
    LawsCalled,
    LawTouches,
    LibraryCounts,
    MatrixGaps,
    MatrixRow,
    NameFault,
    OrderNow,
    OrderSheet,
    PaperOrder,
    PeriodNamed,
    PeriodsNear,
    PersonCard,
    PlaceCard,
    QuietNow,
    RetiredPlaces,
    ShiftsNow,
    SitePlanNow,
    StaffCalled,
    SurveyLatest,
    Usage,
    WaitingToJoin,
    WithoutNames,
    WouldChange,
    WouldGet,
)
from handlers.questions import Lookup
from workflow.survey import Asked

PROBLEMS = [{"kind": "no_backup"}, {"kind": "unread", "count": 2}, {"kind": "chain_behind", "count": 7}]


def _health(day: Any, asked: Health) -> dict[str, Any]:
    """A good day, one on which something is wrong, and one on which more is than a glance shows."""
    problems = (PROBLEMS * 2)[: day.listed] if day.sure else PROBLEMS[: day.photos]
    figures = {"received": 12, "sent": 30, "platforms": [], "backup": None, "restored": None, "chain": 812}
    return {"problems": problems, **figures}


POST = {"id": "m1", "role": "worker", "name": "员工", "department": "生产部", "area": "冲压车间", "may_end": True}
AWAY = {"deputy": "p2", "name": "王芳", "since": "2026-11-24", "until": "2026-12-03"}


def _person(day: Any, asked: PersonCard) -> dict[str, Any] | None:
    """Here, away, shut out, or of no department; or nobody's to see."""
    known = {
        "id": "p1",
        "code": "zhangwei",
        "name": "张伟",
        "department": "设备部" if day.found else "",
        "tasks": day.photos,
        "count": 3,
    }
    posts = [{**POST, "id": f"m{n}"} for n in range(min(day.found, 6))]
    away = {"away": AWAY if day.hurts else None, "blocked": not day.sure, "may_change": bool(day.verbs)}
    return {**known, "posts": posts, **away, "platforms": ["wecom"]} if day.case else None


def _called(day: Any, asked: StaffCalled) -> list[dict[str, str]]:
    """Somebody by their name, several, or nobody."""
    count = (1 if day.sure else 0) if asked.name else day.found
    return [{"id": f"p{n}", "name": f"p{n}", "department": "设备部"} for n in range(count)]


ROW = {"department": "d1", "owner": "p1"}
TOLD = {"name": "张伟", "house": "设备部", "for_area": "", "for_equipment": "", "for_category": ""}


def _gaps(day: Any, asked: MatrixGaps) -> dict[str, Any]:
    items = [{"area": f"a{n}", "place": "冲压车间", "category": "fire", "left": ""} for n in range(day.listed)]
    return {"items": items, "total": 2 * len(items), "more": asked.page == 0 and bool(items)}


def _would_get(day: Any, asked: WouldGet) -> dict[str, Any]:
    place = {"area": day.place or "", "equipment": "", "category": "mechanical", "gone": not day.sure}
    people = {"owner": "张伟" if day.sure else "", "acceptor": "赵敏", "instead": ""}
    return {**place, **people, "row": TOLD if day.case else None}


def _would_change(day: Any, asked: WouldChange) -> dict[str, Any] | None:
    """Rows on two pages, nothing at all, errors, or a file that is gone."""
    wrong = ["“人员”B3（姓名）是空的：这一格必须填"] if not day.alternatives else []
    rows = [{"kind": "added", "sheet": "人员", "what": "li 李强", "cells": []}] * day.listed
    counts = {"added": day.listed, "changed": 0, "unchanged": 40, "total": len(rows), "first": 0, "digest": "d"}
    return {**counts, "rows": rows, "errors": wrong, "more": asked.page == 0 and bool(rows)} if day.case else None


def _place(day: Any, asked: PlaceCard) -> dict[str, Any] | None:
    known = {
        "name": "食堂",
        "names": ["食堂", "Canteen"],
        "own": 1,
        "code": "ST",
        "colour": "red" if day.sure else "",
        "in_use": day.photos,
    }
    return {**known, "retired": bool(day.alike)} if day.case else None


TOLD_OF = {
    **{"kind": "accident", "day": "2026-11-20", "words": "压伤食指", "cases": ["h1"], "accident": "machinery"},
    **{"severity": "minor", "authority": ""},
}


def _evidence(day: Any, asked: EvidenceOf) -> dict[str, Any] | None:
    """As it is, corrected before, withdrawn, or not there."""
    told = TOLD_OF | {"kind": asked.kind}
    known = {"version": 1 if day.sure else 2, "withdrawn": bool(day.alike), "told": told, "cases": ["YH-20261123-0001"]}
    return {**known, "former": told if day.hurts else None} if day.case else None


def _evidence_list(day: Any, asked: EvidenceList) -> dict[str, Any]:
    items = [{"id": f"e{n}", "withdrawn": not day.sure, **TOLD_OF, "kind": asked.kind} for n in range(day.listed)]
    return {"items": items, "total": 2 * len(items), "more": asked.page == 0 and bool(items)}


def _example_draft(day: Any, asked: ExampleDraft) -> dict[str, Any] | None:
    """None, closed, or chosen before."""
    told = {"number": "YH-1", "category": "mechanical", "words": "防护罩松了", "done": "换了螺栓", "on": "2026-11-30"}
    return {**told, "state": "closed" if day.sure else "waits"} if day.case else None


def _example_cases(day: Any, asked: ExampleCases) -> list[dict[str, Any]]:
    told = {"number": "YH-1", "on": "2026-11-30", "told": False, "words": "防护罩松了"}
    return [{"id": f"h{n}", **told} for n in range(day.listed)]


def _survey_latest(day: Any, asked: SurveyLatest) -> dict[str, Any] | None:
    """None, open, over with few answers, or over with its result."""
    if not day.case:
        return None
    counted = {asked: {"yes": 4, "partly": 1, "no": 1, "unsure": 0} for asked in Asked} if day.sure else {}
    days = {"day": "2026-11-01", "until": "2026-11-15", "next": "2027-01-20"}
    return {**days, "id": "v1", "open": not day.sure, "again": day.sure, "told": 40, "answers": 6, "counted": counted}


def _effect(day: Any, asked: EffectOf) -> dict[str, Any]:
    """Compared, with nothing before it, or empty."""
    head = {"empty": not day.case, "against": asked.against, "first": "2026-10-01", "last": "2026-11-23"}
    if not day.sure:
        return {**head, "figures": []}
    number = {"value": 0.9, "counts": 90, "of": 100, "small": False}
    figure = {"name": "on_time", "kind": "rate", "now": number, "then": number, "verdict": "same", "section": "figure"}
    counts = {"happened": 1, "hurt": 1, "near_misses": 0, "linked": 1}
    accidents = {"now": counts, "then": counts, "verdict": "unknown"}
    then = {"then_first": "2026-07-01", "then_last": "2026-08-23", "remarks": {"now": 1, "then": 0}}
    return {**head, **then, "figures": [figure], "accidents": accidents}


def _order(day: Any, n: int) -> dict[str, Any]:
    """An order in the works, put right, or closed."""
    state = "open" if not day.sure else "closed" if day.hurts else "put_right"
    named = {"id": f"h{n}", "order": "应急责改〔2026〕15号", "authority": "市应急管理局", "until": "2026-12-03"}
    return {**named, "total": day.listed, "left": 0 if day.sure else 1, "state": state}


def _orders(day: Any, asked: AuthorityOrders) -> dict[str, Any]:
    items = [_order(day, n) for n in range(day.listed)]
    return {"items": items, "total": 2 * len(items), "more": asked.page == 0 and bool(items)}


def _order_now(day: Any, asked: OrderNow) -> dict[str, Any] | None:
    case = {"state": "closed", "words": "插座烧黑了", "area": "仓库"}
    cases = [{**case, "id": f"h{n}", "number": f"YH-20261123-000{n}"} for n in range(1, 2 + day.listed)]
    recheck = {"paper": "应急复查〔2026〕3号", "day": "2026-12-05", "cleared": True}
    return {**_order(day, 1), "items": cases, "recheck": recheck} if day.case else None


def _order_sheet(day: Any, asked: OrderSheet) -> dict[str, Any] | None:
    """Rows of a workbook about an order, what is wrong with it, or another workbook."""
    row = {"place": "仓库", "words": "插座烧黑了", "requirement": "更换", "until": ""}
    wrong = {"rows": [], "errors": ["“整改项目”B2（问题）是空的"], "total": 1}
    found = {"rows": [row] * (1 + day.listed), "errors": [], "total": 1 + day.listed}
    return (found if day.sure else wrong) if day.alike else None


USED = {
    **{"people": 20, "days": 30, "used": [{"name": "report", "people": 12}], "rare": [{"name": "money", "people": 1}]},
    "steps": [{"name": "repair", "seconds": 90_000, "cases": 12, "few": False}],
}
ENTRY = {"code": "FI-16", "name": "灭火器乱放", "category": "fire", "grade": "general"}
STANDS = {"grade": "general", "limit_days": 0, "requirement": "放回原位", "requirement_en": "", "aliases": []}
BASIS = {
    "law_code": "GB 50140-2005",
    "clause": "5.1.3",
    "law": "建筑灭火器配置设计规范",
    "law_en": "",
    "verified": False,
}
LAW = {"code": "GB 50140-2005", "name": "建筑灭火器配置设计规范", "kind": "standard", "since": "2005-10-01"}


def _entries(day: Any, asked: EntriesFound) -> dict[str, Any]:
    """A full page of more, some, or none."""
    items = [{**ENTRY, "code": f"FI-{n}"} for n in range(min(day.listed, 5))]
    return {"items": items, "total": 2 * len(items), "more": asked.page == 0 and bool(items)}


def _entry(day: Any, asked: EntryCard) -> dict[str, Any] | None:
    """In use or retired; of the company's own, or shipped; or nobody's to see."""
    told = {
        "condition": "",
        "requirement": "放回原位",
        "limit_days": 0,
        "aliases": [],
        "law": "",
        "since": "",
        "until": "",
    }
    marks = {"sound": "", "verified": False, "own": day.sure, "retired": bool(day.alike), "cases": day.photos}
    kept = {"version": 1, "requirement_in": "requirement", "stands": {**STANDS, **BASIS}}
    return {**ENTRY, **told, **marks, **kept} if day.case else None


def _law(day: Any, asked: LawNamed) -> dict[str, Any] | None:
    """The old one that was picked; the new one where its code is known, in force or not."""
    if asked.code.startswith("GB"):
        return {**LAW, "until": "", "replaced_by": "", "standing": ""}
    known = {**LAW, "code": asked.code, "since": "2026-10-01" if day.sure else "2001-01-01"}
    return {**known, "until": "", "replaced_by": "", "standing": "not_yet"} if day.case else None


def _touches(day: Any, asked: LawTouches) -> dict[str, Any]:
    entries = {f"FI-{n}": 1 for n in range(day.listed)}
    return {"entries": entries, "names": [*entries][:3], "own": day.photos, "verified": [], "cases": day.found}


STEPS = [[-1, ["owner"]], [0, ["owner", "team_leader"]], [1, ["safety_officer"]], [3, ["safety_director"]]]


def _ladder(day: Any, asked: LadderNow) -> dict[str, Any] | None:
    """Their own or the usual one, with cases on it or none."""
    now = {"grade": asked.grade, "steps": STEPS, "own": STEPS if day.sure else [], "cases": day.found}
    return now if day.case else None


HOURS = {"code": "D", "shift": "白班", "starts": "08:00", "ends": "20:00", "next": "2026-11-24T08:00:00+08:00"}


def _hours(day: Any, asked: HoursNow) -> dict[str, Any] | None:
    """On their shift or off; let be then or not."""
    return {"name": "张伟", **HOURS, "on_shift": day.sure, "heeded": bool(day.verbs)} if day.case else None


MADE = ["file", "order", "acceptance", "major"]
PERIOD = {"named": "2026", "words": "2026 年"}
TO_SIGN = {"made": "statistics", "number": "TJ-20261127-0001", "about": "2026 年"}
FOUND_BY_OFFICERS: dict[type[Lookup], Callable[[Any, Any], Any]] = {
    Health: _health,
    AuthorityOrders: _orders,
    OrderNow: _order_now,
    OrderSheet: _order_sheet,
    MatrixGaps: _gaps,
    MatrixRow: lambda day, asked: {**ROW, "name": "张伟", "exact": day.hurts is not None} if day.sure else None,
    WouldGet: _would_get,
    WouldChange: _would_change,
    SitePlanNow: lambda day, asked: (
        {"plan": "s1", "taken_at": "2026-11-23T01:00:00+00:00", "outlined": 5, "missing": ["焊接车间"], "more": 2}
        if day.case
        else None
    ),
    Usage: lambda day, asked: USED if day.case else None,
    PlaceCard: _place,
    RetiredPlaces: lambda day, asked: [{"id": f"r{n}", "name": f"r{n}"} for n in range(day.listed)],
    NameFault: lambda day, asked: None if day.sure else {"reason": "name_taken", "name": asked.name},
    DayNow: lambda day, asked: {"day": asked.day, "kind": "rest", "works": not day.sure, "past": not day.case},
    HoursNow: _hours,
    ShiftsNow: lambda day, asked: [{"code": f"S{n}", "name": f"s{n}"} for n in range(day.found)],
    QuietNow: lambda day, asked: {"quiet": day.sure, "said": None} if day.case else None,
    LadderNow: _ladder,
    LadderFault: lambda day, asked: None if day.sure else "no_step_at_limit",
    LibraryCounts: lambda day, asked: {"total": 500, "own": 3, "retired": day.photos, "unsound": day.listed},
    EntriesFound: _entries,
    EntryCard: _entry,
    EntryFault: lambda day, asked: None if day.sure else {"reason": "entry_too_long", "most": 60},
    LawsCalled: lambda day, asked: [
        {**LAW, "code": f"GB {n}-2005", "until": "", "replaced_by": "", "standing": ""}
        for n in range(min(day.found, 6))
    ],
    LawNamed: _law,
    LawTouches: _touches,
    StaffCalled: _called,
    PersonCard: _person,
    WaitingToJoin: lambda day, asked: day.photos,
    CasePapers: lambda day, asked: {"number": "YH-20261123-0001", "made": MADE[: day.listed + 1]} if day.case else None,
    PaperOrder: lambda day, asked: TO_SIGN if day.case else None,
    PeriodsNear: lambda day, asked: [PERIOD] * min(day.listed, 1),
    PeriodNamed: lambda day, asked: PERIOD if day.sure or asked.words == "2026" else None,
    EvidenceOf: _evidence,
    EvidenceList: _evidence_list,
    AccidentTypes: lambda day, asked: [{"code": f"t{n}", "name": f"t{n}"} for n in range(day.found)],
    CaseNumbers: lambda day, asked: ["YH-20261123-0001" for _ in asked.cases],
    EffectOf: _effect,
    ExampleDraft: _example_draft,
    WithoutNames: lambda day, asked: asked.words,
    ExampleCases: _example_cases,
    SurveyLatest: _survey_latest,
    Happening: lambda day, asked: None if day.sure else "fire",
}
