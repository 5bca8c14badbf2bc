"""The chart of a digest or of the board, drawn from what its notice says; what draws is loaded when first wanted."""

import logging
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bot.faults import path_of
from handlers.messages import Picture
from storage.deliveries import Claimed
from templates.render import label
from workflow.digest import DAILY_DIGEST, MONTHLY_DIGEST, WEEKLY_DIGEST

log = logging.getLogger(__name__)


def chart_for(notice: Claimed) -> tuple[Picture, ...]:
    """The picture of a notice that has anything to show. One that cannot be drawn holds nobody up: it goes without."""
    try:
        drawn = drawn_of(notice.topic, notice.facts)
    except Exception as error:
        log.error("the chart of notice %s cannot be drawn: %s", notice.id, path_of(error))
        return ()
    alt = label(notice.facts["language"], "picture", notice.topic)
    return (Picture("", Path(), alt, drawn=drawn),) if drawn else ()


def drawn_of(topic: str, facts: Mapping[str, Any]) -> bytes:
    """A PNG of the figures of a notice; empty where all of them were nothing for as long as it goes back."""
    return DRAWN[topic](facts)


def _days(facts: Mapping[str, Any]) -> bytes:
    import templates.charts as charts

    trend = [charts.Day(**{**day, "day": date.fromisoformat(day["day"])}) for day in facts["trend"]]
    if not any(day.new or day.closed or day.late for day in trend):
        return b""
    departments = [] if len(facts["within"]) == 1 else [(name, count) for name, count in facts["departments"]]
    return charts.digest_chart(trend, facts["overdue"], departments, facts["language"])


def _heat(facts: Mapping[str, Any]) -> bytes:
    import templates.heat_map as heat_map

    heat = facts["heat"]
    if not heat["areas"]:
        return b""
    span = {name: date.fromisoformat(heat[name]) for name in ("first", "last")}
    return heat_map.heat_picture(heat_map.Heat(**{**heat, **span}), facts["language"])


def _months(facts: Mapping[str, Any]) -> bytes:
    import templates.month_chart as month_chart

    months = [month_chart.Month(**{**month, "first": date.fromisoformat(month["first"])}) for month in facts["months"]]
    if not any(month.new or month.closed or month.limits for month in months):
        return b""
    departments = [month_chart.OfDepartment(**each) for each in facts["departments"]]
    return month_chart.month_picture(months, [] if len(facts["within"]) == 1 else departments, facts["language"])


def _now(facts: Mapping[str, Any]) -> bytes:
    import templates.board_charts as board_charts

    grades = [board_charts.OfGrade(*row) for row in facts["grades"]]
    departments = [board_charts.OfDepartment(*row) for row in facts["departments"]]
    return board_charts.standing_picture(grades, departments, facts["language"])


def _kinds(facts: Mapping[str, Any]) -> bytes:
    import templates.board_charts as board_charts

    language, category = facts["language"], facts.get("category")
    title = label(language, "category", category) if category else label(language, "chart", "kinds")
    return board_charts.kinds_picture(title, [(name, count) for name, count in facts["rows"]], language)


def _trend(facts: Mapping[str, Any]) -> bytes:
    import templates.charts as charts

    trend = [charts.Day(**{**row, "day": date.fromisoformat(row["day"])}) for row in facts["rows"]]
    return charts.trend_chart(trend, label(facts["language"], "chart", f"of_{facts['span']}"), facts["language"])


DRAWN: Mapping[str, Callable[[Mapping[str, Any]], bytes]] = {
    DAILY_DIGEST: _days,
    WEEKLY_DIGEST: _heat,
    MONTHLY_DIGEST: _months,
    "chart.now": _now,
    "chart.kinds": _kinds,
    "chart.kind": _kinds,
    "chart.trend": _trend,
    "chart.places": _heat,
}
