"""What the lookups of officers and administrators find on the days of crawl.py."""

from collections.abc import Callable
from typing import Any

from handlers.admin.wanted import (
    AuthorityOrders,
    CasePapers,
    DayNow,
    Health,
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
    RetiredPlaces,
    StaffCalled,
    Usage,
    WaitingToJoin,
    WouldChange,
    WouldGet,
)
from handlers.questions import Lookup

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
    Usage: lambda day, asked: USED if day.case else None,
    PlaceCard: _place,
    RetiredPlaces: lambda day, asked: [{"id": f"r{n}", "name": f"r{n}"} for n in range(day.listed)],
    NameFault: lambda day, asked: None if day.sure else {"reason": "name_taken", "name": asked.name},
    DayNow: lambda day, asked: {"day": asked.day, "kind": "rest", "works": not day.sure, "past": not day.case},
    StaffCalled: _called,
    PersonCard: _person,
    WaitingToJoin: lambda day, asked: day.photos,
    CasePapers: lambda day, asked: {"number": "YH-20261123-0001", "made": MADE[: day.listed + 1]} if day.case else None,
    PaperOrder: lambda day, asked: TO_SIGN if day.case else None,
    PeriodsNear: lambda day, asked: [PERIOD] * min(day.listed, 1),
    PeriodNamed: lambda day, asked: PERIOD if day.sure or asked.words == "2026" else None,
}
