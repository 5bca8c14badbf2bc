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

log = logging.getLogger(__name__)


def chart_for(notice: Claimed) -> tuple[Picture, ...]:
    """The picture of a digest that has anything to show. One that cannot be drawn holds nobody up: it goes without."""
    try:
        drawn = drawn_of(notice.facts)
    except Exception as error:
        log.error("the chart of notice %s cannot be drawn: %s", notice.id, path_of(error))
        return ()
    alt = label(notice.facts["language"], "picture", "digest")
    return (Picture("", Path(), alt, drawn=drawn),) if drawn else ()


def drawn_of(facts: Mapping[str, Any]) -> bytes:
    """A PNG of the figures of a digest; empty where all of them were nothing for as long as it goes back."""
    import templates.charts as charts

    trend = [charts.Day(**{**day, "day": date.fromisoformat(day["day"])}) for day in facts["trend"]]
    if not any(day.new or day.closed or day.late for day in trend):
        return b""
    departments = [] if len(facts["within"]) == 1 else [(name, count) for name, count in facts["departments"]]
    return charts.digest_chart(trend, facts["overdue"], departments, facts["language"])
