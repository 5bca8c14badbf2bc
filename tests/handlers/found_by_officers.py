"""What the lookups of officers and administrators find on the days of crawl.py."""

from collections.abc import Callable
from typing import Any

from handlers.admin.wanted import Health
from handlers.questions import Lookup

PROBLEMS = [{"kind": "no_backup"}, {"kind": "unread", "count": 2}, {"kind": "chain_behind", "count": 7}]


def _health(day: Any, asked: Health) -> dict[str, Any]:
    """A good day, one on which something is wrong, and one on which more is than a glance shows."""
    problems = (PROBLEMS * 2)[: day.listed] if day.sure else PROBLEMS[: day.photos]
    figures = {"received": 12, "sent": 30, "platforms": [], "backup": None, "restored": None, "chain": 812}
    return {"problems": problems, **figures}


FOUND_BY_OFFICERS: dict[type[Lookup], Callable[[Any, Any], Any]] = {
    Health: _health,
}
