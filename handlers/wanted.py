"""What scripts want to know of people, orders and days; handlers/lookups.py is the table of how each is answered."""

from dataclasses import dataclass

from handlers.questions import Lookup
from workflow.permissions import Action


@dataclass(frozen=True)
class Finders(Lookup):
    """Whose find it may be: the person's team, or with `name` whoever works here and is called so."""

    name: str = ""


@dataclass(frozen=True)
class May(Lookup):
    """True when the person has a right throughout the company."""

    action: Action


@dataclass(frozen=True)
class OrderOf(Lookup):
    """The authority's order that a case is under; nothing if there is none, or it is not the person's to see."""

    hazard: str


@dataclass(frozen=True)
class DaysAhead(Lookup):
    """How many days an ISO date lies ahead; negative when it is past."""

    day: str


@dataclass(frozen=True)
class NameOf(Lookup):
    person: str


@dataclass(frozen=True)
class Search(Lookup):
    """A page of the cases that match every word, as far as the person may see them."""

    words: str
    page: int


@dataclass(frozen=True)
class LastSaid(Lookup):
    """How a message that is part of a case read last: after its latest change on record, or as it was sent."""

    hazard: str
    message: str
    sent: str
