"""A list as a whole, for a file: which cases stand on it, as far as its reader may have them outside the system."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection

from handlers.said_cases import SaidCases, matching
from handlers.searched import searched
from storage import lists, search
from storage.ledger import exported
from storage.queries import Viewer
from templates.render import Renderer
from workflow.calendar import Calendar
from workflow.digest import bounds

SEARCH = "Search"  # the one list whose words say what stands on it
FILED = lists.WHOLE | {SEARCH}  # every list that can be had as a file, by its lookup
MOST = 20_000  # cases in one file that goes through a chat; platforms take 20 MB


class ListTools(Protocol):
    """What it takes to know what stands on a list."""

    @property
    def said_cases(self) -> SaidCases: ...

    @property
    def renderer(self) -> Renderer: ...

    @property
    def calendar(self) -> Calendar: ...


def ids_of(tools: ListTools, connection: Connection, viewer: Viewer, listed: Mapping[str, Any]) -> list[str]:
    """The ids in the order of the list. listed: `list`, the name of its lookup, and `words` where it is a search."""
    if listed["list"] == SEARCH:
        asks = searched(tools.renderer, tools.calendar, viewer, listed["words"])
        found = matching(tools.said_cases, connection, asks.words)
        return exported(connection, viewer, found, *search.conditions(connection, viewer, asks.narrowed))
    everything = lists.all_of(connection, viewer, listed["list"], _today(tools, viewer))
    return exported(connection, viewer, everything)


def _today(tools: ListTools, viewer: Viewer) -> tuple[datetime, datetime]:
    zone = viewer.person.zone or tools.calendar.zone
    return bounds(viewer.now.astimezone(zone).date(), zone)
