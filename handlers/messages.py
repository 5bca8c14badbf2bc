"""The neutral vocabulary between platforms and conversations: what comes in and what goes out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path


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
class Attached:
    """A file that is no picture: `remote` is the platform's reference; the fetch adds `id` or `problem`.

    problem: None while sound, else one of too_large, not_workbook, old_excel, unavailable.
    """

    remote: str
    name: str
    size: int | None = None
    id: str | None = None
    problem: str | None = None


@dataclass(frozen=True)
class Album:
    """Membership in a set of messages that belong together; `size` where the platform tells it."""

    id: str
    size: int | None = None


# The album of messages that were forwarded one after another: they belong together by that alone.
FORWARDED = "forward"


@dataclass(frozen=True)
class Part:
    """One of several messages that were joined: the id under which it is stored, its words, and its pictures' names."""

    id: str
    text: str
    photos: tuple[str, ...] = ()


class ChatEvent(StrEnum):
    """What becomes of a chat without a word being said in it."""

    ARRIVED = "arrived"  # the bot may write to its person from now on
    LEFT = "left"  # and from now on not any more: blocked, unsubscribed, removed
    JOINED_GROUP = "joined_group"  # the bot was taken into a chat of several
    LEFT_GROUP = "left_group"
    MOVED = "moved"  # it goes on under another address, which `text` names
    NOTHING = "nothing"  # nothing that anybody is to be answered: somebody has opened the chat, a menu was unfolded
    ATTENTION = "attention"  # the platform tells whoever runs the bot something; `text` says what


@dataclass(frozen=True)
class Incoming:
    """One message of one person, in nobody's dialect. `choice` is the token of a tapped button, `card` where it stands.

    edits: the platform's id of an earlier message of the same person, which now reads as this one; deleted: it is gone.
    scan: what a QR code or the link behind one says. document: the name of a file that is no picture;
    file: the same where it can be had.
    group: the chat of several in which it was said; it is answered in the sender's own.
    event: what has become of the chat itself. sender_name: what the sender is called there, where the platform tells.
    language: theirs, as the platform tells it: zh_CN or en; empty where it tells none.
    parts: what it was joined from, where it came as several.
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
    document: str | None = None
    file: Attached | None = None
    edits: str | None = None
    deleted: bool = False
    album: Album | None = None
    card: "Receipt | None" = None
    group: str = ""
    event: ChatEvent | None = None
    sender_name: str = ""
    language: str = ""
    parts: tuple[Part, ...] = ()


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
    """Several parts as one message: all the pictures, all the words, in order. Each goes by its stored id."""
    text = "\n".join(part.text for part in parts if part.text)
    photos = tuple(photo for part in parts for photo in part.photos)
    said = tuple(Part(part.message_id, part.text, tuple(p.remote for p in part.photos)) for part in parts)
    return replace(parts[-1], text=text, photos=photos, parts=said)


@dataclass(frozen=True)
class Choice:
    """A button: what it says, and the opaque token its tap brings back."""

    token: str
    label: str


@dataclass(frozen=True)
class Picture:
    """A picture to show: `attachment_id` for platforms that link, `path` for those that upload; `alt` for readers.

    drawn: its bytes, where it lies nowhere (a one-time code); such a one has no attachment and no path. opened: gives
    the bytes of what lies at `path`, which may be sealed.
    """

    attachment_id: str
    path: Path
    alt: str
    drawn: bytes = b""
    opened: Callable[[Path], bytes] = Path.read_bytes

    def read(self) -> bytes:
        """The bytes of a JPEG or PNG. Raises OSError."""
        return self.drawn or self.opened(self.path)


@dataclass(frozen=True)
class Document:
    """A file to hand over, by the name under which it is to be kept; `drawn`: its bytes, where it lies nowhere."""

    name: str
    path: Path
    drawn: bytes = field(default=b"", repr=False)

    def read(self) -> bytes:
        """Raises OSError."""
        return self.drawn or self.path.read_bytes()


@dataclass(frozen=True)
class Outgoing:
    """A rendered message, ready for one address.

    link: where the whole of it can be read, for platforms that cut it or need a page; empty where that is nowhere.
    group: the address is a chat of several.
    """

    address: str
    text: str
    choices: tuple[Choice, ...] = ()
    photos: tuple[Picture, ...] = ()
    document: Document | None = None
    language: str = "zh_CN"
    link: str = field(default="", compare=False)  # it says until when it is good: the message is the same
    group: bool = False


@dataclass(frozen=True)
class Receipt:
    """What the platform gave back: its own id of the message, and a one-use code for later edits if it has such.

    numbered: the choices were shown as a numbered list, for want of buttons.
    """

    message_id: str
    response_code: str | None = None
    numbered: bool = False


class Shelf(StrEnum):
    """The parts of a menu that has several."""

    REPORT = "report"
    MINE = "mine"
    MORE = "more"


@dataclass(frozen=True)
class MenuItem:
    """An entry of a platform's own menu: `word` is what a tap on it says, `label` how it reads."""

    word: str
    label: str
    shelf: Shelf = Shelf.MORE
