"""How what officers and administrators ask about their company is answered: lookup -> the right and the query."""

from datetime import date
from typing import Any

from sqlalchemy import Connection

from handlers.admin.wanted import Health
from handlers.join_card import platform_of
from handlers.questions import Lookup
from handlers.tools import Answer, Tools
from storage import health
from storage.queries import Viewer
from workflow.digest import bounds
from workflow.permissions import Action


def _health(tools: Tools, connection: Connection, viewer: Viewer, asked: Health) -> dict[str, Any]:
    midnight, _ = bounds(viewer.today, tools.calendar.zone)
    found = health.health(connection, viewer.now, midnight)
    free = tools.free_bytes() if tools.free_bytes else health.ENOUGH_BYTES
    if free < health.ENOUGH_BYTES:
        found["problems"].insert(0, {"kind": "disk_full", "mebibytes": free // 1024**2})
    for each in (*found["problems"], *found["platforms"]):
        if "bot" in each:
            each["platform"] = platform_of(each["bot"])
    return {**found, "restored": _day(found["restored"], viewer.today)}


def _day(told: str, today: date) -> dict[str, Any] | None:
    """An ISO date, and how many days ago that was; None where there is none."""
    return {"day": told, "ago": (today - date.fromisoformat(told)).days} if told else None


COMPANY: dict[type[Lookup], Answer] = {
    Health: Answer(Action.RUN, _health),
}
