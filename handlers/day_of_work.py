"""What somebody has to do on one day, as facts of what is said."""

from datetime import tzinfo
from typing import Any

from sqlalchemy import Connection

from handlers.listed import lines
from storage.morning import morning
from storage.queries import Viewer
from workflow.digest import bounds

# Told one by one; the others stand on their list.
MOST_CASES = 2


def day_of_work(connection: Connection, viewer: Viewer, zone: tzinfo) -> dict[str, Any] | None:
    """zone: of the viewer's site. None where there is nothing to do and nothing to look after."""
    today = viewer.now.astimezone(zone).date()
    found = morning(connection, viewer, bounds(today, zone))
    if not found.total and not found.measures:
        return None
    counts = {name: getattr(found, name) for name in ("total", "overdue", "today", "later", "accept", "decide")}
    return {
        **counts,
        "day": today.isoformat(),
        "items": lines(found.items[:MOST_CASES]),
        "measures": lines(found.measures[:MOST_CASES]),
        "measures_in_all": len(found.measures),
        "gathered": 0,
    }
