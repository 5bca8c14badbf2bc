"""What a week's and a month's digest tell: their figures beside those of the time before, and what is to be decided."""

from datetime import tzinfo
from typing import Any

from sqlalchemy import Connection

from storage import decisions, digests, period_figures
from storage.queries import Viewer
from workflow.digest import bounds
from workflow.metrics import Figures
from workflow.periods import (
    INDICATORS,
    Period,
    Sums,
    four_weeks_before,
    heat_map,
    mean_days,
    median,
    month_before,
    months_before,
    week_before,
)
from workflow.reach import Reach

MOST_AREAS, MOST_CATEGORIES = 8, 6  # that a picture on a phone has room for
Facts = dict[str, Any]


def weekly(connection: Connection, viewer: Viewer, right: Reach, now: Figures) -> tuple[Facts, tuple[str, ...]]:
    """The facts, and the ids of the cases that need a decision. now: the figures of this morning."""
    week = week_before(viewer.today)
    before = week_before(week.first)
    cases = decisions.to_decide(connection, viewer)
    facts = {
        **_span(week),
        **_scope(connection, viewer, right),
        "week": _week(period_figures.sums(connection, right, week)),
        "before": _week(period_figures.sums(connection, right, before)),
        "overdue": now.overdue,
        "open": now.open,
        "decide": [{name: case[name] for name in ("area", "equipment", "words", "why", "days")} for case in cases],
        # of one week the picture has too many holes to show anything
        "heat": heat_of(connection, viewer, right, four_weeks_before(viewer.today)),
    }
    return facts, tuple(case["id"] for case in cases)


def _week(sums: Sums) -> Facts:
    flows = {name: getattr(sums, name) for name in ("new", "closed", "limits", "kept", "late")}
    return {**flows, "median": median(sums.took)}


def heat_of(connection: Connection, viewer: Viewer, right: Reach, period: Period) -> Facts:
    """Where what came in, as templates/heat_map.py draws it; the name of what has no area is empty."""
    busiest = heat_map(period_figures.heat(connection, right, period), MOST_AREAS, MOST_CATEGORIES)
    ids = [area for area in busiest.areas if area]
    names = period_figures.area_names(connection, ids, viewer.person.language)
    return {
        **_span(period),
        "areas": [names.get(area, "") if area is not None else None for area in busiest.areas],
        "categories": list(busiest.categories),
        "cells": [list(row) for row in busiest.cells],
    }


def monthly(connection: Connection, zone: tzinfo, viewer: Viewer, right: Reach) -> Facts:
    month = month_before(viewer.today)
    before = month_before(month.first)
    return {
        **_span(month),
        **_scope(connection, viewer, right),
        "month": _month(connection, zone, right, month),
        "before": _month(connection, zone, right, before),
        "departments": _departments(connection, viewer, right, month, before),
        "months": _months(connection, viewer, right),
    }


def _month(connection: Connection, zone: tzinfo, right: Reach, month: Period) -> Facts:
    sums = period_figures.sums(connection, right, month)
    span = bounds(month.first, zone)[0], bounds(month.last, zone)[1]
    part = period_figures.took_part(connection, right, month, span)
    return {
        **{each.name: [each.counts(sums), each.of(sums)] for each in INDICATORS},
        "part": [part.reported, part.people],
        "new": sums.new,
        "closed": sums.closed,
        "days": mean_days(sums.took),
        "spent": sums.spent,
        "open": sums.stock,
    }


def _departments(connection: Connection, viewer: Viewer, right: Reach, month: Period, before: Period) -> list[Facts]:
    """How many limits each has met, of how many, beside the month before; those with the most limits first."""
    now = period_figures.of_departments(connection, right, month)
    then = period_figures.of_departments(connection, right, before)
    names = digests.department_names(connection, [id_ for id_ in now if id_], viewer.person.language)
    having = sorted((id_ for id_, sums in now.items() if sums.limits), key=lambda id_: (-now[id_].limits, id_))
    return [
        {
            "name": names.get(id_, ""),
            "kept": now[id_].kept,
            "limits": now[id_].limits,
            "kept_before": then.get(id_, Sums()).kept,
            "limits_before": then.get(id_, Sums()).limits,
        }
        for id_ in having
    ]


def _months(connection: Connection, viewer: Viewer, right: Reach) -> list[Facts]:
    periods = months_before(viewer.today)
    found = period_figures.of_periods(connection, right, periods)
    return [
        {
            "first": period.first.isoformat(),
            "new": its.new,
            "closed": its.closed,
            "kept": its.kept,
            "limits": its.limits,
        }
        for period, its in zip(periods, found, strict=True)
    ]


def _span(period: Period) -> Facts:
    return {"first": period.first.isoformat(), "last": period.last.isoformat()}


def _scope(connection: Connection, viewer: Viewer, right: Reach) -> Facts:
    """Of which departments it is, where it is not of all."""
    if right.company:
        return {"within": []}
    names = digests.department_names(connection, right.department_ids, viewer.person.language)
    return {"within": [names[id_] for id_ in sorted(right.department_ids) if id_ in names]}
