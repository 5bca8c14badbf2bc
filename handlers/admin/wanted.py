"""What the commands of officers and administrators want to find out; lookups.py beside it says how it is answered."""

from dataclasses import dataclass

from handlers.questions import Lookup


@dataclass(frozen=True)
class StaffCalled(Lookup):
    """People who work here and have these words in a name, or as their code; those shut out too."""

    name: str = ""


@dataclass(frozen=True)
class PersonCard(Lookup):
    """Somebody with their roles, deputy, tasks and chats; nothing where that is not the viewer's to know."""

    person: str


@dataclass(frozen=True)
class WaitingToJoin(Lookup):
    """How many requests to join wait for an answer."""


@dataclass(frozen=True)
class MatrixGaps(Lookup):
    """Places and kinds that are nobody's: a page of them, and how many there are."""

    page: int = 0


@dataclass(frozen=True)
class MatrixRow(Lookup):
    """Who has a kind of hazard in a place now; area: none means everywhere."""

    area: str | None
    category: str


@dataclass(frozen=True)
class WouldGet(Lookup):
    """Who would get a hazard that some words tell of, and why; the kind and the place as they are read."""

    words: str


@dataclass(frozen=True)
class WouldChange(Lookup):
    """What a workbook that was sent would change: a page of its rows; or what is wrong with it."""

    sheet: str
    page: int = 0


@dataclass(frozen=True)
class PlaceCard(Lookup):
    """An area or a department as officers see it; nothing where it is not theirs to change."""

    what: str
    place: str


@dataclass(frozen=True)
class RetiredPlaces(Lookup):
    """Areas or departments that nobody can pick any more."""

    what: str


@dataclass(frozen=True)
class NameFault(Lookup):
    """Why no area or department can be called so: the block of the template `refused` with its facts; or nothing."""

    what: str
    name: str


@dataclass(frozen=True)
class DayNow(Lookup):
    """How a day (an ISO date) counts: as set, and whether it is one of work."""

    day: str


@dataclass(frozen=True)
class Usage(Lookup):
    """Which functions are used by how many, and how long each step of a case takes; nothing for others to know."""


@dataclass(frozen=True)
class AuthorityOrders(Lookup):
    """The orders of authorities that the viewer works on: a page of them."""

    page: int = 0


@dataclass(frozen=True)
class OrderSheet(Lookup):
    """The findings of an order in a workbook that was sent, or what is wrong with it; nothing where it is another."""

    sheet: str


@dataclass(frozen=True)
class OrderNow(Lookup):
    """The order that a case is under, with all its cases; nothing where there is none, or it is not the viewer's."""

    hazard: str


@dataclass(frozen=True)
class Health(Lookup):
    """How the bot itself is doing: problems, the worst first, and figures of the day."""


@dataclass(frozen=True)
class CasePapers(Lookup):
    """Which papers a case is far enough for, and its number; nothing where the viewer may not have it as a file."""

    hazard: str


@dataclass(frozen=True)
class PeriodsNear(Lookup):
    """The periods for which a paper is usually wanted now, each with its name and what people call it."""

    made: str


@dataclass(frozen=True)
class PeriodNamed(Lookup):
    """The year, quarter or month that some words name; nothing where they name none that has begun."""

    words: str


@dataclass(frozen=True)
class PaperOrder(Lookup):
    """A paper that was asked for in chat, by its order: made, number, about; nothing where it is not theirs to have."""

    order: str
