"""What the contract needs of every platform: people who do things on it, what they are shown, and what goes wrong.

A platform takes part by a `Side` of its own (webchat_side.py, telegram_side.py, ...), named in contract.py.
People act on the real transport: a page that posts, a server that is polled, a callback that comes in.
"""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from handlers.messages import Envelope
from handlers.platform import Platform
from tests.photographs import photograph

WORDS = "三号门口地上一大滩油 <b>&amp;</b> *_[危险](x) ]]> `x`"
CHANGED = "三号门口地上有一点油"
CAPTION = "冲压2号机防护罩松了"
PICTURES = tuple(photograph(seed, size=(320, 240)) for seed in (1, 2, 3))
PLACE = (31.2304, 121.4737)  # latitude, longitude
SCANNED = "eq_PR-02"
NAME = "李 强"
FILE = "检查表.xlsx"


class Act(StrEnum):
    """What a person does on the platform; beside it, what the contract expects of the Incoming."""

    WORDS = "words"  # text=WORDS
    PICTURE = "picture"  # PICTURES[0], without words
    CAPTIONED = "captioned"  # PICTURES[0] with CAPTION, as one message
    ALBUM = "album"  # all PICTURES, CAPTION on one of them, in as many envelopes as the platform makes of it
    FORWARD = "forward"  # two messages of somebody else, WORDS and PICTURES[0], passed on in one go
    TAP = "tap"  # of the first button of the card shown last: choice, and card where the platform tells it
    VOICE = "voice"
    VIDEO = "video"
    PLACE = "place"  # location=PLACE
    SCAN = "scan"  # scan=SCANNED: a QR code, or the link behind one
    FILE = "file"  # document=FILE
    TOO_LARGE = "too_large"  # a picture beyond what the platform hands out: a photo with problem too_large
    EDIT = "edit"  # WORDS is said, and then changed to CHANGED: two envelopes
    DELETE = "delete"  # WORDS is said, and then taken back: two envelopes
    ARRIVE = "arrive"  # event=ARRIVED
    LEAVE = "leave"  # event=LEFT
    JOIN_GROUP = "join_group"  # the bot is taken into the group: event=JOINED_GROUP, group=the side's `group`
    LEAVE_GROUP = "leave_group"
    GROUP_WORDS = "group_words"  # a command said in the group: text=/report, group=the side's `group`
    LOOK = "look"  # nothing that anybody is to be answered: event=NOTHING
    WARNING = "warning"  # the platform tells the operator something: event=ATTENTION, with a text
    GARBAGE = "garbage"  # one envelope that `parse` refuses, and behind it WORDS


class Fault(StrEnum):
    """What goes wrong on the platform's side from now on, until `Fault.NONE`."""

    NONE = "none"
    FLOODED = "flooded"  # too many requests; NotDelivered: not permanent, floods, retry_after=7 where it is told
    DOWN = "down"  # an error page instead of an answer; NotDelivered: not permanent
    HANGS = "hangs"  # no answer at all; the side has a platform that waits half a second at most
    RESETS = "resets"  # the connection is cut
    REFUSED = "refused"  # the message itself is refused as too large; NotDelivered: permanent
    WRONG_SECRET = "wrong_secret"  # noqa: S105  check raises Unusable; NotDelivered: not permanent
    UNREACHABLE = "unreachable"  # check raises Unusable, passing; NotDelivered: not permanent
    EXPIRED = "expired"  # the access token has expired before its time: is mended without anybody noticing


@dataclass(frozen=True)
class Shown:
    """One message as it stands in a chat now: what its reader sees."""

    address: str
    text: str
    buttons: tuple[str, ...] = ()
    photos: int = 0
    documents: tuple[str, ...] = ()


class Side(Protocol):
    """One platform with its server, and people on it.

    `someone` has talked to the bot and sent NAME as a name; `blocked` has blocked it or left; `nobody` is no address at
    all; `group` is a chat of several, or empty. `lacks` names the acts and faults that the platform does not know.
    """

    platform: Platform
    someone: str
    blocked: str
    nobody: str
    group: str
    lacks: frozenset[Act | Fault]

    async def arrives(self, act: Act) -> list[Envelope]:
        """Do it, as `someone`, and return what the platform brings of it, in order."""

    def shown(self) -> list[Shown]:
        """What stands in all chats now, the oldest first; a message that was replaced stands there once."""

    def will(self, fault: Fault) -> None:
        """From now on this goes wrong."""


# Opens a side in a folder of its own; inside, everything runs in one event loop.
Opening = Callable[[Path], AbstractAsyncContextManager[Side]]
