"""What is ordered and written down where two people ask who is behind an anonymous report."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

ASKED, CONFIRMED, DECLINED = "asked", "confirmed", "declined"


@dataclass(frozen=True)
class AskUnseal:
    """The first of two wants to know who reported a case, and says why."""

    hazard_id: str
    reason: str


@dataclass(frozen=True)
class ConfirmUnseal:
    """The second one wants it, too: both are told."""

    request_id: str


@dataclass(frozen=True)
class DeclineUnseal:
    request_id: str


SealCommand = AskUnseal | ConfirmUnseal | DeclineUnseal


@dataclass(frozen=True)
class Unsealing:
    """A request of the first of two."""

    id: str
    hazard_id: str
    asked_by_id: str
    asked_at: datetime
    state: str = ASKED


class Seals(Protocol):
    """Where requests to unseal are written down. Who is behind a report is nothing that is known here."""

    def is_unnamed(self, hazard_id: str) -> bool:
        """True for a case that was reported without a name."""

    def ask(self, request: Unsealing) -> None: ...
    def request(self, request_id: str) -> Unsealing | None:
        """The request, held against others until the end of the transaction."""

    def asked_since(self, hazard_id: str, moment: datetime) -> bool:
        """True where a request about this case still waits that was made after a moment."""

    def settle(self, request_id: str, state: str, by: str, at: datetime) -> None: ...
