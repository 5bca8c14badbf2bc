"""What a person can order: one imperative record each; workflow/actions.py says what it does."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from workflow.authority_orders import OrderCommand
from workflow.bulk import ApplyWorkbook
from workflow.deputies import DeputyCommand
from workflow.digest import ChooseDigest
from workflow.elsewhere import ElsewhereCommand
from workflow.entries import LibraryCommand
from workflow.events import Fact
from workflow.evidence import EvidenceCommand
from workflow.example_cases import ExampleCommand
from workflow.feedback import FeedbackCommand
from workflow.hand_over import TakeOver
from workflow.joining import OfficeCommand
from workflow.library import Category, Grade
from workflow.matrix import MatrixCommand
from workflow.people import Language
from workflow.plots import PlotCommand
from workflow.posts import StaffCommand
from workflow.rungs import SetLadder
from workflow.scores import ScoreCommand
from workflow.seals import SealCommand
from workflow.site_plan import SitePlanCommand
from workflow.survey import SurveyCommand
from workflow.to_do import ChooseToDo
from workflow.web import WebCommand
from workflow.working_hours import HoursCommand


@dataclass(frozen=True)
class SubmitReport:
    """Enter a hazard. The case takes the draft's id, so that one draft can never become two cases."""

    draft_id: str
    words: str
    category: Category
    grade: Grade
    area_id: str
    equipment_id: str | None
    library_code: str | None
    suggestion: Mapping[str, Fact] = field(default_factory=dict)
    danger: str = ""  # stopped or running, where the reporter was asked
    on_behalf_of: str | None = None  # the colleague who found it, where another one types


@dataclass(frozen=True)
class AssignOwner:
    """`seen_version` is the case as the chooser saw it: of two who choose at once, the later one looks again."""

    hazard_id: str
    owner_id: str
    seen_version: int | None = None


@dataclass(frozen=True)
class TakeTask:
    hazard_id: str


@dataclass(frozen=True)
class PassOn:
    """Hand a task to a colleague; the second time, and what is nobody's, it goes back to the officer without `to`."""

    hazard_id: str
    to: str | None
    reason: str
    draft_id: str = ""  # what the owner had sent for the case goes with it
    nobodys: bool = False  # the owner knows nobody whose it is: the matrix has a gap there


@dataclass(frozen=True)
class PostProgress:
    hazard_id: str
    draft_id: str
    stage: str
    remark: str


@dataclass(frozen=True)
class SubmitForAcceptance:
    hazard_id: str
    draft_id: str
    remark: str
    no_photo_reason: str = ""


@dataclass(frozen=True)
class AcceptRepair:
    """`seen_version` is the case as the acceptor saw it: a repair changed since is never signed off unseen."""

    hazard_id: str
    seen_version: int
    remark: str
    on_site: bool
    draft_id: str = ""  # what the acceptor has photographed on site


@dataclass(frozen=True)
class SendBack:
    hazard_id: str
    seen_version: int
    reason: str
    draft_id: str = ""


@dataclass(frozen=True)
class Reopen:
    hazard_id: str
    reason: str
    draft_id: str = ""


@dataclass(frozen=True)
class Verify:
    hazard_id: str


@dataclass(frozen=True)
class ChooseLanguage:
    language: Language


class HazardCommand(Protocol):
    """Any command about a case; those of a branch stand in its own module."""

    @property
    def hazard_id(self) -> str: ...


class EntryCommand(Protocol):
    """A command that enters a new case, which takes the id of its draft."""

    @property
    def draft_id(self) -> str: ...


class BroadcastCommand(Protocol):
    """A message to many, under the id by which it is sent once."""

    @property
    def broadcast_id(self) -> str: ...


class PaperCommand(Protocol):
    """A command about a paper, under the id by which it is ordered once."""

    @property
    def order_id(self) -> str: ...


class CodeCommand(Protocol):
    """A command about the code of a machine."""

    @property
    def equipment_id(self) -> str: ...


Command = (
    EntryCommand
    | HazardCommand
    | ChooseLanguage
    | ChooseDigest
    | ChooseToDo
    | TakeOver
    | BroadcastCommand
    | CodeCommand
    | PaperCommand
    | ElsewhereCommand
    | SurveyCommand
    | ExampleCommand
    | EvidenceCommand
    | OrderCommand
    | ScoreCommand
    | OfficeCommand
    | DeputyCommand
    | StaffCommand
    | MatrixCommand
    | FeedbackCommand
    | PlotCommand
    | LibraryCommand
    | SetLadder
    | HoursCommand
    | SitePlanCommand
    | ApplyWorkbook
    | SealCommand
    | WebCommand
)
