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
class SitePlanNow(Lookup):
    """The plan picture in use: its id, how many areas are outlined on it, which are not; or that there is none."""


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
class EvidenceList(Lookup):
    """A page of the accidents or remarks on record, the newest first."""

    kind: str
    page: int = 0


@dataclass(frozen=True)
class EvidenceOf(Lookup):
    """One of them as it stands, with the numbers of its cases; nothing where there is none."""

    kind: str
    evidence: str


@dataclass(frozen=True)
class AccidentTypes(Lookup):
    """The types of accidents whose name has these words; all of them without words."""

    words: str = ""


@dataclass(frozen=True)
class CaseNumbers(Lookup):
    """The numbers of cases by their ids, of those that the viewer may see."""

    cases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Happening(Lookup):
    """Which emergency some words tell of, were they said of now; nothing where they tell of none."""

    words: str


@dataclass(frozen=True)
class PaperOrder(Lookup):
    """A paper that was asked for in chat, by its order: made, number, about; nothing where it is not theirs to have."""

    order: str


@dataclass(frozen=True)
class EffectOf(Lookup):
    """How a quarter (a day in it; none: today's) compares with an earlier time; `figures`: none without such a time."""

    day: str
    against: str


@dataclass(frozen=True)
class ExampleDraft(Lookup):
    """A case as everybody might hear of it, without names, and whether it was chosen before."""

    hazard: str


@dataclass(frozen=True)
class WithoutNames(Lookup):
    """Words with the names of the company's people struck out."""

    words: str


@dataclass(frozen=True)
class ExampleCases(Lookup):
    """The cases that were chosen as examples, and on which Monday each is told."""


@dataclass(frozen=True)
class SurveyLatest(Lookup):
    """How the survey that was sent last stands; nothing where there was none."""


@dataclass(frozen=True)
class LibraryCounts(Lookup):
    """How many entries the hazard library has, and how many are the company's own, retired, or rest on nothing."""


@dataclass(frozen=True)
class EntriesFound(Lookup):
    """A page of the library's entries that some words stand in. which: in use (empty), retired, unsound."""

    words: str = ""
    which: str = ""
    page: int = 0


@dataclass(frozen=True)
class EntryCard(Lookup):
    """An entry as officers see it; nothing where it is not theirs to change."""

    code: str


@dataclass(frozen=True)
class EntryFault(Lookup):
    """Why no entry can say so: the block of the template `refused` with its facts; or nothing.

    column: a name, a requirement, one alias, a clause, or the code of a law.
    """

    column: str
    said: str


@dataclass(frozen=True)
class LawsCalled(Lookup):
    """Laws with these words in their code or name, those in force first."""

    words: str


@dataclass(frozen=True)
class LawNamed(Lookup):
    """One law by its code; nothing where there is none."""

    code: str


@dataclass(frozen=True)
class LawTouches(Lookup):
    """Which entries and how many open cases rest on a law."""

    code: str


@dataclass(frozen=True)
class LadderNow(Lookup):
    """Who is told when of a grade, and how many open cases follow that; nothing where it is not theirs to set."""

    grade: str


@dataclass(frozen=True)
class LadderFault(Lookup):
    """Why a ladder may not be so: the reason of a refusal; or nothing. steps: days and roles of each rung."""

    steps: tuple[tuple[int | None, tuple[str, ...]], ...]


@dataclass(frozen=True)
class ShiftsNow(Lookup):
    """Every shift and team of the company, by its code."""


@dataclass(frozen=True)
class HoursNow(Lookup):
    """Somebody's shift, whether they are on it, and when the next begins; nothing where it is not theirs to set."""

    person: str


@dataclass(frozen=True)
class QuietNow(Lookup):
    """Whether whoever is off shift is let be; nothing where it is not theirs to set."""
