"""How the charts in chat are answered: as facts that are said and drawn, with names in place of ids."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection

from handlers.digest_periods import heat_of
from handlers.wanted import ChartNow
from storage import board
from storage.board_cases import Moments, moments
from storage.board_names import names_of
from storage.queries import Viewer
from templates.render import label
from workflow.board import SPANS, Chart, days_back, scope
from workflow.calendar import Calendar
from workflow.reach import Reach

LIGHTS = ("red", "yellow", "green")
GRADES = ("major", "larger", "general")
Facts = dict[str, Any]


def chart(connection: Connection, viewer: Viewer, calendar: Calendar, asked: ChartNow) -> Facts | None:
    """None for whom there is no board; `empty`, where there is nothing to draw."""
    right = scope(viewer.person, viewer.today)
    if right is None:
        return None
    at = moments(viewer.now, days_back(viewer.today), calendar)
    within = names_of(connection, viewer, right.department_ids)
    told = {"which": asked.which, "day": viewer.today.isoformat(), "language": viewer.person.language}
    head: Facts = {**told, "within": sorted(within.values())}
    return {**head, **_READ[Chart(asked.which)](connection, viewer, right, at, asked.of)}


def _now(connection: Connection, viewer: Viewer, right: Reach, at: Moments, of: str) -> Facts:
    now = board.standing(connection, right, at)
    names = names_of(connection, viewer, now.departments)
    departments = sorted(now.departments.items(), key=lambda each: (-each[1][0], -each[1][1], names.get(each[0], "")))
    return {
        "empty": not now.open,
        "open": now.open,
        "overdue": now.overdue,
        "due_today": now.due_today,
        "major": now.major,
        "lights": [sum(now.lights.get((grade, light), 0) for grade in GRADES) for light in LIGHTS],
        "grades": [[grade, *(now.lights.get((grade, light), 0) for light in LIGHTS)] for grade in GRADES],
        "departments": [[names.get(id_, ""), open_, overdue] for id_, (open_, overdue) in departments],
    }


def _kinds(connection: Connection, viewer: Viewer, right: Reach, at: Moments, of: str) -> Facts:
    """By category; of one category, by entry of the library."""
    kinds, language = board.by_category(board.shares(connection, right, at)), viewer.person.language
    if of:
        entries = next((kind.entries for kind in kinds if kind.category == of), ())
        names = names_of(connection, viewer, (), {code for code, _ in entries if code})
        rows = [[names.get(code or "", label(language, "chart", "no_entry")), n] for code, n in entries]
        return {"empty": not rows, "category": of, "rows": rows, "cases": sum(n for _, n in entries)}
    drill = [(kind.category, label(language, "category", kind.category)) for kind in kinds]
    rows = [[name, kind.cases] for (_, name), kind in zip(drill, kinds, strict=True)]
    return {"empty": not rows, "rows": rows, "cases": sum(kind.cases for kind in kinds), "drill": drill}


def _trend(connection: Connection, viewer: Viewer, right: Reach, at: Moments, of: str) -> Facts:
    span = of or SPANS[0]
    spans = board.trend(connection, right, viewer.today)[span]
    rows: list[Facts] = [
        {"day": each.period.first.isoformat(), "new": each.new, "closed": each.closed, "late": each.late}
        for each in spans
    ]
    rows[-1]["late"] = board.standing(connection, right, at).overdue  # not yet what is due in the course of today
    return {
        "empty": not any(row["new"] or row["closed"] or row["late"] for row in rows),
        "span": span,
        "rows": rows,
        "new": sum(row["new"] for row in rows),
        "closed": sum(row["closed"] for row in rows),
    }


def _places(connection: Connection, viewer: Viewer, right: Reach, at: Moments, of: str) -> Facts:
    heat = heat_of(connection, viewer, right, days_back(viewer.today))
    nowhere = label(viewer.person.language, "chart", "nowhere")
    heat["areas"] = areas = [area if area or area is None else nowhere for area in heat["areas"]]
    cells = [
        (number, row, column)
        for row, numbers in enumerate(heat["cells"])
        for column, number in enumerate(numbers)
        if areas[row] is not None and heat["categories"][column] is not None
    ]
    number, row, column = max(cells, key=lambda cell: (cell[0], -cell[1], -cell[2]), default=(0, 0, 0))
    most = {"area": areas[row], "category": heat["categories"][column], "cases": number} if number else None
    # what is pooled has a row and a column of its own, so that the cells are all that came in
    return {"empty": not areas, "heat": heat, "most": most, "cases": sum(map(sum, heat["cells"]))}


_READ: dict[Chart, Callable[[Connection, Viewer, Reach, Moments, str], Facts]] = {
    Chart.NOW: _now,
    Chart.KINDS: _kinds,
    Chart.TREND: _trend,
    Chart.PLACES: _places,
}
