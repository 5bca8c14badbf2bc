"""What scripts find out with: the tools beside the database, and a row of the table of lookups."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from handlers.known_cases import KnownCases
from handlers.said_cases import SaidCases
from nlp.classifier import Classifier
from nlp.major import MajorScreen
from nlp.places import PlaceFinder
from nlp.quality import Quality
from storage.queries import Viewer
from storage.sheets import SheetStore
from templates.render import Renderer
from workflow.calendar import Calendar
from workflow.permissions import Action


@dataclass(frozen=True)
class Tools:
    """What lookups work with, besides the database. free_bytes: of the disk on which the company's files lie."""

    classifier: Classifier
    places: PlaceFinder
    renderer: Renderer
    calendar: Calendar
    quality: Quality
    major: MajorScreen
    said_cases: SaidCases
    known_cases: KnownCases | None = None  # none: nobody is asked whether a report is one of them
    sheets: SheetStore | None = None  # where workbooks lie that were sent in chat
    free_bytes: Callable[[], int] | None = None  # none: nobody is told how full it is


Find = Callable[[Tools, Connection, Viewer, Any], Any]


@dataclass(frozen=True)
class Answer:
    """A row of the table: the right that a lookup needs, how it is answered, and what whoever has no such right finds.

    How far the right reaches is for the query to keep. needs: none where nothing is found but in the person's own words
    and drafts, or by chance.
    """

    needs: Action | None
    find: Find
    otherwise: Any = None

    def __call__(self, tools: Tools, connection: Connection, viewer: Viewer, asked: Any) -> Any:
        if self.needs is not None and not viewer.may(self.needs).reaches:
            return self.otherwise
        return self.find(tools, connection, viewer, asked)
