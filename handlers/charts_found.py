"""How the charts in chat are answered: as facts that are said and drawn, with names in place of ids."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection

from handlers.wanted import ChartNow
from storage import board, period_figures
from storage.board_cases import Moments, moments
from storage.board_names import names_of
from storage.queries import Viewer
from templates.render import label
from workflow.board import SPANS, Chart, days_back, scope
from workflow.calendar import Calendar
from workflow.periods import heat_map
from workflow.reach import Reach

MOST_AREAS, MOST_CATEGORIES = 8, 6  # that a map on a phone has room for
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
    shared = board.shares(connection, right, at)
    language = viewer.person.language
    if of:
        entries = {code: number for (category, code), number in shared.items() if category == of}
        names = names_of(connection, viewer, (), {code for code in entries if code})
        rows = [[names.get(code or "", label(language, "chart", "no_entry")), n] for code, n in _most(entries)]
        return {"empty": not rows, "category": of, "rows": rows, "cases": sum(n for _, n in rows)}
    kinds = Counter[str]()
    for (category, _), number in shared.items():
        kinds[category] += number
    rows = [[label(language, "category", code), number] for code, number in _most(kinds)]
    drill = [(code, name) for (code, _), (name, _) in zip(_most(kinds), rows, strict=True)]
    return {"empty": not rows, "rows": rows, "cases": sum(kinds.values()), "drill": drill}


def _most(numbers: Any) -> list[tuple[Any, int]]:
    return sorted(numbers.items(), key=lambda each: (-each[1], str(each[0])))


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
    period = days_back(viewer.today)
    came = period_figures.heat(connection, right, period)
    busiest = heat_map(came, MOST_AREAS, MOST_CATEGORIES)
    names = names_of(connection, viewer, [area for area in busiest.areas if area])
    areas = [
        names.get(area, label(viewer.person.language, "chart", "nowhere")) if area is not None else None
        for area in busiest.areas
    ]
    heat = {
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "areas": areas,
        "categories": list(busiest.categories),
        "cells": [list(row) for row in busiest.cells],
    }
    cells = (
        (number, row, column)
        for row, numbers in enumerate(busiest.cells)
        for column, number in enumerate(numbers)
        if busiest.areas[row] is not None and busiest.categories[column] is not None
    )
    number, row, column = max(cells, key=lambda cell: (cell[0], -cell[1], -cell[2]), default=(0, 0, 0))
    most = {"area": areas[row], "category": busiest.categories[column], "cases": number} if number else None
    return {"empty": not busiest.areas, "heat": heat, "most": most, "cases": sum(came.values())}


_READ: dict[Chart, Callable[[Connection, Viewer, Reach, Moments, str], Facts]] = {
    Chart.NOW: _now,
    Chart.KINDS: _kinds,
    Chart.TREND: _trend,
    Chart.PLACES: _places,
}
