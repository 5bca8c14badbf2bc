"""What is asked of a library that speaks to Telegram's Bot API, and how the Bot API says no."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from handlers.platform import NotDelivered

# Of either library: how many calls may be under way at once, and how long one may take.
CONNECTIONS = 64
SECONDS = 20.0
# How the Bot API says, with a 400, that there is nobody at an address (any more).
NOBODY = ("chat not found", "user not found", "user is deactivated", "chat was deactivated", "peer_id_invalid")
BAD_REQUEST, UNAUTHORIZED, FORBIDDEN, NOT_FOUND, CONFLICT, TOO_LARGE, TOO_MANY = 400, 401, 403, 404, 409, 413, 429
# A token that is no token at all is not found, one that was revoked is not authorized.
WRONG_TOKEN = (UNAUTHORIZED, NOT_FOUND)


@dataclass(frozen=True)
class Upload:
    """A file that goes along with a request, as the value of the field that it is."""

    name: str
    data: bytes


class Refusal(Exception):
    """The Bot API did not do what was asked. It never names the token.

    code: what HTTP said; 0 where there was no answer, or none that could be read. retry_after: seconds.
    """

    def __init__(self, why: str, *, code: int = 0, retry_after: float | None = None, moved_to: str = "") -> None:
        super().__init__(why)
        self.code = code
        self.retry_after = retry_after
        self.moved_to = moved_to

    def says(self, *words: str) -> bool:
        """True where the description contains any of these."""
        return any(word in str(self).casefold() for word in words)


class Library(Protocol):
    """The calls of one bot. Results are those of the Bot API, read by nobody yet: no library knows every update."""

    async def call(self, method: str, fields: Mapping[str, Any], wait: float = 0) -> Any:
        """The result of a method of the Bot API. `wait`: the seconds it may hold the answer back. Raises Refusal.

        Values are what JSON holds, and Upload, alone or in a list of objects.
        """

    async def fetch(self, path: str) -> bytes:
        """The file at a path that getFile told. Raises Refusal."""

    async def close(self) -> None:
        """Let go of the connections."""


def without_token(text: str, token: str) -> str:
    """What a library says about an error, which may name the address it asked, and that bears the token."""
    return text.replace(token, token.partition(":")[0] + ":...")


def is_too_large(text: str) -> bool:
    """A 413 comes as JSON, or as the page of a server in front; libraries keep only the words of it."""
    return "entity too large" in text.casefold()


def not_delivered(refusal: Refusal) -> NotDelivered:
    """What a refusal means for a message and its recipient."""
    why = f"telegram {refusal.code or 'away'}: {refusal}"
    if refusal.moved_to:
        return NotDelivered(why, permanent=False, moved_to=refusal.moved_to)
    if refusal.code == TOO_MANY:
        return NotDelivered(why, permanent=False, retry_after=refusal.retry_after, floods=True)
    gone = refusal.code == FORBIDDEN or (refusal.code == BAD_REQUEST and refusal.says(*NOBODY))
    # A token that is refused (401) is the operator's to mend, and the message waits for that.
    return NotDelivered(why, permanent=refusal.code in (BAD_REQUEST, FORBIDDEN, TOO_LARGE), gone=gone)
