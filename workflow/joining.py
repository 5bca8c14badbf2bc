"""How people come in: who has asked to join, what may be ordered about it, and the desk at which it is written down."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from workflow.people import Language

OPEN, GRANTED, DECLINED = "open", "granted", "declined"


@dataclass(frozen=True)
class JoinRequest:
    """Somebody unknown, at an address of a bot, who says where they work. `name`: as they are called there.

    message_id: what they had sent before anybody knew them, and wanted to report.
    """

    id: str
    bot: str
    address: str
    name: str
    department_id: str | None
    language: Language
    message_id: str | None = None
    state: str = OPEN
    decided_by_id: str | None = None
    person_id: str | None = None


@dataclass(frozen=True)
class Invitation:
    """A code that was made: into a department, or of a person, to one more platform of theirs."""

    id: str
    department_id: str | None
    person_id: str | None
    made_by_id: str


@dataclass(frozen=True)
class Admit:
    """Take somebody in. person_id: they are this person, whom the company knows and cannot reach yet.

    department_id: where they work, when it is not where they have said.
    """

    request_id: str
    person_id: str | None = None
    department_id: str | None = None


@dataclass(frozen=True)
class DeclineJoin:
    request_id: str


@dataclass(frozen=True)
class Invite:
    """A one-time code into a department. Only its digest is known here."""

    department_id: str
    digest: str


@dataclass(frozen=True)
class OfferLink:
    """A one-time code by which the person is known on another platform too."""

    digest: str


@dataclass(frozen=True)
class CallMe:
    """The name of somebody whom their platform had none for."""

    name: str


OfficeCommand = Admit | DeclineJoin | Invite | OfferLink | CallMe


class Entrance(Protocol):
    """Where people and their addresses are written down."""

    def request(self, request_id: str) -> JoinRequest | None:
        """The request, held against others until the end of the transaction."""

    def settle(self, request_id: str, state: str, by: str, at: datetime, person_id: str | None = None) -> None:
        """What became of a request, and who it was."""

    def enter(self, name: str, department_id: str | None, language: Language, since: date) -> str:
        """A new person, worker of a department, under a code of our own; their id."""

    def reach(self, person_id: str, bot: str, address: str, at: datetime) -> None:
        """From now on the person is told there."""

    def offer(
        self, digest: str, made_by: str, at: datetime, until: datetime, department_id: str | None, person_id: str | None
    ) -> str:
        """A one-time code by its digest; its id."""

    def is_taken(self, bot: str, address: str) -> bool:
        """True for an address that is somebody's already."""

    def has_no_name(self, person_id: str) -> bool:
        """True while the person is called as their address is."""

    def rename(self, person_id: str, name: str) -> None: ...
