"""What the rules need at hand while a command is carried out; storage lays it out, a test may lay out its own."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from typing import Protocol

from workflow.authority_orders import AuthorityOrders
from workflow.calendar import Calendar
from workflow.elsewhere import Elsewhere
from workflow.entries import Library
from workflow.events import Event, Happened
from workflow.example_cases import Examples
from workflow.hazard import Hazard
from workflow.joining import Entrance
from workflow.library import Category, Grade, LibraryEntry
from workflow.people import Deputyship, Language, Person, Role
from workflow.plots import Plots
from workflow.posts import Staff
from workflow.responsibility import Responsibility
from workflow.rungs import Ladder, Rungs
from workflow.scores import Scores
from workflow.seals import Seals
from workflow.shifts import Hours
from workflow.site_plan import SitePlans
from workflow.survey import Surveys
from workflow.web import WebSessions
from workflow.working_hours import WorkingHours


@dataclass(frozen=True)
class Area:
    """A place of the plant; `path` lists the ids from the root to itself as "/id/id/"."""

    id: str
    path: str


class Workbooks(Protocol):
    """Where workbooks lie that were sent to be applied."""

    def apply(self, sheet_id: str, digest: str, at: datetime, *, appoints: bool) -> tuple[int, int] | None:
        """How many rows were added and changed; None where that workbook lies there no more.

        appoints: roles of the whole company may be given and ended. Raises Refused.
        """


@dataclass(frozen=True)
class PhotoTrail:
    """What the photographs of a case tell of themselves.

    after: how many show the result; taken: when each was taken, as far as it says; used_in: the number of another case
    that has the same picture, empty where there is none; same: one that shows the result is the picture of before.
    """

    after: int = 0
    taken: tuple[datetime | None, ...] = ()
    used_in: str = ""
    same: bool = False


@dataclass(frozen=True)
class OrderedPaper:
    """A paper that was asked for in chat. sha256: as it was handed out, empty until then. last: its latest event.

    version: how many events of it there are. period: by its name; empty where it is about a case.
    """

    order_id: str
    made: str
    number: str
    period: str
    ordered_by: str
    as_of: datetime
    sha256: str
    last: str
    version: int


class Desk(Protocol):
    """One transaction's view of the company: what is read is current, what is changed commits together."""

    calendar: Calendar
    number_prefix: str

    @property
    def now(self) -> datetime:
        """The moment of the transaction."""

    @property
    def today(self) -> date:
        """The day at the site."""

    def ladder(self, grade: Grade) -> Ladder:
        """Who is told how many days before and after a limit: as the company has set it, or as usual."""

    @property
    def rungs(self) -> Rungs:
        """Where the company's own ladders are written down."""

    def hours(self, person_id: str) -> Hours | None:
        """When somebody is at work; none where nothing waits for people's shifts."""

    def is_workday(self, day: date) -> bool:
        """By the company's calendar; where that says nothing, Monday to Friday."""

    @property
    def approves(self) -> Mapping[Role, int]:
        """How much money a role may approve, in fen, where the company has set it."""

    def hazard(self, hazard_id: str) -> Hazard | None:
        """The case, held against others until the end of the transaction."""

    def numbered(self, number: str) -> Hazard | None:
        """The case with a number, held as by `hazard`."""

    def enter(self, hazard: Hazard) -> None:
        """Put a new case into the register."""

    def record(self, event: Event) -> None:
        """Keep an event and, apart from it, the words people wrote."""

    def paper(self, order_id: str) -> OrderedPaper | None:
        """A paper that was asked for in chat, by its order."""

    def version_of(self, subject_kind: str, subject_id: str) -> int:
        """How many events of a subject there are: of what has no row that counts them."""

    def last_kind(self, subject_kind: str, subject_id: str) -> str | None:
        """What happened last to such a subject; none where nothing did."""

    def next_number(self, name: str) -> int:
        """The next number of a named counter, from 1, without gaps or repeats."""

    def area(self, area_id: str) -> Area | None: ...
    def equipment_area(self, equipment_id: str) -> str | None: ...
    def whole_plant(self) -> Area:
        """The area that holds all others, for what has no place."""

    def on_duty(self) -> list[Person]:
        """Whose watch it is by the roster, at this moment."""

    def at_work(self, person_id: str) -> bool:
        """True for whoever is on shift or has the watch now; for everybody where nothing waits for people's shifts."""

    def actors(self, hazard_id: str, kind: str) -> list[str]:
        """Who has done something of this kind with a case, in order."""

    def has_acted(self, hazard_id: str, person_id: str) -> bool:
        """True for whoever has done something with a case."""

    def happened(self, hazard_id: str, kinds: Collection[str]) -> Sequence[Happened]:
        """The events of a case that are of these kinds, in order."""

    def told(self, hazard_id: str, topics: Collection[str], since: datetime) -> Sequence[str]:
        """Who was told one of these topics of a case, or is about to be, from that moment on; in order, each once."""

    def reachable(self, person_id: str) -> bool:
        """True when there is a chat in which the person can be told anything."""

    def entry(self, code: str) -> LibraryEntry | None: ...
    def person(self, person_id: str) -> Person | None: ...
    def holders(self, role: Role, area_path: str = "") -> list[Person]:
        """People who hold a role today, by code; with `area_path`, those whose own area contains it."""

    def matrix(self, area_path: str, category: Category) -> Iterable[Responsibility]:
        """The rows that may apply there: of the area, of those around it or of none; of the category or of any."""

    def add_responsibility(self, area_id: str | None, category: Category, department_id: str, owner_id: str) -> str:
        """A row of the matrix for a place and a category; the code it is known by."""

    def drop_responsibility(self, code: str) -> None: ...
    def hand_over(self, code: str, department_id: str, owner_id: str | None) -> None:
        """Give a row of the matrix to another owner."""

    def attach_photos(self, draft_id: str, hazard_id: str, role: str) -> int:
        """Move a draft's photographs to a case in a role; how many there are.

        Those that were asked for as something of their own (an order) keep that role.
        """

    def take_out_photos(self, hazard_id: str, draft_id: str, names: Sequence[str]) -> int:
        """Give photographs that a case was found with to a draft, as the platform calls them; how many those are."""

    def draft_photos(self, draft_id: str, role: str) -> int:
        """How many photographs of a draft show something of their own, those still on their way included."""

    def share_photos(self, from_id: str, to_id: str, role: str) -> int:
        """Let a case show the photographs that another one has in a role; how many there are."""

    def copy_photos(self, draft_id: str, hazard_id: str, role: str) -> int:
        """Let a case show a draft's photographs in a role, which the draft keeps; how many there are."""

    def attach_before_after(self, draft_id: str) -> PhotoTrail:
        """Give a draft's photographs to the case of the same id: the first as found, the others as after."""

    def issue_code(self, equipment_id: str, digest: str, *, replaces: bool) -> None:
        """Put a machine's code into force, by the digest of its token; replaces: in the place of earlier ones."""

    @property
    def entrance(self) -> Entrance:
        """Where people come in."""

    def staff(self, role: Role | None, area_path: str) -> list[str]:
        """The ids of whoever works here in a role (none: any) within a place (empty: anywhere)."""

    @property
    def scores(self) -> Scores:
        """Where scores of reports are written down."""

    @property
    def surveys(self) -> Surveys:
        """Where it is written down what everybody was asked."""

    @property
    def examples(self) -> Examples:
        """Where it is written down which cases everybody hears of."""

    @property
    def elsewhere(self) -> Elsewhere:
        """Where like places are asked."""

    @property
    def orders(self) -> AuthorityOrders:
        """Where the orders of authorities are written down."""

    @property
    def seals(self) -> Seals:
        """Where it is asked who is behind an anonymous report."""

    @property
    def plots(self) -> Plots:
        """Where places, departments and days are written down."""

    @property
    def working_hours(self) -> WorkingHours:
        """Where shifts and quiet time are written down."""

    @property
    def library(self) -> Library:
        """Where entries of the hazard library and laws are written down."""

    @property
    def site_plans(self) -> SitePlans:
        """Where the plan picture and its outlines are written down."""

    @property
    def workbooks(self) -> Workbooks:
        """Where workbooks lie that were sent to be applied."""

    @property
    def posts(self) -> Staff:
        """Where it is written down who is what."""

    @property
    def web(self) -> WebSessions:
        """Where people are signed in on the web."""

    @property
    def deputyships(self) -> Sequence[Deputyship]:
        """Who stands in for whom, today or later; none of a person who has left, nor of one by such a person."""

    def enter_deputyship(self, row: Deputyship) -> None: ...
    def end_deputyship(self, row_id: str, at: datetime) -> None: ...
    def choose_language(self, person_id: str, language: Language) -> None: ...
    def choose_digest(self, person_id: str, at: time, *, off: bool) -> None: ...
    def choose_to_do(self, person_id: str, *, off: bool) -> None: ...
    def take_over(self, person_id: str, starts: datetime, cases: int, measures: int) -> None:
        """Note that somebody has taken over a shift, with what was open then; kept as it was where it is noted."""

    def zone_of(self, person: Person) -> tzinfo:
        """The clock of the site at which somebody works."""

    def start_timer(self, subject_kind: str, subject_id: str, clock: str, due_at: datetime) -> None:
        """Set the clock of a subject, replacing the one that runs."""

    def stop_timer(self, subject_kind: str, subject_id: str, clock: str) -> None:
        """Stop a clock and cancel what it has not told yet."""

    def was_to_ring(self, subject_kind: str, subject_id: str, clock: str) -> datetime | None:
        """When the clock of a subject was to ring that was stopped last; none where none was."""

    def timer_of(self, subject_kind: str, subject_id: str, clock: str) -> str | None:
        """The id of a clock that was set in this transaction and runs."""
