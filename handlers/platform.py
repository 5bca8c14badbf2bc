"""Who carries messages: what a chat platform is able to do, how much it takes, and how it says that it cannot."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, runtime_checkable

from handlers.messages import Envelope, Incoming, MenuItem, Outgoing, Photo, Receipt


@dataclass(frozen=True)
class Window:
    """No more than `most` messages in any `seconds`, to one `scope`: bot (all together), chat (of one), group."""

    scope: Literal["bot", "chat", "group"]
    most: int
    seconds: float


def _one(outgoing: Outgoing) -> int:
    return 1


@dataclass(frozen=True)
class Limits:
    """How much a platform takes: what it answers with "too many", and what it drops without a word, is never sent.

    document_bytes: how large a file it takes at most; none: any.
    messages: how many of its own messages one of ours becomes there, at most (an album, words too long for one).
    """

    windows: tuple[Window, ...] = ()
    messages: Callable[[Outgoing], int] = _one
    document_bytes: int | None = None


@dataclass(frozen=True)
class Can:
    """What the platform is able to do. edit: put another message in the place of one sent before, at any time.

    menus: the menus of everybody and of each person follow the bot; else there is none, or its operator makes it.
    """

    edit: bool = True
    menus: bool = True


class NotDelivered(Exception):
    """The platform did not take a message. `retry_after` is in seconds.

    floods: the whole bot is to be silent so long. gone: nobody can be reached at this address any more.
    moved_to: the address under which the chat goes on.
    """

    def __init__(
        self,
        why: str,
        *,
        permanent: bool,
        retry_after: float | None = None,
        floods: bool = False,
        gone: bool = False,
        moved_to: str = "",
    ) -> None:
        super().__init__(why)
        self.permanent = permanent
        self.retry_after = retry_after
        self.floods = floods
        self.gone = gone
        self.moved_to = moved_to


class NotFetched(Exception):
    """A file could not be had from the platform; `permanent` when asking again is useless.

    floods: the whole bot is to be silent for `retry_after` seconds.
    """

    def __init__(self, why: str, *, permanent: bool, retry_after: float | None = None, floods: bool = False) -> None:
        super().__init__(why)
        self.permanent = permanent
        self.retry_after = retry_after
        self.floods = floods


# Have a bot be silent, in every process, for as long as its platform has asked.
Hush = Callable[[str, NotDelivered | NotFetched], Awaitable[None]]


class Unparsable(Exception):
    """The stored body is not a message this platform can read; it is kept, marked and passed over."""


class Unusable(Exception):
    """A bot cannot work with the settings that it has. `topic` and `facts`: what its operator is told.

    passing: the platform is out of reach, and may be there again in a moment.
    """

    def __init__(self, topic: str, *, passing: bool = False, **facts: str) -> None:
        super().__init__(topic)
        self.topic = topic
        self.facts = facts
        self.passing = passing


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at for `hazardline doctor`. `topic` and `facts`: what was found, and what to do."""

    topic: str
    good: bool
    facts: Mapping[str, str] = field(default_factory=dict)


class Platform(Protocol):
    """A chat platform. It knows its own protocol and nothing of hazards. `bot` names one bot of it for good."""

    bot: str
    limits: Limits
    can: Can

    async def check(self) -> None:
        """Ask the platform whether the bot may work. Raises Unusable."""

    def listen(self) -> AsyncIterator[Sequence[Envelope]]:
        """Raw messages as they arrive, for platforms that are polled; others hand theirs to the intake by web.

        Each batch is confirmed to the platform when the next one is asked for: by then it has to be stored.
        """

    def parse(self, body: str) -> Incoming:
        """Read a stored body. Raises Unparsable."""

    async def download(self, photo: Photo) -> bytes:
        """The bytes of a picture. Raises NotFetched."""

    async def send(self, outgoing: Outgoing) -> Receipt:
        """Hand one message over. Raises NotDelivered."""

    async def replace(self, receipt: Receipt, outgoing: Outgoing) -> Receipt:
        """Put another message in the place of one sent before. Raises NotDelivered."""

    async def acknowledge(self, incoming: Incoming, taken: str) -> None:
        """Show on the card of a tap that it has arrived. `taken`: what the button said, where that settled the card.

        A courtesy: nothing depends on it, and it raises NotDelivered only where the whole bot is to be silent.
        """

    async def offer(self, items: Sequence[MenuItem], language: str, address: str = "") -> None:
        """Put words into the platform's own menu: everybody's of a language, or one person's. Raises NotDelivered."""

    async def examine(self) -> list[Finding]:
        """Look at everything that has to be set up, as the platform itself tells it."""

    async def close(self) -> None:
        """Let go of what it holds open."""


@runtime_checkable
class Linked(Protocol):
    """A platform to whose chat a link leads."""

    def link(self, start: str) -> str:
        """The link whose opener sends `start` as what was scanned; empty where it is not known yet.

        start: at most 64 of A-Z a-z 0-9 _ -.
        """
