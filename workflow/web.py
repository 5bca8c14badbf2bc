"""The web: a link that somebody asks for in chat opens a session there, which they see in chat and can end.

There are no passwords: whoever is known in chat is known on the web, for a working day.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from workflow.errors import Refused
from workflow.people import Person

LINK_HOLDS = timedelta(minutes=10)
SESSION_LASTS = timedelta(hours=8)
MOST_SESSIONS = 3  # of one person: a card has room for that many; one more ends the oldest


@dataclass(frozen=True)
class OfferWeb:
    """A link to the web for whoever asks. digest: of its code."""

    digest: str


@dataclass(frozen=True)
class EndWeb:
    """End a session on the web, or all of them."""

    session_id: str | None = None


WebCommand = OfferWeb | EndWeb


class WebSessions(Protocol):
    """Where people's sessions on the web are written down."""

    def offer(self, person_id: str, digest: str, until: datetime) -> None:
        """A link that opens a session once, until a moment; earlier ones that were not used are void."""

    def end(self, person_id: str, session_id: str | None, at: datetime) -> int:
        """End one session of a person, or all; how many were open."""


class WebDesk(Protocol):
    @property
    def web(self) -> WebSessions: ...


def offer(desk: WebDesk, command: OfferWeb, by: Person, at: datetime) -> None:
    desk.web.offer(by.id, command.digest, at + LINK_HOLDS)


def end(desk: WebDesk, command: EndWeb, by: Person, at: datetime) -> None:
    if not desk.web.end(by.id, command.session_id, at):
        raise Refused("session_over")
