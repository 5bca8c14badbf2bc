"""What scripts want to find out; handlers/lookups.py is the table of how each is answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handlers.questions import Lookup
from workflow.permissions import Action


@dataclass(frozen=True)
class Suggest(Lookup):
    """Category, grade and entry that some words suggest.

    category, entry: when the person has said which; refused: entries the person has been offered and did not take.
    """

    shape = 3

    words: str
    category: str | None = None
    entry: str | None = None
    refused: tuple[str, ...] = ()


@dataclass(frozen=True)
class MajorSigns(Lookup):
    """The clauses on major hazards that some words may touch, best first, at most three, each with its question.

    asked: entries that have been asked about, and with them all that ask the same. proposed: the entry that the words
    are taken for; it is one of the clauses where it is listed as major.
    """

    words: str
    asked: tuple[str, ...] = ()
    proposed: str | None = None


@dataclass(frozen=True)
class IsAnother(Lookup):
    """True where later words tell of another hazard than the words before them.

    pictured: they came with pictures of their own. guess, place: what is known of the one before; without them, what
    its words say.
    """

    later: str
    before: str
    pictured: bool = False
    guess: Mapping[str, Any] | None = None
    place: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class OpenAlready(Lookup):
    """The id of the open case that a report is most likely the same as, if it is likely enough and may be seen.

    area: none where it is not known for sure. grade, hurts: of what was told; no case that takes it lighter is meant.
    """

    draft: str
    words: str
    area: str | None
    equipment: str | None
    grade: str
    hurts: bool


@dataclass(frozen=True)
class ClosedBefore(Lookup):
    """The number of the case closed last of those that a report repeats at its place, and how many there were."""

    draft: str
    words: str
    area: str | None
    equipment: str | None


@dataclass(frozen=True)
class PlaceNames(Lookup):
    area: str | None
    equipment: str | None


@dataclass(frozen=True)
class PlaceIn(Lookup):
    """The place that some words name."""

    words: str


@dataclass(frozen=True)
class AreasUnder(Lookup):
    parent: str | None


@dataclass(frozen=True)
class EquipmentIn(Lookup):
    area: str


@dataclass(frozen=True)
class DraftPhotos(Lookup):
    draft: str
    role: str = "draft"


@dataclass(frozen=True)
class CasePhotos(Lookup):
    """How many photographs of a case its card could show."""

    hazard: str


@dataclass(frozen=True)
class DayAfter(Lookup):
    """A day as an ISO date, of so many days from today ("0": today); a day that is one already is left as it is.

    since: the ISO date that is counted from instead.
    """

    said: str
    since: str = ""


@dataclass(frozen=True)
class SeenAt(Lookup):
    """Whether the viewer is asked to see something of a case, and when they first said that they have."""

    hazard: str


@dataclass(frozen=True)
class CaseNow(Lookup):
    """A case as it stands: version, number, what the viewer can do with it; nothing if it is not theirs to see."""

    shape = 2

    hazard: str


@dataclass(frozen=True)
class CaseNumbered(Lookup):
    """The id of the case with a number, or whose number alone ends like this; nothing if it is not theirs to see."""

    number: str


@dataclass(frozen=True)
class LastSteered(Lookup):
    """The last step of a case, `kind` and what was before (`from`), where the person took it and can undo it."""

    hazard: str


@dataclass(frozen=True)
class WhyNot(Lookup):
    """Why the viewer may not do what they have the right to: reason and facts; nothing where no rule says so."""

    hazard: str
    verb: str


@dataclass(frozen=True)
class IsUnheld(Lookup):
    """True when a case is a danger that no temporary measure holds off."""

    hazard: str


@dataclass(frozen=True)
class Colleagues(Lookup):
    """People a task can go to; with `name`, those whose name contains it."""

    name: str = ""


@dataclass(frozen=True)
class IsOneself(Lookup):
    """True where some words are the person's own name, or a part of it."""

    name: str


@dataclass(frozen=True)
class Departments(Lookup):
    """Departments that can be asked for help; with `said`, those that these words name; `own`: the person's too."""

    said: str = ""
    own: bool = False


@dataclass(frozen=True)
class AlarmCall(Lookup):
    """Who is called first when something happens in an area, and the number that is dialled inside the company.

    unreached: whose turn it would be, but they have no chat; with their phone, where it is known.
    """

    shape = 2

    area: str | None


@dataclass(frozen=True)
class AlarmNews(Lookup):
    """How often others have sent news of an alarm; with `seen`, up to that version of the case."""

    hazard: str
    seen: int | None = None


@dataclass(frozen=True)
class MyReports(Lookup):
    shape = 2

    page: int


@dataclass(frozen=True)
class ToDo(Lookup):
    page: int


@dataclass(frozen=True)
class OpenCases(Lookup):
    page: int


@dataclass(frozen=True)
class OverdueCases(Lookup):
    """The page of what a manager's digest counts as overdue."""

    page: int


@dataclass(frozen=True)
class DueToday(Lookup):
    page: int


@dataclass(frozen=True)
class MajorCases(Lookup):
    page: int


@dataclass(frozen=True)
class Digest(Lookup):
    """When the person's digest comes: `at` ("07:30"), `off`; none where they read none."""


@dataclass(frozen=True)
class DigestNow(Lookup):
    """What the person's digest tells now: `facts`, `lists`, `cases` as digest_editions.Told; none where they read none.

    which: that of the day, the week or the month, as in workflow/digest.py.
    """

    which: str


@dataclass(frozen=True)
class ChartNow(Lookup):
    """What a chart of the board tells: facts with `empty`; none for whom there is no board.

    which: one of `Chart` of workflow/board.py. of: a category, whose entries are told; of a trend, one of `SPANS`.
    """

    which: str
    of: str = ""


@dataclass(frozen=True)
class OfFigures(Lookup):
    """Of which period (a day in it; none: today's), as it was known on which day (none: today), and of what alone."""

    unit: str
    day: str = ""
    as_of: str = ""
    only: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class FiguresSheet(OfFigures):
    """Every figure; `empty`, where there is nothing to tell."""


@dataclass(frozen=True)
class FiguresApart(OfFigures):
    """A page of departments, areas and so on, each with its figures. by: a Dimension of workflow/indicators.py."""

    by: str = ""
    page: int = 0


@dataclass(frozen=True)
class FiguresCompared(OfFigures):
    """Every figure beside that of the period before, and of the year before."""


@dataclass(frozen=True)
class FigureCases(OfFigures):
    """A page of the cases behind a figure; others: of a rate, those that it does not count."""

    figure: str = ""
    others: bool = False
    page: int = 0


@dataclass(frozen=True)
class SpanIn(Lookup):
    """The period that some words name, or the day as of which; nothing where they name none that has begun."""

    words: str


@dataclass(frozen=True)
class Gathered(Lookup):
    """The cases that the last list of gathered notices told of."""

    page: int


@dataclass(frozen=True)
class WantsNoToDo(Lookup):
    """True for whoever does not want their work listed at the start of a shift."""


@dataclass(frozen=True)
class DayOfWork(Lookup):
    """What the person has to do today, as facts of what is said; none where that is nothing."""


@dataclass(frozen=True)
class HourIn(Lookup):
    """The hour that some words name; none where they name none."""

    words: str


@dataclass(frozen=True)
class LongTermCases(Lookup):
    page: int


@dataclass(frozen=True)
class TasksInHand(Lookup):
    """The cases the person has taken and not submitted, the most urgent first; at most three."""


@dataclass(frozen=True)
class Unfinished(Lookup):
    """True when a report was put aside and can be resumed."""


@dataclass(frozen=True)
class DayIn(Lookup):
    """The day that some words name, as an ISO date; nothing where they name no one day."""

    words: str


@dataclass(frozen=True)
class MoreTime(Lookup):
    """How much more time some words ask for: `days` from the limit, `until` when; nothing where they name no one day.

    The limit is now, where it is past.
    """

    hazard: str
    words: str


@dataclass(frozen=True)
class AmountIn(Lookup):
    """The money that some words name, in fen, negative where they say so; nothing where they name no one amount."""

    words: str


@dataclass(frozen=True)
class OwnName(Lookup):
    """Of somebody who is not to be named: those of their names, codes and numbers that stand in their words."""

    words: str


@dataclass(frozen=True)
class Label(Lookup):
    """The words of a label in the person's language."""

    kind: str
    code: str


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
class CodesInForce(Lookup):
    """How many QR codes of a machine are valid."""

    equipment: str


@dataclass(frozen=True)
class NewCode(Lookup):
    """The token of a new code, and its digest."""


@dataclass(frozen=True)
class NameOf(Lookup):
    person: str


@dataclass(frozen=True)
class Search(Lookup):
    """A page of the cases that match every word, as far as the person may see them."""

    words: str
    page: int


@dataclass(frozen=True)
class ToScore(Lookup):
    """The report to be scored next (`case`, or none) and how many wait (`total`); `without` some, or `first` one."""

    without: tuple[str, ...] = ()
    first: str = ""


@dataclass(frozen=True)
class Audience(Lookup):
    """How many others hold a role, or work at a place; empty where it is not narrowed by that."""

    role: str
    area: str


@dataclass(frozen=True)
class LikePlaces(Lookup):
    """The names of the other places like that of a case, for whoever may ask them."""

    hazard: str


@dataclass(frozen=True)
class SurveyToAnswer(Lookup):
    """A survey (none: the latest) with how it stands for the viewer: none, over, answered or open."""

    survey: str


@dataclass(frozen=True)
class ElsewhereOf(Lookup):
    """What like places have answered about a case; nothing where none were asked, or it is not the viewer's to know."""

    hazard: str


@dataclass(frozen=True)
class ElsewhereAsked(Lookup):
    """What the viewer was asked to look at; nothing where that was somebody else."""

    answer: str


@dataclass(frozen=True)
class ElsewhereRounds(Lookup):
    """The last rounds of questions to like places that the viewer may follow."""


@dataclass(frozen=True)
class FileOf(Lookup):
    """How many cases the file of a list would hold. listed: as handlers/listed_file.py has it."""

    listed: Mapping[str, Any]


@dataclass(frozen=True)
class LastSaid(Lookup):
    """How a message that is part of a case read last: after its latest change on record, or as it was sent."""

    hazard: str
    message: str
    sent: str


@dataclass(frozen=True)
class HandOver(Lookup):
    """What a team leader takes over with the shift that lasts, or with the next one; nothing where they lead none."""


@dataclass(frozen=True)
class ShiftsTaken(Lookup):
    """The shifts of the last days and when each was taken over; nothing where that is not the person's to know."""


@dataclass(frozen=True)
class Joining(Lookup):
    """A request to join with the namesakes of whoever made it; nothing where it is not the person's to decide."""

    request: str


@dataclass(frozen=True)
class OpenRequests(Lookup):
    """Some of the requests to join that wait for an answer, from the one after `after` on, and how many follow."""

    after: str = ""


@dataclass(frozen=True)
class UnnamedCase(Lookup):
    """The case with a number that was reported without a name; nothing where it is none, or not the viewer's."""

    number: str


@dataclass(frozen=True)
class Sealed(Lookup):
    """A request to unseal a report that still waits for its second one."""

    request: str


@dataclass(frozen=True)
class FreshLink(Lookup):
    """What a link to the web bears that nobody knows yet, and its digest: chance as in FreshCode."""


@dataclass(frozen=True)
class WebDevices(Lookup):
    """Where whoever asks is signed in on the web: id, opened_at, used_at, make and system of each."""


@dataclass(frozen=True)
class FreshCode(Lookup):
    """A code nobody knows yet, and its digest. It is chance, and stands in no journal: asked for as the last thing."""

    short: bool = False
