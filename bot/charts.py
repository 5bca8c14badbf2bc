"""The chart of a digest, drawn from what its notice says; what draws it is loaded when the first one is wanted."""

import logging
from collections.abc import Mapping
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
    """The picture of a digest that has anything to show. One that cannot be drawn holds nobody up: it goes without."""
    try:
        drawn = drawn_of(notice.topic, notice.facts)
    except Exception as error:
        log.error("the chart of notice %s cannot be drawn: %s", notice.id, path_of(error))
        return ()
    alt = label(notice.facts["language"], "picture", notice.topic)
    return (Picture("", Path(), alt, drawn=drawn),) if drawn else ()


def drawn_of(topic: str, facts: Mapping[str, Any]) -> bytes:
    """A PNG of the figures of a digest; empty where all of them were nothing for as long as it goes back."""
    return _DRAWN[topic](facts)


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


_DRAWN = {DAILY_DIGEST: _days, WEEKLY_DIGEST: _heat, MONTHLY_DIGEST: _months}
