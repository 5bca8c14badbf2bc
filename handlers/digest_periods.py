"""What a week's and a month's digest tell: their figures beside those of the time before, and what is to be decided."""

from typing import Any

from handlers.my_hazards import card_option
from handlers.questions import Option
from storage import daily_figures, decisions, digests, period_figures
from storage.queries import Viewer
from storage.unit_of_work import UnitOfWork
from workflow.digest import bounds
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


def weekly(unit: UnitOfWork, viewer: Viewer, right: Reach) -> tuple[Facts, list[Option]]:
    """The facts, and a button for each case that needs a decision."""
    week = week_before(unit.today)
    before = week_before(week.first)
    now = daily_figures.figures(unit.connection, right, unit.today)
    cases = decisions.to_decide(unit.connection, viewer)
    facts = {
        **_span(week),
        **_scope(unit, viewer, right),
        "week": _week(period_figures.sums(unit.connection, right, week)),
        "before": _week(period_figures.sums(unit.connection, right, before)),
        "overdue": now.overdue,
        "open": now.open,
        "decide": [{name: case[name] for name in ("area", "equipment", "words", "why", "days")} for case in cases],
        "heat": _heat(unit, viewer, right),
    }
    return facts, [
        Option(str(n), text=str(n), opens=card_option("show", case["id"]).opens)
        for n, case in enumerate(cases, start=1)
    ]


def _week(sums: Sums) -> Facts:
    flows = {name: getattr(sums, name) for name in ("new", "closed", "limits", "kept", "late")}
    return {**flows, "median": median(sums.took)}


def _heat(unit: UnitOfWork, viewer: Viewer, right: Reach) -> Facts:
    """Where what came in, in four weeks: a picture of one week has too many holes to show anything."""
    period = four_weeks_before(unit.today)
    busiest = heat_map(period_figures.heat(unit.connection, right, period), MOST_AREAS, MOST_CATEGORIES)
    ids = [area for area in busiest.areas if area]
    names = period_figures.area_names(unit.connection, ids, viewer.person.language)
    return {
        **_span(period),
        "areas": [names.get(area, "") if area is not None else None for area in busiest.areas],
        "categories": list(busiest.categories),
        "cells": [list(row) for row in busiest.cells],
    }


def monthly(unit: UnitOfWork, viewer: Viewer, right: Reach) -> Facts:
    month = month_before(unit.today)
    before = month_before(month.first)
    return {
        **_span(month),
        **_scope(unit, viewer, right),
        "month": _month(unit, right, month),
        "before": _month(unit, right, before),
        "departments": _departments(unit, viewer, right, month, before),
        "months": _months(unit, right),
    }


def _month(unit: UnitOfWork, right: Reach, month: Period) -> Facts:
    sums = period_figures.sums(unit.connection, right, month)
    zone = unit.calendar.zone
    span = bounds(month.first, zone)[0], bounds(month.last, zone)[1]
    part = period_figures.took_part(unit.connection, right, month, span)
    return {
        **{each.name: [each.counts(sums), each.of(sums)] for each in INDICATORS},
        "part": [part.reported, part.people],
        "new": sums.new,
        "closed": sums.closed,
        "days": mean_days(sums.took),
        "spent": sums.spent,
        "open": sums.stock,
    }


def _departments(unit: UnitOfWork, viewer: Viewer, right: Reach, month: Period, before: Period) -> list[Facts]:
    """How many limits each has met, of how many, beside the month before; those with the most limits first."""
    now = period_figures.of_departments(unit.connection, right, month)
    then = period_figures.of_departments(unit.connection, right, before)
    names = digests.department_names(unit.connection, [id_ for id_ in now if id_], viewer.person.language)
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


def _months(unit: UnitOfWork, right: Reach) -> list[Facts]:
    periods = months_before(unit.today)
    found = period_figures.of_periods(unit.connection, right, periods)
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


def _scope(unit: UnitOfWork, viewer: Viewer, right: Reach) -> Facts:
    """Of which departments it is, where it is not of all."""
    if right.company:
        return {"within": []}
    names = digests.department_names(unit.connection, right.department_ids, viewer.person.language)
    return {"within": [names[id_] for id_ in sorted(right.department_ids) if id_ in names]}
