"""The neutral vocabulary between platforms and conversations: what comes in, what goes out, and who carries it."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True)
class Envelope:
    """A raw message as it arrived: stored under (bot, key) before anything reads its body."""

    bot: str
    key: str
    sender: str
    body: str


@dataclass(frozen=True)
class Photo:
    """A picture somebody sent: `remote` is the platform's reference; the fetch adds `media_id` or `problem`.

    problem: None while sound, else one of not_image, too_large, too_many_pixels, truncated, unavailable, pending.
    """

    remote: str
    name: str = ""
    size: int | None = None
    media_id: str | None = None
    problem: str | None = None


@dataclass(frozen=True)
class Album:
    """Membership in a set of messages that belong together; `size` where the platform tells it."""

    id: str
    size: int | None = None


@dataclass(frozen=True)
class Incoming:
    """One message of one person, in nobody's dialect. `choice` is the token of a tapped button.

    edits: the platform's id of an earlier message of the same person, which now reads as this one; deleted: it is gone.
    """

    bot: str
    message_id: str
    sender: str
    sent_at: datetime
    text: str = ""
    choice: str | None = None
    photos: tuple[Photo, ...] = ()
    voice: str | None = None
    video: str | None = None
    location: tuple[float, float] | None = None
    scan: str | None = None
    edits: str | None = None
    deleted: bool = False
    album: Album | None = None


@dataclass(frozen=True)
class Earlier:
    """The message that an edit or a deletion is about, as it was stored.

    id: under which it was answered. photos: what the platform calls its pictures. case: what it has become part of;
    of_report: as part of the report itself. draft: what its pictures are attached to meanwhile. alone: it is no part of
    an album.
    """

    id: str
    text: str
    photos: tuple[str, ...] = ()
    case: str | None = None
    of_report: bool = False
    draft: str | None = None
    alone: bool = True


def joined(parts: Sequence[Incoming]) -> Incoming:
    """Several parts as one message: all the pictures, all the words, in order."""
    text = "\n".join(part.text for part in parts if part.text)
    return replace(parts[-1], text=text, photos=tuple(photo for part in parts for photo in part.photos))


@dataclass(frozen=True)
class Choice:
    """A button: what it says, and the opaque token its tap brings back."""

    token: str
    label: str


@dataclass(frozen=True)
class Picture:
    """A picture to show: `attachment_id` for platforms that link, `path` for those that upload; `alt` for readers."""

    attachment_id: str
    path: Path
    alt: str


@dataclass(frozen=True)
class Outgoing:
    """A rendered message, ready for one address."""

    address: str
    text: str
    choices: tuple[Choice, ...] = ()
    photos: tuple[Picture, ...] = ()
    language: str = "zh_CN"


@dataclass(frozen=True)
class Receipt:
    """What the platform gave back: its own id of the message, and a one-use code for later edits if it has such."""

    message_id: str
    response_code: str | None = None


@dataclass(frozen=True)
class Limits:
    """What one message may hold, in the platform's own units."""

    text_characters: int = 4096
    buttons: int = 8
    photos: int = 10
    file_bytes: int = 20 * 1024 * 1024


@dataclass(frozen=True)
class Can:
    """What the platform is able to do; where it cannot, the courier falls back to text and numbers."""

    edit: bool = True
    buttons: bool = True
    album: bool = True


class NotDelivered(Exception):
    """The platform did not take a message. `retry_after` is in seconds."""

    def __init__(self, why: str, *, permanent: bool, retry_after: float | None = None) -> None:
        super().__init__(why)
        self.permanent = permanent
        self.retry_after = retry_after


class NotFetched(Exception):
    """A file could not be had from the platform; `permanent` when asking again is useless."""

    def __init__(self, why: str, *, permanent: bool) -> None:
        super().__init__(why)
        self.permanent = permanent


class Unparsable(Exception):
    """The stored body is not a message this platform can read; it is kept, marked and passed over."""


class Platform(Protocol):
    """A chat platform. It knows its own protocol and nothing of hazards."""

    bot: str
    limits: Limits
    can: Can

    def listen(self) -> AsyncIterator[Envelope]:
        """Raw messages as they arrive, for platforms that are polled; others hand theirs to the intake by web."""

    def parse(self, body: str) -> Incoming:
        """Read a stored body. Raises Unparsable."""

    async def download(self, photo: Photo) -> bytes:
        """The bytes of a picture. Raises NotFetched."""

    async def send(self, outgoing: Outgoing) -> Receipt:
        """Hand one message over. Raises NotDelivered."""

    async def replace(self, receipt: Receipt, outgoing: Outgoing) -> Receipt:
        """Put another message in the place of one sent before. Raises NotDelivered."""
